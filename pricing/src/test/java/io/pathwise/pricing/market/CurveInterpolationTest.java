package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What curves do between pillars and outside, against numbers found by hand and against differences. */
class CurveInterpolationTest {
  private static final List<Double> TIMES = List.of(0.5, 1.0, 5.0);
  private static final double NEAR = 1e-7;

  private static ZeroCurve curve(CurveInterpolation interpolation, List<Double> times, List<Double> zeros) {
    return ZeroCurve.of("EUR", times, zeros).with(interpolation);
  }

  @Test
  void zeroRatesAreLinearAndFlatOutside() {
    ZeroCurve curve = curve(CurveInterpolation.LINEAR_ZERO, TIMES, List.of(-0.002, 0.021, 0.025));
    assertThat(curve.rateTime(3)).isCloseTo(0.023 * 3, within(1e-16));
    assertThat(curve.discountFactor(0.75)).isCloseTo(Math.exp(-0.0095 * 0.75), within(1e-15));
    assertThat(curve.forwardRate(3)).isCloseTo(0.023 + 3 * 0.001, within(1e-16));
    assertThat(curve.rateTime(0.25)).isEqualTo(-0.002 * 0.25);
    assertThat(curve.rateTime(10)).isEqualTo(0.025 * 10);
  }

  /**
   * Through 0, 0.02 and 0.06 at 0, 1 and 2 the second derivative at 1 is 1.5 (0.06 − 2 · 0.02) = 0.03, and the spline
   * lies 0.03 / 16 below the straight line in the middle of either interval.
   */
  @Test
  void logDiscountsAreANaturalSplineWithConstantForwardsAfterIt() {
    ZeroCurve curve = curve(CurveInterpolation.NATURAL_CUBIC_LOG_DISCOUNT, List.of(1.0, 2.0), List.of(0.02, 0.03));
    assertThat(curve.rateTime(0.5)).isCloseTo(0.01 - 0.03 / 16, within(1e-16));
    assertThat(curve.rateTime(1.5)).isCloseTo(0.04 - 0.03 / 16, within(1e-16));
    assertThat(curve.forwardRate(2)).isCloseTo(0.045, within(1e-16));
    assertThat(curve.forwardRate(7)).isCloseTo(0.045, within(1e-16));
    assertThat(curve.rateTime(3)).isCloseTo(0.06 + 0.045, within(1e-16));
    assertThat(curve.rateTime(3)).isNotCloseTo(0.03 * 3, within(0.01));
  }

  @ParameterizedTest
  @EnumSource
  void pillarsHaveTheirQuotesAndEqualQuotesAreAFlatCurve(CurveInterpolation interpolation) {
    Interpolation pillars = interpolation.through(TIMES);
    for (int j = 0; j < TIMES.size(); j++) {
      double[] expected = new double[TIMES.size()];
      expected[j] = TIMES.get(j);
      assertThat(pillars.weights(TIMES.get(j))).containsExactly(expected);
    }
    for (double time : List.of(0.0, 0.1, 0.7, 1.0, 3.3, 12.0)) {
      assertThat(Arrays.stream(pillars.weights(time)).sum()).isCloseTo(time, within(1e-15 * (1 + time)));
      assertThat(curve(interpolation, List.of(2.0), List.of(0.03)).rateTime(time)).isCloseTo(0.03 * time,
          within(1e-17));
    }
  }

  @ParameterizedTest
  @EnumSource
  void derivativesAreThoseFromTheLeft(CurveInterpolation interpolation) {
    Interpolation pillars = interpolation.through(TIMES);
    double step = 1.0 / 1024;
    for (double time : List.of(0.1, 0.5, 0.7, 1.0, 3.3, 5.0, 12.0)) {
      for (int j = 0; j < TIMES.size(); j++) {
        double before = pillars.weights(time)[j];
        double factor = 1;
        for (int order = 1; order <= pillars.degree(); order++) {
          factor *= -step / order;
          before += factor * pillars.leftDerivatives(order, time)[j];
        }
        assertThat(pillars.weights(time - step)[j]).isCloseTo(before, within(1e-14));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheSplineHasContinuousForwards(CurveInterpolation interpolation) {
    ZeroCurve curve = curve(interpolation, TIMES, List.of(0.01, 0.03, 0.025));
    for (double pillar : TIMES) {
      double jump = Math.abs(curve.forwardRate(pillar + NEAR) - curve.forwardRate(pillar));
      assertThat(jump < 10 * NEAR).isEqualTo(interpolation == CurveInterpolation.NATURAL_CUBIC_LOG_DISCOUNT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shiftsAndOtherNamesKeepTheInterpolation(CurveInterpolation interpolation) {
    ZeroCurve curve = curve(interpolation, TIMES, List.of(0.01, 0.03, 0.025));
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(curve), List.of(),
        Correlations.NONE);
    assertThat(market.shifted(new RiskFactor.Zero("EUR"), 1).curve("EUR"))
        .isEqualTo(curve.withZeros(List.of(1.01, 1.03, 1.025)));
    assertThat(market.shifted(new RiskFactor.ZeroPillar("EUR", 1), 1).curve("EUR"))
        .isEqualTo(curve.withZeros(List.of(0.01, 1.03, 0.025)));
    assertThat(market.rolled(30).curve("EUR")).isEqualTo(curve);
    assertThat(market.renamed(asset -> asset, id -> "C").curve("C")).isEqualTo(curve.withId("C"));
    assertThat(CurveInterpolation.of(interpolation.label())).isEqualTo(interpolation);
  }

  @Test
  void wrongOrdersNamesAndTimesAreRefused() {
    for (CurveInterpolation interpolation : CurveInterpolation.values()) {
      Interpolation pillars = interpolation.through(TIMES);
      assertThatIllegalArgumentException().isThrownBy(() -> pillars.leftDerivatives(pillars.degree() + 1, 1))
          .withMessageContaining("order is " + (pillars.degree() + 1));
      assertThatIllegalArgumentException().isThrownBy(() -> pillars.weights(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> interpolation.through(List.of(2.0, 1.0)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> CurveInterpolation.of("cubic")).withMessage(
        "interpolation is 'cubic', allowed: linear-log-discount, linear-zero, natural-cubic-log-discount");
  }
}
