package io.pathwise.greeks;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Kernel;
import org.jspecify.annotations.Nullable;

/** A job ready to run. */
final class Prepared {

  private final Job job;
  private final LoweredProgram program;
  private final Kernel kernel;
  private @Nullable Fingerprint fingerprint;

  /**
   * A job ready to run.
   *
   * @param job
   *          what
   * @param program
   *          in the form that backends execute
   * @param kernel
   *          compiled
   */
  Prepared(Job job, LoweredProgram program, Kernel kernel) {
    this.job = job;
    this.program = program;
    this.kernel = kernel;
  }

  Job job() {
    return job;
  }

  LoweredProgram program() {
    return program;
  }

  Kernel kernel() {
    return kernel;
  }

  /** Of the canonical text of the program that is run, whatever data it is run on. */
  synchronized Fingerprint fingerprint() {
    if (fingerprint == null) {
      fingerprint = Fingerprint.builder().add(job.reduced().toString()).build();
    }
    return fingerprint;
  }
}
