package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strikes by the delta, against the derivative of Black's price by the forward price. */
class DeltaStrikeTest {
  private static final double FORWARD = 103;

  /** Without discounting; a call where delta is positive, else a put. */
  private static double black(double forward, double strike, double time, double vol, double delta) {
    return ImpliedVolatility.timeValue(forward, strike, time, vol)
        + Math.max(Math.signum(delta) * (forward - strike), 0);
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0.2, 1", "-0.25, 0.2, 1", "0.5, 0.3, 4", "-0.5, 0.3, 4", "0.9, 1.5, 2", "-0.9, 0.1, 0.01",
      "0.01, 0.4, 0.5", "-0.01, 0.4, 0.5"})
  void theOptionHasTheDelta(double delta, double vol, double time) {
    double strike = DeltaStrike.of(FORWARD, time, vol, delta);
    double h = 1e-4 * FORWARD * vol * Math.sqrt(time);
    double slope = (black(FORWARD + h, strike, time, vol, delta) - black(FORWARD - h, strike, time, vol, delta))
        / (2 * h);
    assertThat(slope).isCloseTo(delta, within(1e-8));
  }

  /** Also where a probability is too small to be told from one by its complement. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-290, 1e-40, 1e-12, 0.01, 0.3, 0.5, 0.7, 0.999})
  void theInverseIsThatOfTheProbability(double p) {
    assertThat(NormalProbability.cdf(NormalProbability.inverse(p)) / p).isCloseTo(1, within(1e-12));
  }

  /** The put has the delta of the call of the same strike less one. */
  @Test
  void callAndPutMeet() {
    assertThat(DeltaStrike.of(FORWARD, 2, 0.3, 0.75)).isCloseTo(DeltaStrike.of(FORWARD, 2, 0.3, -0.25), within(1e-11));
    assertThat(DeltaStrike.of(FORWARD, 2, 0.3, 0.25)).isGreaterThan(FORWARD);
    assertThat(DeltaStrike.of(FORWARD, 2, 0.3, -0.25)).isLessThan(FORWARD);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1, 25, Double.NaN})
  void otherDeltasAreRefused(double delta) {
    assertThatIllegalArgumentException().isThrownBy(() -> DeltaStrike.of(FORWARD, 1, 0.2, delta))
        .withMessageContaining("must be between 0 and 1 of a call or between -1 and 0 of a put");
  }
}
