package io.pathwise.engine.optimise;

import java.util.OptionalDouble;

/**
 * How a search goes and when it ends.
 *
 * @param method
 *          how to search
 * @param samples
 *          N, the size of the set of samples that SVRG and SAGA minimise over and that every method is judged by; at
 *          least {@link #FEWEST_SAMPLES}
 * @param mostPaths
 *          how many paths may be simulated, scaling and judging included; looked at between rounds of N steps
 * @param tolerance
 *          the largest expected decrease of the objective that is left alone, positive; empty to go on until all paths
 *          are spent, for comparisons
 * @param step
 *          the size of the first step, {@link Method#defaultStep} if empty
 * @param seed
 *          of the order in which samples of a finite set are visited; their noise is the objective's
 */
public record SearchSettings(Method method, int samples, long mostPaths, OptionalDouble tolerance,
    OptionalDouble step, long seed) {

  /** The fewest samples that tell how gradients are spread. */
  public static final int FEWEST_SAMPLES = 32;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException
   *           naming what is out of range
   */
  public SearchSettings {
    if (samples < FEWEST_SAMPLES) {
      throw new IllegalArgumentException("samples is " + samples + ", must be at least " + FEWEST_SAMPLES);
    }
    if (mostPaths < 1) {
      throw new IllegalArgumentException("mostPaths is " + mostPaths + ", must be at least 1");
    }
    if (tolerance.isPresent() && !(tolerance.getAsDouble() > 0 && Double.isFinite(tolerance.getAsDouble()))) {
      throw new IllegalArgumentException("tolerance is " + tolerance.getAsDouble() + ", must be positive and finite");
    }
    if (step.isPresent() && !(step.getAsDouble() > 0 && step.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("step is " + step.getAsDouble() + ", must be above 0 and at most 1");
    }
  }

  /** The default steps of a method, with seed 1. */
  public static SearchSettings of(Method method, int samples, long mostPaths, double tolerance) {
    return new SearchSettings(method, samples, mostPaths, OptionalDouble.of(tolerance), OptionalDouble.empty(), 1);
  }

  double firstStep() {
    return step.orElse(method.defaultStep());
  }
}
