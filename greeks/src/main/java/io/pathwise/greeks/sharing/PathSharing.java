package io.pathwise.greeks.sharing;

import io.pathwise.engine.joint.DrawnPaths;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.simulation.JobRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts jobs on the same paths together. Grids need not be equal: one may be the beginning of another. Jobs whose own
 * data, such as a barrier, bend the paths share with none. A program for several jobs has to be made first, and is only
 * if all who would run it save more than that takes. Start with {@link #group}.
 */
public final class PathSharing {

  private record Key(Fingerprint paths, NoiseKey noise, Sampling sampling, long from, long to) {}

  private final long total;
  private final long planned;
  private final SharedPrograms programs;

  private PathSharing(long total, long planned, SharedPrograms programs) {
    this.total = total;
    this.planned = planned;
    this.programs = programs;
  }

  /**
   * Jobs that are to reach so many blocks, put together where they share and save something.
   *
   * @param planned
   *          how many they will have to reach for sure, in this round or later
   */
  public static List<SharedPaths> group(List<JobRun> jobs, long total, long planned, SharedPrograms programs) {
    return new PathSharing(total, planned, programs).group(jobs);
  }

  private List<SharedPaths> group(List<JobRun> jobs) {
    Map<Key, List<JobRun>> similar = new LinkedHashMap<>();
    List<SharedPaths> groups = new ArrayList<>();
    for (JobRun job : jobs) {
      Optional<DrawnPaths> paths = job.binding().flatMap(binding -> job.prepared().paths());
      if (paths.isPresent()) {
        similar.computeIfAbsent(new Key(fingerprint(job, paths.get()), job.noise(), job.sampling(), job.blocks(),
            job.next(total)), key -> new ArrayList<>()).add(job);
      } else {
        groups.add(together(List.of(job)));
      }
    }
    List<List<SharedPaths>> units = ofEqualStructure(
        similar.values().stream().flatMap(list -> onEqualPaths(list).stream()).toList());
    groups.addAll(acrossStructures(units));
    return groups;
  }

  private SharedPaths together(List<JobRun> jobs) {
    return new SharedPaths(jobs, total, planned, programs);
  }

  /** Where noise depends on all steps at which it is used, only programs that use it alike have equal paths. */
  private static Fingerprint fingerprint(JobRun job, DrawnPaths paths) {
    Binding binding = job.binding().orElseThrow();
    Fingerprint fingerprint = paths.fingerprint(binding);
    boolean isStepwise = job.sampling().points() instanceof PointSet.Independent
        && job.sampling().ordering() instanceof Ordering.Steps;
    return isStepwise
        ? fingerprint
        : Fingerprint.builder().add(fingerprint.sha256()).add(job.prepared().fingerprint().sha256())
            .add(new Inputs(binding.steps(), Map.of(), Map.of(), binding.inputs().schedules())).build();
  }

  /** Divides jobs with equal fingerprints by their paths, those with most steps first. */
  private static List<List<JobRun>> onEqualPaths(List<JobRun> jobs) {
    List<List<JobRun>> divided = new ArrayList<>();
    jobs.stream().sorted(Comparator.comparingInt(job -> -binding(job).steps())).forEach(job -> divided.stream()
        .filter(equal -> begins(job, equal.getFirst())).findFirst().orElseGet(() -> {
          divided.add(new ArrayList<>());
          return divided.getLast();
        }).add(job));
    return divided;
  }

  private static boolean begins(JobRun shorter, JobRun longer) {
    return paths(shorter).begin(binding(shorter), paths(longer), binding(longer));
  }

  private static DrawnPaths paths(JobRun job) {
    return job.prepared().paths().orElseThrow();
  }

  private static Binding binding(JobRun job) {
    return job.binding().orElseThrow();
  }

  /** Jobs on equal paths, the list of that number, each by itself, that may run as one. */
  private record Chunk(int list, List<SharedPaths> jobs) {}

  /** Joins jobs with the same kernel by powers of two, so that few programs serve all; list by list. */
  private List<List<SharedPaths>> ofEqualStructure(List<List<JobRun>> equal) {
    List<List<SharedPaths>> units = new ArrayList<>();
    List<Chunk> open = new ArrayList<>();
    for (List<JobRun> list : equal) {
      Map<Kernel, List<JobRun>> byKernel = new LinkedHashMap<>();
      list.forEach(job -> byKernel.computeIfAbsent(job.prepared().kernel(), missing -> new ArrayList<>()).add(job));
      byKernel.values().forEach(same -> open.addAll(chunks(units.size(), same)));
      units.add(new ArrayList<>());
    }
    while (!open.isEmpty()) {
      List<Union> unions = new ArrayList<>();
      List<Chunk> several = new ArrayList<>();
      for (Chunk chunk : open) {
        if (chunk.jobs().size() == 1) {
          units.get(chunk.list()).add(chunk.jobs().getFirst());
        } else {
          several.add(chunk);
          unions.add(new Union(chunk.jobs()));
        }
      }
      open.clear();
      List<Optional<SharedPaths>> wholes = wholes(unions);
      for (int i = 0; i < several.size(); i++) {
        Chunk chunk = several.get(i);
        Optional<SharedPaths> whole = wholes.get(i);
        if (whole.isPresent()) {
          units.get(chunk.list()).add(whole.get());
        } else {
          int half = chunk.jobs().size() / 2;
          open.add(new Chunk(chunk.list(), chunk.jobs().subList(0, half)));
          open.add(new Chunk(chunk.list(), chunk.jobs().subList(half, chunk.jobs().size())));
        }
      }
    }
    return units;
  }

  private List<Chunk> chunks(int list, List<JobRun> same) {
    List<Chunk> chunks = new ArrayList<>();
    int next = 0;
    while (next < same.size()) {
      int count = Integer.highestOneBit(same.size() - next);
      while (count > 1 && !SharedPaths.fit(same.subList(next, next + count))) {
        count /= 2;
      }
      chunks.add(new Chunk(list,
          same.subList(next, next + count).stream().map(job -> together(List.of(job))).toList()));
      next += count;
    }
    return chunks;
  }

  /** Joins what is on equal paths across structures, in an order of these that hardly depends on the portfolio. */
  private List<SharedPaths> acrossStructures(List<List<SharedPaths>> units) {
    List<Union> unions = new ArrayList<>();
    for (List<SharedPaths> list : units) {
      List<SharedPaths> parts = new ArrayList<>();
      List<JobRun> jobs = new ArrayList<>();
      for (SharedPaths unit : list.stream().sorted(Comparator.comparing(PathSharing::structure)).toList()) {
        jobs.addAll(unit.jobs());
        if (!parts.isEmpty() && !SharedPaths.fit(jobs)) {
          unions.add(new Union(parts));
          parts = new ArrayList<>();
          jobs = new ArrayList<>(unit.jobs());
        }
        parts.add(unit);
      }
      unions.add(new Union(parts));
    }
    List<Optional<SharedPaths>> wholes = wholes(unions);
    List<SharedPaths> groups = new ArrayList<>();
    for (int i = 0; i < unions.size(); i++) {
      List<SharedPaths> parts = unions.get(i).parts();
      groups.addAll(wholes.get(i).map(List::of).orElse(parts));
    }
    return groups;
  }

  private static String structure(SharedPaths unit) {
    return unit.jobs().getFirst().prepared().fingerprint().sha256();
  }

  /** What could run as one instead of in parts. */
  private record Union(List<SharedPaths> parts) {
    List<JobRun> jobs() {
      return parts.stream().flatMap(part -> part.jobs().stream()).toList();
    }

    List<Kernel> kernels() {
      return jobs().stream().map(job -> job.prepared().kernel()).toList();
    }

    double work() {
      return parts.stream().mapToDouble(SharedPaths::work).sum();
    }

    /** The program for all has at least so many primitive operations a step. */
    int leastOperations() {
      return jobs().stream().mapToInt(job -> job.prepared().program().operationsPerStep()).max().orElse(0);
    }

    double saves(SharedPaths whole, double leastGain) {
      return work() >= leastGain * whole.work() ? work() - whole.work() : 0;
    }
  }

  /**
   * Those as one that save something, and all of their program together more than it takes to make that. A program is
   * not even written where it would not be if it saved everything.
   */
  private List<Optional<SharedPaths>> wholes(List<Union> unions) {
    SharingTerms terms = programs.terms();
    Map<Union, SharedPrograms.Key> candidates = new LinkedHashMap<>();
    Set<Union> ofKernels = paying(terms, unions, Union::kernels);
    unions.stream().filter(union -> union.parts().size() > 1)
        .filter(union -> ofKernels.contains(union) || programs.has(union.kernels()))
        .forEach(union -> candidates.put(union, SharedPrograms.Key.of(union.jobs())));
    Set<Union> paying = paying(terms, candidates.keySet(), union -> Objects.requireNonNull(candidates.get(union)));
    List<Optional<SharedPaths>> wholes = new ArrayList<>();
    Map<SharedProgram, Double> saved = new HashMap<>();
    for (Union union : unions) {
      SharedPrograms.Key key = candidates.get(union);
      boolean isPossible = key != null && (paying.contains(union) || programs.has(key));
      Optional<SharedPaths> whole = isPossible ? Optional.of(together(union.jobs())) : Optional.empty();
      whole.flatMap(SharedPaths::program)
          .ifPresent(program -> saved.merge(program, union.saves(whole.get(), terms.leastGain()), Double::sum));
      wholes.add(whole);
    }
    for (int i = 0; i < wholes.size(); i++) {
      Union union = unions.get(i);
      wholes.set(i, wholes.get(i).filter(whole -> union.saves(whole, terms.leastGain()) > 0 && whole.program()
          .filter(program -> Objects.requireNonNull(saved.get(program)) > terms.operationsPerCompiledOne()
              * program.operationsToCompile())
          .isPresent()));
    }
    return wholes;
  }

  /** Those whose work is more, with that of all others of the same program, than making this takes at least. */
  private static Set<Union> paying(SharingTerms terms, Collection<Union> unions, Function<Union, Object> program) {
    Map<Object, Double> work = new HashMap<>();
    unions.forEach(union -> work.merge(program.apply(union), union.work(), Double::sum));
    Set<Union> paying = new HashSet<>();
    unions.stream().filter(union -> Objects.requireNonNull(
        work.get(program.apply(union))) > terms.operationsPerCompiledOne() * union.leastOperations())
        .forEach(paying::add);
    return paying;
  }
}
