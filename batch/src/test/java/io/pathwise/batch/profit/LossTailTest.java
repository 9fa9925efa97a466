package io.pathwise.batch.profit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles, tails and what a sample leaves open of them, against their definitions. */
class LossTailTest {
  private static double[] losses(int count) {
    return IntStream.rangeClosed(1, count).mapToDouble(i -> -i).toArray();
  }

  @Test
  void isTheOrderStatisticOfTheConfidence() {
    LossTail tail = LossTail.of(losses(250), 0.99);
    assertThat(tail.rank()).isEqualTo(248);
    assertThat(tail.valueAtRisk()).isEqualTo(248);
    assertThat(tail.shortfall()).isCloseTo((250 + 249 + 0.5 * 248) / 2.5, within(1e-9));
    assertThat(tail.places()).containsExactly(249, 248, 247);
    assertThat(Arrays.stream(tail.weights()).sum()).isCloseTo(1, within(1e-12));
  }

  /** 0.99 · 300 is 297 but for rounding, and ⌈297⌉ must not be 298. */
  @Test
  void aWholeShareIsNotRoundedUp() {
    LossTail tail = LossTail.of(losses(300), 0.99);
    assertThat(tail.rank()).isEqualTo(297);
    assertThat(tail.shortfall()).isCloseTo((300 + 299 + 298) / 3.0, within(1e-9));
  }

  @Test
  void aGainIsANegativeLoss() {
    assertThat(LossTail.of(new double[]{3, 1, 2}, 0.5).valueAtRisk()).isEqualTo(-2);
  }

  @Test
  void refusesWhatIsNoConfidence() {
    assertThatIllegalArgumentException().isThrownBy(() -> LossTail.of(losses(3), 1))
        .withMessageContaining("confidence");
    assertThatIllegalArgumentException().isThrownBy(() -> LossTail.of(new double[0], 0.5));
  }

  /** All samples with replacement of four losses, one by one. */
  @Test
  void theSamplingErrorIsThatOfAllResamples() {
    double[] profits = {-1, -2, -4, -9};
    LossTail tail = LossTail.of(profits, 0.75);
    assertThat(tail.rank()).isEqualTo(3);
    double sum = 0;
    double squares = 0;
    for (int code = 0; code < 256; code++) {
      int digits = code;
      double[] resample = IntStream.range(0, 4).mapToDouble(i -> -profits[(digits >> (2 * i)) & 3]).sorted().toArray();
      sum += resample[2] / 256;
      squares += resample[2] * resample[2] / 256;
    }
    assertThat(tail.samplingErrorOfValueAtRisk()).isCloseTo(Math.sqrt(squares - sum * sum), within(1e-12));
  }

  /** The interval of a median of ten: from the second to the ninth, which covers it with 97.9 %. */
  @Test
  void theIntervalIsThatOfOrderStatistics() {
    LossTail tail = LossTail.of(losses(10), 0.5);
    assertThat(tail.lowerEnd()).hasValue(2);
    assertThat(tail.upperEnd()).hasValue(9);
  }

  @Test
  void aSampleTooSmallHasNoUpperEnd() {
    assertThat(LossTail.of(losses(250), 0.99).upperEnd()).isEmpty();
    assertThat(LossTail.of(losses(1000), 0.99).upperEnd()).hasValue(997);
  }

  @Test
  void theSamplingErrorOfTheShortfallFollowsItsFormula() {
    LossTail tail = LossTail.of(losses(100), 0.9);
    double variance = IntStream.rangeClosed(91, 100).mapToDouble(i -> (i - 95.5) * (i - 95.5)).sum() / 10;
    assertThat(tail.valueAtRisk()).isEqualTo(90);
    assertThat(tail.samplingErrorOfShortfall())
        .isCloseTo(Math.sqrt((variance + 0.9 * (95.5 - 90) * (95.5 - 90)) / 10), within(1e-9));
  }
}
