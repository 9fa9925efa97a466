package io.pathwise.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.rewrite.Lognormal;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Parts of payoffs that a sample is not likely to have met. */
class UnseenTailTest {

  private static final double PATHS = 10_000;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private static UnseenTail tail(Lognormal model, Inputs inputs) {
    return WidePaths.of(WidePaths.written(model.program), inputs).map(drawn -> drawn.tail(new double[]{1}, PATHS))
        .orElse(UnseenTail.UNKNOWN);
  }

  /** The rebate alone has an error of 0.005; the call is worth 0.2 and pays on one path in 10 000. */
  @Test
  void aRareCallBesideARebate() {
    Inputs wild = RarePayoffs.inputs(2, 100 * Math.exp(3.4)).withParameter("vol", 1.1);
    UnseenTail tail = tail(RarePayoffs.callAndRebate(), wild);
    assertThat(tail.exceeds(0.005)).isTrue();
    // The call's closed form; and the deviation of the rebate, which is paid with a probability of 0.709.
    double call = 100 * NORMAL.cumulativeProbability(-3.4 / 1.1 + 0.55)
        - 100 * Math.exp(3.4) * NORMAL.cumulativeProbability(-3.4 / 1.1 - 0.55);
    // Over seeds the tail deviates by a quarter.
    assertThat(tail.mean()).isCloseTo(call, withinPercentage(50));
    assertThat(tail.error()).isCloseTo(Math.sqrt((0.709 * 0.291 + call * call) / PATHS), withinPercentage(5));
    // At a tenth of the volatility there is no call to speak of.
    Inputs calm = RarePayoffs.inputs(2, 100 * Math.exp(3.4)).withParameter("vol", 0.11);
    assertThat(tail(RarePayoffs.callAndRebate(), calm).exceeds(0.005)).isFalse();
  }

  /** What every sample meets is no tail, even where it is as large. */
  @Test
  void anEverydayCall() {
    Inputs inputs = RarePayoffs.inputs(2, 105);
    // The payoff's deviation is about 13, and so is 100 times the error.
    assertThat(tail(Lognormal.call(), inputs).exceeds(0.13)).isFalse();
    assertThat(tail(RarePayoffs.callAndRebate(), inputs).exceeds(0.13)).isFalse();
  }

  @Test
  void onlyPayoffsWithSeveralKinksHaveParts() {
    assertThat(WidePaths.isPossible(Lognormal.call().program)).isFalse();
    assertThat(WidePaths.isPossible(RarePayoffs.callAndRebate().program)).isTrue();
  }

  @Test
  void longProgramsAreNotLookedAt() {
    assertThat(tail(Lognormal.call(), RarePayoffs.inputs(13, 105))).isEqualTo(UnseenTail.UNKNOWN);
    assertThat(tail(Lognormal.call(), RarePayoffs.inputs(1000, 105))).isEqualTo(UnseenTail.UNKNOWN);
  }
}
