package io.pathwise.greeks;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.program.Copies;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Simulations of one make on the same paths, run as one: paths are made once, and every payoff is taken on them. Each
 * has the bits that it has alone. Jobs whose own data, such as a barrier, bend the paths share with none. Start with
 * {@link #group}.
 */
final class SharedPaths {

  /** Larger programs gain little more, and take long to compile. */
  private static final int MOST_COPIES = 16;
  private static final int MOST_OUTPUTS = 128;
  /** What a thread may keep of a tile of paths, in numbers per path: 32 MiB. */
  private static final long MOST_KEPT_VALUES = 1 << 15;
  /** Less than this, and a program of its own is not worth its compilation. */
  private static final double LEAST_GAIN = 1.25;

  private record Key(Prepared prepared, NoiseKey noise, MomentLayout layout, long from, long to, Fingerprint paths) {}

  private final List<RunningJob> jobs;
  private final long total;

  private SharedPaths(List<RunningJob> jobs, long total) {
    this.jobs = List.copyOf(jobs);
    this.total = total;
  }

  /** Jobs that are to reach so many blocks, put together where they share. */
  static List<SharedPaths> group(List<RunningJob> jobs, long total) {
    Map<Key, List<RunningJob>> equal = new LinkedHashMap<>();
    List<SharedPaths> groups = new ArrayList<>();
    for (RunningJob job : jobs) {
      Optional<Inputs> inputs = job.inputs();
      if (inputs.isPresent()) {
        equal.computeIfAbsent(new Key(job.prepared(), job.noise(), job.layout(), job.blocks(), job.next(total),
            paths(job.prepared(), inputs.get())), key -> new ArrayList<>()).add(job);
      } else {
        groups.add(new SharedPaths(List.of(job), total));
      }
    }
    equal.values().forEach(list -> groups.addAll(split(list, total)));
    return groups;
  }

  private static Fingerprint paths(Prepared prepared, Inputs inputs) {
    Copies.Data drawn = prepared.drawn();
    Map<String, Double> parameters = new HashMap<>(inputs.parameters());
    parameters.keySet().retainAll(drawn.parameters());
    Map<String, double[]> stepValues = new HashMap<>(inputs.stepValues());
    stepValues.keySet().retainAll(drawn.stepValues());
    return Fingerprint.builder().add(new Inputs(inputs.steps(), parameters, stepValues, inputs.schedules())).build();
  }

  /** Puts jobs on equal paths together by powers of two, so that few programs serve all. */
  private static List<SharedPaths> split(List<RunningJob> jobs, long total) {
    List<SharedPaths> groups = new ArrayList<>();
    int most = Math.min(mostCopies(jobs), jobs.size());
    int next = 0;
    while (next < jobs.size()) {
      int count = Integer.highestOneBit(Math.min(most, jobs.size() - next));
      groups.add(new SharedPaths(jobs.subList(next, next + count), total));
      next += count;
    }
    return groups;
  }

  /** As many as memory allows, if they gain something; else 1. */
  private static int mostCopies(List<RunningJob> jobs) {
    RunningJob first = jobs.getFirst();
    int most = Math.min(MOST_COPIES, MOST_OUTPUTS / first.layout().outputs());
    int count = Integer.highestOneBit(Math.clamp(most, 1, jobs.size()));
    LoweredProgram single = first.prepared().program();
    long kept = Math.max(1, (long) single.tapeSize() * inputs(first).steps());
    count = Math.clamp(Long.highestOneBit(Math.max(1, MOST_KEPT_VALUES / kept)), 1, count);
    if (count == 1) {
      return 1;
    }
    Copies.Data own = own(jobs);
    Inputs together = Copies.inputs(jobs.subList(0, count).stream().map(SharedPaths::inputs).toList(), own);
    double alone = count * Cost.withNoise(single, inputs(first));
    return alone >= LEAST_GAIN * Cost.withNoise(first.prepared().copies(own, count).program(), together) ? count : 1;
  }

  /** The data in which any of the jobs differ. */
  private static Copies.Data own(List<RunningJob> jobs) {
    Inputs first = inputs(jobs.getFirst());
    Set<String> parameters = new HashSet<>();
    Set<String> stepValues = new HashSet<>();
    for (RunningJob job : jobs) {
      Inputs other = inputs(job);
      first.parameters().forEach((name, value) -> {
        if (!value.equals(other.parameter(name))) {
          parameters.add(name);
        }
      });
      first.stepValues().forEach((name, values) -> {
        if (!Arrays.equals(values, other.stepValue(name))) {
          stepValues.add(name);
        }
      });
    }
    return new Copies.Data(parameters, stepValues);
  }

  private static Inputs inputs(RunningJob job) {
    return job.inputs().orElseThrow();
  }

  List<RunningJob> jobs() {
    return jobs;
  }

  /** The primitive operations that are left to do. */
  double work() {
    return jobs.getFirst().operationsPerPath() * jobs.size() * (total - jobs.getFirst().blocks());
  }

  /** Simulates until all are there. */
  void extend(Simulation simulation) {
    RunningJob first = jobs.getFirst();
    if (jobs.size() == 1) {
      first.extendTo(total, simulation);
      return;
    }
    Copies.Data own = own(jobs);
    Prepared.Compiled compiled = first.prepared().copies(own, jobs.size());
    BlockSource source = BlockSource.of(compiled.kernel(), new Binding(compiled.program(),
        Copies.inputs(jobs.stream().map(SharedPaths::inputs).toList(), own)), first.noise());
    while (first.blocks() < total) {
      BlockMoments together = simulation.run(source, first.layout().repeated(jobs.size()), first.blocks(),
          first.next(total));
      for (int copy = 0; copy < jobs.size(); copy++) {
        jobs.get(copy).add(together.part(first.layout(), copy));
      }
    }
  }
}
