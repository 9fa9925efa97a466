package io.pathwise.greeks;

import io.pathwise.engine.joint.DrawnPaths;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts jobs on the same paths together. Grids need not be equal: one may be the beginning of another. Jobs whose own
 * data, such as a barrier, bend the paths share with none. A program for several jobs has to be made first, and is only
 * if all who would run it save more than that takes. Start with {@link #group}.
 */
final class PathSharing {

  private record Key(Fingerprint paths, NoiseKey noise, Sampling sampling, long from, long to) {}

  private final long total;
  private final SharedPrograms programs;

  private PathSharing(long total, SharedPrograms programs) {
    this.total = total;
    this.programs = programs;
  }

  /** Jobs that are to reach so many blocks, put together where they share and save something. */
  static List<SharedPaths> group(List<RunningJob> jobs, long total, SharedPrograms programs) {
    return new PathSharing(total, programs).group(jobs);
  }

  private List<SharedPaths> group(List<RunningJob> jobs) {
    Map<Key, List<RunningJob>> similar = new LinkedHashMap<>();
    List<SharedPaths> groups = new ArrayList<>();
    for (RunningJob job : jobs) {
      Optional<DrawnPaths> paths = job.binding().flatMap(binding -> job.prepared().paths());
      if (paths.isPresent()) {
        similar.computeIfAbsent(new Key(fingerprint(job, paths.get()), job.noise(), job.sampling(), job.blocks(),
            job.next(total)), key -> new ArrayList<>()).add(job);
      } else {
        groups.add(together(List.of(job)));
      }
    }
    List<List<SharedPaths>> units = ofOneMake(
        similar.values().stream().flatMap(list -> onEqualPaths(list).stream()).toList());
    groups.addAll(acrossMakes(units));
    return groups;
  }

  private SharedPaths together(List<RunningJob> jobs) {
    return new SharedPaths(jobs, total, programs);
  }

  /** Where noise depends on all steps at which it is used, only programs that use it alike have equal paths. */
  private static Fingerprint fingerprint(RunningJob job, DrawnPaths paths) {
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
  private static List<List<RunningJob>> onEqualPaths(List<RunningJob> jobs) {
    List<List<RunningJob>> divided = new ArrayList<>();
    jobs.stream().sorted(Comparator.comparingInt(job -> -binding(job).steps())).forEach(job -> divided.stream()
        .filter(equal -> begins(job, equal.getFirst())).findFirst().orElseGet(() -> {
          divided.add(new ArrayList<>());
          return divided.getLast();
        }).add(job));
    return divided;
  }

  private static boolean begins(RunningJob shorter, RunningJob longer) {
    return paths(shorter).begin(binding(shorter), paths(longer), binding(longer));
  }

  private static DrawnPaths paths(RunningJob job) {
    return job.prepared().paths().orElseThrow();
  }

  private static Binding binding(RunningJob job) {
    return job.binding().orElseThrow();
  }

  /** Jobs on equal paths, the list of that number, that may run as one. */
  private record Chunk(int list, List<RunningJob> jobs) {}

  /** Puts jobs of one make together by powers of two, so that few programs serve all; list by list. */
  private List<List<SharedPaths>> ofOneMake(List<List<RunningJob>> equal) {
    List<List<SharedPaths>> units = new ArrayList<>();
    List<Chunk> open = new ArrayList<>();
    for (List<RunningJob> list : equal) {
      Map<Kernel, List<RunningJob>> makes = new LinkedHashMap<>();
      list.forEach(job -> makes.computeIfAbsent(job.prepared().kernel(), missing -> new ArrayList<>()).add(job));
      makes.values().forEach(make -> open.addAll(chunks(units.size(), make)));
      units.add(new ArrayList<>());
    }
    while (!open.isEmpty()) {
      List<Union> unions = new ArrayList<>();
      List<Chunk> several = new ArrayList<>();
      for (Chunk chunk : open) {
        List<SharedPaths> parts = chunk.jobs().stream().map(job -> together(List.of(job))).toList();
        if (parts.size() == 1) {
          units.get(chunk.list()).add(parts.getFirst());
        } else {
          several.add(chunk);
          unions.add(new Union(parts, together(chunk.jobs())));
        }
      }
      open.clear();
      List<Boolean> worth = areWorth(unions);
      for (int i = 0; i < several.size(); i++) {
        Chunk chunk = several.get(i);
        if (worth.get(i)) {
          units.get(chunk.list()).add(unions.get(i).whole());
        } else {
          int half = chunk.jobs().size() / 2;
          open.add(new Chunk(chunk.list(), chunk.jobs().subList(0, half)));
          open.add(new Chunk(chunk.list(), chunk.jobs().subList(half, chunk.jobs().size())));
        }
      }
    }
    return units;
  }

  private static List<Chunk> chunks(int list, List<RunningJob> make) {
    List<Chunk> chunks = new ArrayList<>();
    int next = 0;
    while (next < make.size()) {
      int count = Integer.highestOneBit(make.size() - next);
      while (count > 1 && !SharedPaths.fit(make.subList(next, next + count))) {
        count /= 2;
      }
      chunks.add(new Chunk(list, make.subList(next, next + count)));
      next += count;
    }
    return chunks;
  }

  /** Puts what is on equal paths together across makes, in an order of makes that hardly depends on the portfolio. */
  private List<SharedPaths> acrossMakes(List<List<SharedPaths>> units) {
    List<Union> unions = new ArrayList<>();
    for (List<SharedPaths> list : units) {
      List<SharedPaths> parts = new ArrayList<>();
      List<RunningJob> jobs = new ArrayList<>();
      for (SharedPaths unit : list.stream().sorted(Comparator.comparing(PathSharing::make)).toList()) {
        jobs.addAll(unit.jobs());
        if (!parts.isEmpty() && !SharedPaths.fit(jobs)) {
          unions.add(union(parts));
          parts = new ArrayList<>();
          jobs = new ArrayList<>(unit.jobs());
        }
        parts.add(unit);
      }
      unions.add(union(parts));
    }
    List<Boolean> worth = areWorth(unions);
    List<SharedPaths> groups = new ArrayList<>();
    for (int i = 0; i < unions.size(); i++) {
      groups.addAll(worth.get(i) ? List.of(unions.get(i).whole()) : unions.get(i).parts());
    }
    return groups;
  }

  private static String make(SharedPaths unit) {
    return unit.jobs().getFirst().prepared().fingerprint().sha256();
  }

  private Union union(List<SharedPaths> parts) {
    return new Union(parts, parts.size() == 1
        ? parts.getFirst()
        : together(parts.stream().flatMap(part -> part.jobs().stream()).toList()));
  }

  /** What could run as one instead of in parts. */
  private record Union(List<SharedPaths> parts, SharedPaths whole) {
    double saves(double leastGain) {
      double alone = parts.stream().mapToDouble(SharedPaths::work).sum();
      return alone >= leastGain * whole.work() ? alone - whole.work() : 0;
    }
  }

  /** Which of them save something, and all of their program together more than it takes to make that. */
  private List<Boolean> areWorth(List<Union> unions) {
    SharingTerms terms = programs.terms();
    Map<SharedProgram, Double> saved = new HashMap<>();
    unions.forEach(union -> union.whole().program()
        .ifPresent(program -> saved.merge(program, union.saves(terms.leastGain()), Double::sum)));
    return unions.stream().map(union -> union.saves(terms.leastGain()) > 0 && union.whole().program()
        .filter(program -> Objects.requireNonNull(saved.get(program)) > terms.operationsPerCompiledOne()
            * program.operationsToCompile())
        .isPresent()).toList();
  }
}
