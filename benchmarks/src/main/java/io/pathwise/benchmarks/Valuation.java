package io.pathwise.benchmarks;

import java.util.SequencedMap;

/**
 * A contestant written in Java: one call values a workload and all its Greeks, nothing kept from earlier calls.
 * Implementations have a constructor without arguments; {@link JavaContestant} makes a contestant of one.
 */
@FunctionalInterface
public interface Valuation {
  /**
   * Values the workload on one thread.
   *
   * @param paths
   *          the number of paths; may be rounded up to whole blocks
   * @return the outputs by name, see {@link Workload#output}
   */
  SequencedMap<String, Estimate> value(Workload workload, int paths, long seed) throws Exception;
}
