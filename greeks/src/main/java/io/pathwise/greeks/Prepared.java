package io.pathwise.greeks;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.program.Copies;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Kernel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job ready to run, alone or several of it on the same paths. */
final class Prepared {

  /** A program with its kernel. */
  record Compiled(LoweredProgram program, Kernel kernel) {}

  private record CopiesKey(Copies.Data own, int count) {}

  private final Job job;
  private final Compiled compiled;
  private final Structure structure;
  private final Map<CopiesKey, Compiled> copies = new HashMap<>();
  private @Nullable Fingerprint fingerprint;
  private Copies.@Nullable Data drawn;

  /**
   * A job ready to run.
   *
   * @param job
   *          what
   * @param compiled
   *          its program
   * @param structure
   *          what it belongs to
   */
  Prepared(Job job, Compiled compiled, Structure structure) {
    this.job = job;
    this.compiled = compiled;
    this.structure = structure;
  }

  Job job() {
    return job;
  }

  LoweredProgram program() {
    return compiled.program();
  }

  Kernel kernel() {
    return compiled.kernel();
  }

  /** The data that its random states depend on. */
  synchronized Copies.Data drawn() {
    if (drawn == null) {
      drawn = Copies.drawn(job.reduced());
    }
    return drawn;
  }

  /** So many copies of the program, which have some data of their own. */
  synchronized Compiled copies(Copies.Data own, int count) {
    return copies.computeIfAbsent(new CopiesKey(own, count), missing -> structure.copies(this, own, count));
  }

  /** Of the canonical text of the program that is run, whatever data it is run on. */
  synchronized Fingerprint fingerprint() {
    if (fingerprint == null) {
      fingerprint = Fingerprint.builder().add(job.reduced().toString()).build();
    }
    return fingerprint;
  }
}
