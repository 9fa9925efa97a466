package io.pathwise.greeks;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Kernel;
import java.util.List;
import java.util.Map;

/**
 * How all the numbers of a product are to be computed: structure only, so that it serves every product and market of
 * the same make.
 *
 * @param targets
 *          the numbers, in the order of results
 * @param failures
 *          those that have no number, and why
 * @param jobs
 *          what to simulate for the others
 */
record Plan(List<Target> targets, Map<Target, Greek> failures, List<Prepared> jobs) {

  Plan {
    targets = List.copyOf(targets);
    failures = Map.copyOf(failures);
    jobs = List.copyOf(jobs);
  }

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
  record Prepared(Job job, LoweredProgram program, Kernel kernel) {}
}
