# shellcheck shell=bash
# What the launcher of the repository (./pathwise) and that of the distribution (pathwise in this directory) have in
# common. They read this file, call the functions, and set `jar` and `aot_cache` before `train` and `start`.

needed_java=25

say() { printf 'pathwise: %s\n' "$*" >&2; }

# What the launcher has to know of the command line; the rest is for the program.
read_arguments() {
  local argument previous=
  # Whether Apache Spark is to do the work.
  with_spark=false
  # Whether one thread is to do all the work.
  one_thread=false
  # The portfolio, if there is one.
  portfolio=
  for argument; do
    if [[ $argument == --spark || $argument == --spark=* ]]; then with_spark=true; fi
    if [[ $argument == --threads=1 || "$previous $argument" == "--threads 1" ]]; then one_thread=true; fi
    if [[ $argument == --portfolio=* ]]; then portfolio=${argument#*=}; fi
    if [[ $previous == --portfolio ]]; then portfolio=$argument; fi
    previous=$argument
  done
}

# A directory holds a fitting JDK when its `release` file says so and it has a compiler; asking java itself costs a start.
is_fitting_jdk() {
  local home=$1 line
  [[ -x $home/bin/java && -x $home/bin/javac && -r $home/release ]] || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
      ((BASH_REMATCH[1] >= needed_java))
      return
    fi
  done <"$home/release"
  return 1
}

# The home of the java on the PATH; links are followed, because the one on the PATH is often a link in /usr/bin.
home_of_java_on_path() {
  local java link
  java=$(type -P java) || return 0
  while [[ -L $java ]]; do
    link=$(readlink "$java")
    if [[ $link == /* ]]; then java=$link; else java=$(dirname "$java")/$link; fi
  done
  (cd -P "$(dirname "$java")/.." && pwd)
}

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" "$(home_of_java_on_path)" /usr/lib/jvm/* /usr/java/* /opt/* /opt/*/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.m2/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [[ -n $home ]] && is_fitting_jdk "$home"; then
      printf '%s\n' "$home"
      return
    fi
  done
  say "no JDK $needed_java or newer found (JAVA_HOME, PATH and the usual directories were searched)."
  say "Install one, for instance Temurin $needed_java from https://adoptium.net, and point JAVA_HOME to it."
  return 2
}

# Options that Java reads from the jar's manifest (opened packages, native access) stand in batch/pom.xml.
common_options=(-Dchronicle.analytics.disable=true
  --sun-misc-unsafe-memory-access=allow)

# Short runs end before Java's second compiler has paid for itself, and it would take the processor from the simulation:
# single trades, fits and small portfolios do without (the examples take a quarter less, a book of 10 000 trades a tenth more).
# In others it gets what is really hot, and nothing because an earlier start did. A Java that does not know these options
# goes without.
is_short() {
  case ${1:-} in
    price | explain | calibrate) return 0 ;;
    risk) [[ -f $portfolio && $(wc -c <"$portfolio") -lt 100000 ]] ;;
    *) return 1 ;;
  esac
}

# What a run loads and finds to be hot, later starts find prepared: a short run of the examples, with a cache.
#   $1  the home of the JDK
#   $2  the examples
#   $3  a directory for the run, which is removed
#   $4  what the run prints is added to this file
train() {
  local status=0
  rm -rf "$3"
  mkdir -p "$3"
  "$1/bin/java" "${common_options[@]}" -XX:+UseParallelGC -XX:AOTCacheOutput="$aot_cache" -jar "$jar" risk \
    --portfolio "$2/portfolio.jsonl" --market "$2/market.json" --measures value,delta --paths 512 \
    --policy preference --cache "$3/cache" --cache-size 8 --out "$3/out" >>"$4" 2>&1 || status=$?
  rm -rf "$3"
  # An empty file stands for a run that failed: starts are slower then.
  if ((status)); then : >"$aot_cache"; fi
}

# Becomes the program.
#   $1  the home of the JDK; the program's arguments follow
start() {
  local home=$1
  local java_options=("${common_options[@]}")
  shift
  if is_short "$@"; then
    java_options+=(-XX:TieredStopAtLevel=1)
  else
    java_options+=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining
      -XX:Tier3DelayOn=0 -XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=50000
      -XX:Tier4CompileThreshold=200000 -XX:Tier4BackEdgeThreshold=1000000)
  fi
  # With one thread for the work the garbage collector has none of its own either.
  if $one_thread; then
    java_options+=(-XX:+UseSerialGC)
  else
    java_options+=(-XX:+UseParallelGC)
    # Pages that are used again need not be got from the system: long runs keep to a small part of the heap.
    if ! is_short "$@"; then java_options+=(-XX:NewRatio=20); fi
  fi
  if [[ -s $aot_cache ]]; then
    java_options+=(-XX:AOTCache="$aot_cache" -Xlog:aot=off -Xlog:cds=off) # a cache that does not fit is no news
  fi
  # The user's options are split at blanks on purpose.
  # shellcheck disable=SC2086
  exec "$home/bin/java" "${java_options[@]}" ${PATHWISE_JAVA_OPTS:-} -jar "$jar" "$@"
}
