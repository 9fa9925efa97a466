package io.pathwise.greeks.simulation;

import io.pathwise.engine.joint.DrawnPaths;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.program.Canonical;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A job ready to run. */
public final class CompiledJob {

  private final Job job;
  private final Program reduced;
  private final LoweredProgram program;
  private final Kernel kernel;
  private @Nullable Fingerprint fingerprint;
  private Optional<DrawnPaths> paths = Optional.empty();
  private boolean pathsAreKnown;
  private @Nullable List<FollowedNumbers> followed;

  /**
   * A job ready to run.
   *
   * @param job
   *          what
   * @param reduced
   *          its program without what it does not need
   * @param program
   *          the same lowered
   * @param kernel
   *          the same compiled
   */
  CompiledJob(Job job, Program reduced, LoweredProgram program, Kernel kernel) {
    this.job = job;
    this.reduced = reduced;
    this.program = program;
    this.kernel = kernel;
  }

  public Job job() {
    return job;
  }

  /** Its program without what it does not need. */
  Program reduced() {
    return reduced;
  }

  public LoweredProgram program() {
    return program;
  }

  public Kernel kernel() {
    return kernel;
  }

  /** What its paths follow from; empty if it has none. */
  public synchronized Optional<DrawnPaths> paths() {
    if (!pathsAreKnown) {
      paths = DrawnPaths.of(program);
      pathsAreKnown = true;
    }
    return paths;
  }

  /** Its numbers as programs that can be followed, which are written when they are first asked for. */
  synchronized List<FollowedNumbers> followed(Supplier<List<FollowedNumbers>> writing) {
    if (followed == null) {
      followed = writing.get();
    }
    return followed;
  }

  /**
   * Of the canonical text of the program that is run, whatever data it is run on and whatever else has been derived in
   * the same graph.
   */
  public synchronized Fingerprint fingerprint() {
    if (fingerprint == null) {
      fingerprint = Fingerprint.builder().add(Canonical.of(reduced).toString()).build();
    }
    return fingerprint;
  }
}
