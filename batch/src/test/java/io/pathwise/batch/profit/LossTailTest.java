package io.pathwise.batch.profit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles, tails and what a sample leaves open of them, against their definitions. */
class LossTailTest {
  private static double[] losses(int count) {
    return IntStream.rangeClosed(1, count).mapToDouble(i -> -i).toArray();
  }

  private static LossTail equal(double[] profits, double confidence) {
    return LossTail.of(profits, ScenarioWeights.relative(ones(profits.length)), confidence);
  }

  private static double[] ones(int count) {
    return IntStream.range(0, count).mapToDouble(i -> 1).toArray();
  }

  /** The last one the youngest, and counting most. */
  private static ScenarioWeights decaying(int count, double decay) {
    return ScenarioWeights
        .relative(IntStream.range(0, count).mapToDouble(i -> Math.pow(decay, count - 1 - i)).toArray());
  }

  @Test
  void isTheOrderStatisticOfTheConfidence() {
    LossTail tail = equal(losses(250), 0.99);
    assertThat(tail.rank()).isEqualTo(248);
    assertThat(tail.valueAtRisk()).isEqualTo(248);
    assertThat(tail.shortfall()).isCloseTo((250 + 249 + 0.5 * 248) / 2.5, within(1e-9));
    assertThat(tail.places()).containsExactly(249, 248, 247);
    assertThat(Arrays.stream(tail.weights()).sum()).isCloseTo(1, within(1e-12));
  }

  /** 0.99 · 300 is 297 but for rounding, and ⌈297⌉ must not be 298. */
  @Test
  void aWholeShareIsNotRoundedUp() {
    LossTail tail = equal(losses(300), 0.99);
    assertThat(tail.rank()).isEqualTo(297);
    assertThat(tail.shortfall()).isCloseTo((300 + 299 + 298) / 3.0, within(1e-9));
  }

  @Test
  void aGainIsANegativeLoss() {
    assertThat(equal(new double[]{3, 1, 2}, 0.5).valueAtRisk()).isEqualTo(-2);
  }

  @Test
  void refusesWhatIsNoConfidence() {
    assertThatIllegalArgumentException().isThrownBy(() -> equal(losses(3), 1))
        .withMessageContaining("confidence");
    assertThatIllegalArgumentException().isThrownBy(() -> equal(new double[0], 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> LossTail.of(losses(3), decaying(4, 0.9), 0.5))
        .withMessage("there are 4 weights for 3 profits");
  }

  /** All samples with replacement of four losses, one by one. */
  @Test
  void theSamplingErrorIsThatOfAllResamples() {
    double[] profits = {-1, -2, -4, -9};
    LossTail tail = equal(profits, 0.75);
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
    LossTail tail = equal(losses(10), 0.5);
    assertThat(tail.lowerEnd()).hasValue(2);
    assertThat(tail.upperEnd()).hasValue(9);
  }

  @Test
  void aSampleTooSmallHasNoUpperEnd() {
    assertThat(equal(losses(250), 0.99).upperEnd()).isEmpty();
    assertThat(equal(losses(1000), 0.99).upperEnd()).hasValue(997);
  }

  @Test
  void theSamplingErrorOfTheShortfallFollowsItsFormula() {
    LossTail tail = equal(losses(100), 0.9);
    double variance = IntStream.rangeClosed(91, 100).mapToDouble(i -> (i - 95.5) * (i - 95.5)).sum() / 10;
    assertThat(tail.valueAtRisk()).isEqualTo(90);
    assertThat(tail.samplingErrorOfShortfall())
        .isCloseTo(Math.sqrt((variance + 0.9 * (95.5 - 90) * (95.5 - 90)) / 10), within(1e-9));
  }

  /**
   * By hand: the weights are 1, 2, 4, 8 and 16 of 31. Up to the loss of 4 there are 26 of 31, up to that of 8 there are
   * 30, so that 90 % are reached by the loss of 8; the tail has 1/31 of the loss of 10 and the rest of 10 % of that of
   * 8.
   */
  @Test
  void weightsByAgeMoveTheQuantile() {
    double[] profits = {-10, -2, -8, -1, -4};
    LossTail tail = LossTail.of(profits, decaying(5, 0.5), 0.9);
    assertThat(tail.valueAtRisk()).isEqualTo(8);
    assertThat(tail.rank()).isEqualTo(4);
    assertThat(tail.shortfall()).isCloseTo((10 + 8 * (30 - 27.9)) / 3.1, within(1e-12));
    assertThat(tail.places()).containsExactly(0, 2);
    assertThat(Arrays.stream(tail.weights()).sum()).isCloseTo(1, within(1e-12));
    assertThat(equal(profits, 0.9).valueAtRisk()).isEqualTo(10);
  }

  /** A scenario of weight 3 is three equal scenarios, but for what the sample leaves open. */
  @Test
  void aWeightIsACount() {
    LossTail weighted = LossTail.of(new double[]{-1, -5, -3}, ScenarioWeights.relative(new double[]{3, 1, 4}), 0.6);
    LossTail repeated = equal(new double[]{-1, -1, -1, -5, -3, -3, -3, -3}, 0.6);
    assertThat(weighted.valueAtRisk()).isEqualTo(repeated.valueAtRisk());
    assertThat(weighted.shortfall()).isCloseTo(repeated.shortfall(), within(1e-12));
    assertThat(weighted.samplingErrorOfShortfall()).isGreaterThan(repeated.samplingErrorOfShortfall());
  }

  /** Only proportions matter, however large the numbers are. */
  @Test
  void weightsMayBeLarge() {
    assertThat(ScenarioWeights.relative(new double[]{1.5e308, 1.5e308, 0.75e308}).values())
        .containsExactly(ScenarioWeights.relative(new double[]{2, 2, 1}).values());
  }

  @Test
  void equalWeightsAreNone() {
    LossTail weighted = LossTail.of(losses(250),
        ScenarioWeights.relative(Arrays.stream(ones(250)).map(one -> 7 * one).toArray()), 0.9);
    LossTail plain = equal(losses(250), 0.9);
    assertThat(weighted.valueAtRisk()).isEqualTo(plain.valueAtRisk());
    assertThat(weighted.samplingErrorOfValueAtRisk()).isEqualTo(plain.samplingErrorOfValueAtRisk());
    assertThat(weighted.lowerEnd()).isEqualTo(plain.lowerEnd());
  }

  /** (1 + λ)/(1 − λ) · (1 − λⁿ)/(1 + λⁿ), from the sums of two geometric series. */
  @Test
  void theEffectiveNumberIsThatOfGeometricWeights() {
    double power = Math.pow(0.98, 250);
    assertThat(decaying(250, 0.98).effective()).isCloseTo(1.98 / 0.02 * (1 - power) / (1 + power), within(1e-9));
    assertThat(decaying(250, 1).effective()).isEqualTo(250);
  }

  /**
   * Samples of normal losses: quantiles and shortfalls vary by the errors stated for them, and by far more than by
   * those of as many equal weights; intervals hold the true quantile about as often as they say.
   */
  @Test
  void errorsOfWeightedTailsAreHonest() {
    RandomGenerator random = new SplittableRandom(5);
    ScenarioWeights weights = decaying(250, 0.98);
    double quantile = 0.8416212335729143;
    double shortfall = Math.exp(-quantile * quantile / 2) / Math.sqrt(2 * Math.PI) / 0.2;
    int samples = 400;
    double[] squares = new double[2];
    double[] stated = new double[2];
    double[] ignoringWeights = new double[2];
    int covered = 0;
    for (int sample = 0; sample < samples; sample++) {
      double[] profits = IntStream.range(0, 250).mapToDouble(i -> random.nextGaussian()).toArray();
      LossTail tail = LossTail.of(profits, weights, 0.8);
      LossTail equal = equal(profits, 0.8);
      squares[0] += Math.pow(tail.valueAtRisk() - quantile, 2);
      squares[1] += Math.pow(tail.shortfall() - shortfall, 2);
      stated[0] += Math.pow(tail.samplingErrorOfValueAtRisk(), 2);
      stated[1] += Math.pow(tail.samplingErrorOfShortfall(), 2);
      ignoringWeights[0] += Math.pow(equal.samplingErrorOfValueAtRisk(), 2);
      ignoringWeights[1] += Math.pow(equal.samplingErrorOfShortfall(), 2);
      covered += tail.lowerEnd().orElseThrow() <= quantile && quantile <= tail.upperEnd().orElseThrow() ? 1 : 0;
    }
    // A variance of 400 samples is known to 7 %, the stated ones of about 20 losses in the tail less well.
    for (int i = 0; i < 2; i++) {
      assertThat(squares[i] / stated[i]).isBetween(0.7, 1.3);
      assertThat(squares[i] / ignoringWeights[i]).isGreaterThan(1.7);
    }
    assertThat((double) covered / samples).isBetween(0.92, 0.99);
  }
}
