package io.pathwise.greeks.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings with one change keep everything else. */
class SettingsTest {

  private static final Accuracy ACCURACY = new Accuracy.TargetError(0.01, 0, 5000);
  private static final Map<Measure, Estimator> ESTIMATORS = Map.of(Measure.DELTA, Estimator.of("vibrato(3)"));

  /** Other than the usual settings in every component. */
  private static final Settings UNUSUAL = new Settings(ACCURACY, 7, Sampling.ANTITHETIC, ESTIMATORS, Policy.STRUCTURAL,
      false);

  @Test
  void oneChangeKeepsTheRest() {
    assertThat(UNUSUAL.withAccuracy(Accuracy.paths(2))).isEqualTo(
        new Settings(Accuracy.paths(2), 7, Sampling.ANTITHETIC, ESTIMATORS, Policy.STRUCTURAL, false));
    assertThat(UNUSUAL.withSeed(8)).isEqualTo(
        new Settings(ACCURACY, 8, Sampling.ANTITHETIC, ESTIMATORS, Policy.STRUCTURAL, false));
    assertThat(UNUSUAL.withSampling(Sampling.INDEPENDENT)).isEqualTo(
        new Settings(ACCURACY, 7, Sampling.INDEPENDENT, ESTIMATORS, Policy.STRUCTURAL, false));
    assertThat(UNUSUAL.withEstimator(Measure.DELTA, EstimatorChoice.BUMP)).isEqualTo(new Settings(ACCURACY, 7,
        Sampling.ANTITHETIC, Map.of(Measure.DELTA, Estimator.of("bump")), Policy.STRUCTURAL, false));
    assertThat(UNUSUAL.withPolicy(Policy.PILOT)).isEqualTo(
        new Settings(ACCURACY, 7, Sampling.ANTITHETIC, ESTIMATORS, Policy.PILOT, false));
    assertThat(UNUSUAL.withControlVariates(true)).isEqualTo(
        new Settings(ACCURACY, 7, Sampling.ANTITHETIC, ESTIMATORS, Policy.STRUCTURAL, true));
  }
}
