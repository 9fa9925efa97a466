package io.pathwise.greeks.sharing;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.simulation.Cost;
import io.pathwise.greeks.simulation.JobRun;
import java.util.List;
import java.util.Optional;

/**
 * Simulations that are on the same paths, as far as they go, run as one: paths are made once, and every payoff is taken
 * on them. Each has the bits that it has alone. {@link PathSharing} tells which these are.
 */
public final class SharedPaths {

  private static final int MOST_JOBS = 16;
  private static final int MOST_OUTPUTS = 128;
  /** What a thread may keep of a tile of paths, in numbers per path: 32 MiB. */
  private static final long MOST_KEPT_VALUES = 1 << 15;

  private final List<JobRun> jobs;
  private final long total;
  private final long planned;
  private final Optional<SharedProgram> program;
  private final double operations;

  /**
   * Jobs that are equally far.
   *
   * @param total
   *          how many blocks they are to reach
   * @param planned
   *          how many they will have to reach for sure, in this round or later
   */
  public SharedPaths(List<JobRun> jobs, long total, long planned, SharedPrograms programs) {
    this.jobs = List.copyOf(jobs);
    this.total = total;
    this.planned = planned;
    this.program = jobs.size() == 1 ? Optional.empty() : programs.get(jobs);
    this.operations = jobs.size() == 1
        ? jobs.getFirst().operationsWithNoise()
        : program.map(together -> Cost.withNoise(together.bind(bindings()))).orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether so many jobs are few enough for one program, and for the memory that it takes. */
  static boolean fit(List<JobRun> jobs) {
    return jobs.size() <= MOST_JOBS && jobs.stream().mapToInt(job -> job.layout().outputs()).sum() <= MOST_OUTPUTS
        && jobs.stream().mapToLong(job -> (long) job.prepared().program().tapeSize() * binding(job).steps())
            .sum() <= MOST_KEPT_VALUES;
  }

  private static Binding binding(JobRun job) {
    return job.binding().orElseThrow();
  }

  private List<Binding> bindings() {
    return jobs.stream().map(SharedPaths::binding).toList();
  }

  public List<JobRun> jobs() {
    return jobs;
  }

  /** The program of several jobs; empty for one, and if there is none. */
  Optional<SharedProgram> program() {
    return program;
  }

  /** The primitive operations that are left to do for sure; infinitely many if the jobs cannot run as one. */
  public double work() {
    return operations * (planned - jobs.getFirst().blocks()) * Backend.BLOCK;
  }

  /** Simulates until all are there. */
  public void extend(Simulation simulation) {
    JobRun first = jobs.getFirst();
    if (program.isEmpty()) {
      first.extendTo(total, simulation);
      return;
    }
    BlockSource source = BlockSource.of(program.get().kernel(), program.get().bind(bindings()), first.noise());
    List<MomentLayout> layouts = jobs.stream().map(JobRun::layout).toList();
    MomentLayout joined = MomentLayout.joined(layouts);
    while (first.blocks() < total) {
      List<BlockMoments> parts = simulation.run(source, joined, first.blocks(), first.next(total)).parts(layouts);
      for (int i = 0; i < parts.size(); i++) {
        jobs.get(i).add(parts.get(i));
      }
    }
  }
}
