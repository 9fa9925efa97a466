package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Zero curves and volatility term structures. */
class TermStructuresTest {
  private final ZeroCurve curve = ZeroCurve.of("EUR", List.of(0.5, 1.0, 5.0), List.of(-0.002, 0.021, 0.025));
  private final VolTermStructure vols = VolTermStructure.of(List.of(0.5, 1.0, 2.0), List.of(0.22, 0.21, 0.2));

  @Test
  void curveIsLinearInRateTimesTimeBetweenPillarsAndFlatOutside() {
    assertThat(curve.rateTime(1)).isEqualTo(0.021);
    assertThat(curve.rateTime(3)).isCloseTo((0.021 * 1 + 0.025 * 5) / 2, within(1e-16));
    assertThat(curve.rateTime(0.25)).isEqualTo(-0.002 * 0.25);
    assertThat(curve.rateTime(10)).isEqualTo(0.025 * 10);
    assertThat(curve.discountFactor(1)).isEqualTo(Math.exp(-0.021));
    assertThat(curve.discountFactor(0)).isEqualTo(1);
  }

  @Test
  void forwardRateIsConstantBetweenPillars() {
    double expected = (0.025 * 5 - 0.021) / 4;
    assertThat(curve.forwardRate(1.5)).isCloseTo(expected, within(1e-16));
    assertThat(curve.forwardRate(5)).isCloseTo(expected, within(1e-16));
    assertThat(curve.forwardRate(0.3)).isEqualTo(-0.002);
  }

  @Test
  void flatCurveHasOneRateForAllTimes() {
    ZeroCurve flat = ZeroCurve.flat("USD", 0.03);
    assertThat(flat.rateTime(0.1)).isEqualTo(0.03 * 0.1);
    assertThat(flat.rateTime(7)).isEqualTo(0.03 * 7);
  }

  @Test
  void volIsLinearInTotalVarianceBetweenPillarsAndFlatOutside() {
    assertThat(vols.vol(0.1)).isCloseTo(0.22, within(1e-15));
    assertThat(vols.vol(0)).isEqualTo(0.22);
    assertThat(vols.vol(9)).isCloseTo(0.2, within(1e-15));
    assertThat(vols.totalVariance(1.5)).isCloseTo((0.21 * 0.21 + 0.2 * 0.2 * 2) / 2, within(1e-16));
    assertThat(vols.forwardVariance(1.5)).isCloseTo(0.2 * 0.2 * 2 - 0.21 * 0.21, within(1e-16));
  }

  @Test
  void decreasingTotalVarianceNamesThePillarsAndTheAllowedVol() {
    assertThatIllegalArgumentException().isThrownBy(() -> VolTermStructure.of(List.of(1.0, 2.0), List.of(0.4, 0.2)))
        .withMessageContainingAll("pillar 1y", "pillar 2y", "vol at 2y must be at least 0.28284");
  }

  @Test
  void constantTotalVarianceIsAllowedThoughRoundingMayLowerIt() {
    for (int i = 1; i < 200; i++) {
      double first = 0.1 + i / 500.0;
      List<Double> quotes = List.of(first, Math.sqrt(first * first / 3));
      assertThat(VolTermStructure.of(List.of(1.0, 3.0), quotes).vols()).isEqualTo(quotes);
    }
  }

  @Test
  void wrongQuotesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> VolTermStructure.flat(-0.2))
        .withMessage("vol at 1y is -0.2, must be a finite number >= 0");
    assertThatIllegalArgumentException().isThrownBy(() -> VolTermStructure.of(List.of(1.0), List.of(0.1, 0.2)))
        .withMessage("1 times but 2 vols, one vol per time is needed");
    assertThatIllegalArgumentException().isThrownBy(() -> ZeroCurve.flat("USD", Double.NaN))
        .withMessage("curve USD: zero is NaN, must be a finite number");
    assertThatIllegalArgumentException().isThrownBy(() -> ZeroCurve.of("USD", List.of(2.0, 1.0), List.of(0.1, 0.1)))
        .withMessage("curve USD: pillar times must increase strictly, but 1 follows 2");
    assertThatIllegalArgumentException().isThrownBy(() -> ZeroCurve.flat(" ", 0.1));
  }
}
