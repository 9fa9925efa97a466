package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights and slopes of the interpolation that curves and volatilities share. */
class PillarInterpolationTest {
  private final PillarInterpolation pillars = new PillarInterpolation(List.of(0.5, 1.0, 5.0));

  @Test
  void weightsAtPillarsPickTheQuoteExactly() {
    assertThat(pillars.weights(0.5)).containsExactly(0.5, 0, 0);
    assertThat(pillars.weights(1)).containsExactly(0, 1, 0);
    assertThat(pillars.weights(5)).containsExactly(0, 0, 5);
  }

  @Test
  void weightsBetweenPillarsAreLinearInAccumulatedQuantity() {
    assertThat(pillars.weights(2)).containsExactly(0, 0.75 * 1, 0.25 * 5);
  }

  @Test
  void quoteIsFlatOutsideThePillars() {
    assertThat(pillars.weights(0)).containsExactly(0, 0, 0);
    assertThat(pillars.weights(0.2)).containsExactly(0.2, 0, 0);
    assertThat(pillars.weights(30)).containsExactly(0, 0, 30);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.7, 1, 3.3, 5, 12})
  void weightsSumToTheTimeSoThatEqualQuotesGiveQuoteTimesTime(double time) {
    assertThat(Arrays.stream(pillars.weights(time)).sum()).isCloseTo(time, within(1e-15 * (1 + time)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.7, 1, 3.3, 5, 12})
  void slopesAreTheDifferencesFromTheLeft(double time) {
    double step = 1.0 / 1024;
    double[] here = pillars.weights(time);
    double[] before = pillars.weights(time - step);
    double[] slopes = pillars.leftSlopes(time);
    for (int j = 0; j < here.length; j++) {
      assertThat(slopes[j]).isCloseTo((here[j] - before[j]) / step, within(1e-11));
    }
  }

  @Test
  void slopeJumpsAtAPillar() {
    assertThat(pillars.leftSlopes(0.5)).containsExactly(1, 0, 0);
    assertThat(pillars.leftSlopes(0.5000001)).containsExactly(-1, 2, 0);
  }

  @Test
  void wrongPillarsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PillarInterpolation(List.of()))
        .withMessageContaining("at least one");
    assertThatIllegalArgumentException().isThrownBy(() -> new PillarInterpolation(List.of(0.0, 1.0)))
        .withMessage("pillar time is 0, must be a finite number > 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new PillarInterpolation(List.of(1.0, 0.5)))
        .withMessage("pillar times must increase strictly, but 0.5 follows 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new PillarInterpolation(List.of(Double.NaN)));
    assertThatIllegalArgumentException().isThrownBy(() -> pillars.weights(-0.1));
  }
}
