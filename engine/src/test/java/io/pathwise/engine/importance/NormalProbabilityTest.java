package io.pathwise.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** The distribution function against that of Commons Math, in relative terms far out in the tail, too. */
class NormalProbabilityTest {

  @Test
  void isAccurateInTheTails() {
    for (double x = -37; x < 37; x += 0.01) {
      assertThat(NormalProbability.of(x)).as("%s", x).isCloseTo(0.5 * Erf.erfc(-x / Math.sqrt(2)),
          withinPercentage(1e-6));
    }
  }

  @Test
  void endsAtNothingAndOne() {
    assertThat(NormalProbability.of(0)).isCloseTo(0.5, within(1e-15));
    assertThat(NormalProbability.of(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(NormalProbability.of(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(NormalProbability.of(Double.NaN)).isNaN();
  }
}
