package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tails of {@link TruncatedLogistic}; the rest is in {@link ContinuousLawTest}. */
class TruncatedLogisticTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double LEAST_NOISE = 0x1p-53;
  private static final double[] NOISES = {LEAST_NOISE, 1e-6, 0.1, 0.5, 0.9, 1.0 - 1e-6, 1.0 - LEAST_NOISE};

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 30.0, 700.0, 5_000.0})
  void beyondARemoteBoundTheLawIsExponential(double bound) {
    double[] above = {0.0, 1.0, bound, INFINITY};
    double[] below = {0.0, 1.0, -INFINITY, -bound};
    for (double u : NOISES) {
      double x = new LawEvaluator(new TruncatedLogistic(), above).draw(u, above) - bound;
      double mirrored = -bound - new LawEvaluator(new TruncatedLogistic(), below).draw(1.0 - u, below);
      // 1 − F(bound + x) = (1 − u)(1 − F(bound)), solved for x; e^−bound is what is not exponential.
      double expected = Math.log((1.0 + u * Math.exp(-bound)) / (1.0 - u));
      assertThat(x).as("noise %s", u).isCloseTo(expected, within(1e-15 * (bound + 40.0)));
      assertThat(mirrored).isEqualTo(x);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-5_000.0, -700.0, -1.0, 0.0, 1.0, 700.0, 5_000.0})
  void densityAndNoiseAreFiniteHoweverRemoteTheInterval(double middle) {
    double[] a = {0.0, 1.0, middle - 1.0, middle + 2.0};
    LawEvaluator evaluator = new LawEvaluator(new TruncatedLogistic(), a);
    double total = 0.0;
    int count = 3_000;
    for (int i = 0; i < count; i++) {
      total += Math.exp(evaluator.logDensity(middle - 1.0 + 3.0 * (i + 0.5) / count, a)) * 3.0 / count;
    }
    // The midpoint rule: 1e-3² / 24 times a second derivative of about 1.
    assertThat(total).isCloseTo(1.0, within(1e-6));
    for (double u : new double[]{0.001, 0.3, 0.999}) {
      assertThat(evaluator.noiseOf(evaluator.draw(u, a), a)).isCloseTo(u, within(1e-11));
    }
  }

  @Test
  void anIntervalThatHoldsEverythingChangesNothing() {
    double[] wide = {0.3, 0.01, -1e4, 1e4};
    LawEvaluator truncated = new LawEvaluator(new TruncatedLogistic(), wide);
    LawEvaluator whole = new LawEvaluator(new Logistic(), 0.3, 0.01);
    for (double u : NOISES) {
      assertThat(truncated.draw(u, wide)).isCloseTo(whole.draw(u, 0.3, 0.01), within(1e-14));
    }
  }

  @Test
  void noDrawLiesOutsideTheInterval() {
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
    LawEvaluator evaluator = new LawEvaluator(new TruncatedLogistic(), 0.0, 1.0, 0.0, 1.0);
    for (int i = 0; i < 2_000; i++) {
      double location = random.nextGaussian();
      double scale = Math.exp(2.0 * random.nextGaussian());
      double lower = location + 20.0 * scale * random.nextGaussian();
      double upper = lower + scale * Math.exp(5.0 * random.nextGaussian() - 5.0);
      for (double u : new double[]{LEAST_NOISE, 0.3, 1.0 - LEAST_NOISE}) {
        assertThat(evaluator.draw(u, location, scale, lower, upper)).isBetween(lower, upper);
      }
    }
  }
}
