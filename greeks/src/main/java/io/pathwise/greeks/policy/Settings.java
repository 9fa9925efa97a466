package io.pathwise.greeks.policy;

import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.Require;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings of an evaluation: accuracy, seed, sampling, estimators, policy, controls.
 *
 * @param accuracy
 *          when a simulation is long enough
 * @param seed
 *          of the noise; equal seeds give equal bits
 * @param sampling
 *          how noise becomes paths
 * @param estimators
 *          the estimators to use in place of the policy's choice, by measure
 * @param policy
 *          how estimators are chosen for the other measures
 * @param controlVariates
 *          whether numbers are regressed on those of a product with a closed form on the same paths, where the product
 *          offers one
 * @param trainingPaths
 *          on how many further paths it is learnt when to exercise a product; at least 8192
 * @param exerciseErrors
 *          whether the messages of products with decisions estimate what a fixed policy leaves out of derivatives, and
 *          what times of exercise leave out of exercise at any time
 */
public record Settings(Accuracy accuracy, long seed, Sampling sampling, Map<Measure, Estimator> estimators,
    Policy policy, boolean controlVariates, long trainingPaths, boolean exerciseErrors) {

  /** So many paths serve a training unless another number is given. */
  public static final long TRAINING_PATHS = 65_536;

  /** With fewer there would be too little to learn from. */
  public static final long FEWEST_TRAINING_PATHS = 8192;

  /** Copies the map; none of the arguments may be null. */
  public Settings {
    Require.given("accuracy", accuracy);
    Require.given("sampling", sampling);
    Require.given("estimators", estimators)
        .forEach((measure, estimator) -> Require.given("estimator of " + measure, estimator));
    estimators = Map.copyOf(estimators);
    Require.given("policy", policy);
    Require.that(trainingPaths >= FEWEST_TRAINING_PATHS, "trainingPaths is %s, at least %s are needed", trainingPaths,
        FEWEST_TRAINING_PATHS);
  }

  /** As many paths for trainings as are usual. */
  public Settings(Accuracy accuracy, long seed, Sampling sampling, Map<Measure, Estimator> estimators, Policy policy,
      boolean controlVariates) {
    this(accuracy, seed, sampling, estimators, policy, controlVariates, TRAINING_PATHS, false);
  }

  /** Independent paths, seed 1, estimators chosen by the policy. */
  public static Settings paths(long paths) {
    return new Settings(Accuracy.paths(paths), 1, Sampling.INDEPENDENT, Map.of(), Policy.AUTO, true);
  }

  /** The same with another accuracy. */
  public Settings withAccuracy(Accuracy other) {
    return new Settings(other, seed, sampling, estimators, policy, controlVariates, trainingPaths, exerciseErrors);
  }

  /** The same with another seed. */
  public Settings withSeed(long other) {
    return new Settings(accuracy, other, sampling, estimators, policy, controlVariates, trainingPaths, exerciseErrors);
  }

  /** The same with an estimator chosen for a measure, with its own choice of any parameter. */
  public Settings withEstimator(Measure measure, EstimatorChoice choice) {
    return withEstimator(measure, Estimator.of(Require.given("choice", choice)));
  }

  /** The same with another way to make noise; for the orderings of pricing programs see {@link Orderings}. */
  public Settings withSampling(Sampling other) {
    return new Settings(accuracy, seed, other, estimators, policy, controlVariates, trainingPaths, exerciseErrors);
  }

  /** The same with an estimator chosen for a measure. */
  public Settings withEstimator(Measure measure, Estimator estimator) {
    Map<Measure, Estimator> changed = new EnumMap<>(Measure.class);
    changed.putAll(estimators);
    changed.put(Require.given("measure", measure), Require.given("estimator", estimator));
    return new Settings(accuracy, seed, sampling, changed, policy, controlVariates, trainingPaths, exerciseErrors);
  }

  /** The same with another way to choose estimators. */
  public Settings withPolicy(Policy other) {
    return new Settings(accuracy, seed, sampling, estimators, other, controlVariates, trainingPaths, exerciseErrors);
  }

  /** The same with or without control variates. */
  public Settings withControlVariates(boolean other) {
    return new Settings(accuracy, seed, sampling, estimators, policy, other, trainingPaths, exerciseErrors);
  }

  /** The same with another number of paths for trainings. */
  public Settings withTrainingPaths(long other) {
    return new Settings(accuracy, seed, sampling, estimators, policy, controlVariates, other, exerciseErrors);
  }

  /** The same with or without estimates of what numbers of products with decisions leave out. */
  public Settings withExerciseErrors(boolean other) {
    return new Settings(accuracy, seed, sampling, estimators, policy, controlVariates, trainingPaths, other);
  }
}
