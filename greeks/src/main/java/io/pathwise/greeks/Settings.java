package io.pathwise.greeks;

import io.pathwise.engine.run.Sampling;
import java.util.Map;

/**
 * How a trade is evaluated.
 *
 * @param accuracy
 *          when a simulation is long enough
 * @param seed
 *          of the noise; equal seeds give equal bits
 * @param sampling
 *          how noise becomes paths
 * @param estimators
 *          the estimators to use in place of the policy's choice, by measure
 */
public record Settings(Accuracy accuracy, long seed, Sampling sampling, Map<Measure, EstimatorChoice> estimators) {

  /** Copies the map. */
  public Settings {
    estimators = Map.copyOf(estimators);
  }

  /** Independent paths, seed 1, estimators chosen by the policy. */
  public static Settings paths(long paths) {
    return new Settings(Accuracy.paths(paths), 1, Sampling.INDEPENDENT, Map.of());
  }

  /** The same with another accuracy. */
  public Settings withAccuracy(Accuracy other) {
    return new Settings(other, seed, sampling, estimators);
  }

  /** The same with another seed. */
  public Settings withSeed(long other) {
    return new Settings(accuracy, other, sampling, estimators);
  }

  /** The same with another way to make noise; for the orderings of pricing programs see {@link Orderings}. */
  public Settings withSampling(Sampling other) {
    return new Settings(accuracy, seed, other, estimators);
  }

  /** The same with an estimator chosen for a measure. */
  public Settings withEstimator(Measure measure, EstimatorChoice choice) {
    Map<Measure, EstimatorChoice> changed = new java.util.EnumMap<>(Measure.class);
    changed.putAll(estimators);
    changed.put(measure, choice);
    return new Settings(accuracy, seed, sampling, changed);
  }
}
