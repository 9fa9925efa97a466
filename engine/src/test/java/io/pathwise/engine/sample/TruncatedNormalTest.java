package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tails of {@link TruncatedNormal}; the rest is in {@link ContinuousLawTest}. */
class TruncatedNormalTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double LEAST_NOISE = 0x1p-53;

  @ParameterizedTest
  @ValueSource(doubles = {3.0, 8.0, 20.0, 30.0, 35.0})
  void drawsBeyondARemoteBoundHaveTheRightTail(double bound) {
    double[] a = {0.0, 1.0, bound, INFINITY};
    LawEvaluator evaluator = new LawEvaluator(new TruncatedNormal(), a);
    for (double u : new double[]{LEAST_NOISE, 1e-6, 0.1, 0.5, 0.9, 1.0 - 1e-6, 1.0 - LEAST_NOISE}) {
      double x = evaluator.draw(u, a);
      // One rounding of x is x ulp(x) in the logarithm of the tail: 35² · 2e-16 = 3e-13.
      assertThat(logTail(x) - logTail(bound)).as("noise %s", u).isCloseTo(Math.log1p(-u), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {3.0, 8.0, 20.0, 30.0, 35.0})
  void lowerTailMirrorsTheUpperOne(double bound) {
    double[] upper = {0.0, 1.0, bound, bound + 0.5};
    double[] lower = {0.0, 1.0, -bound - 0.5, -bound};
    LawEvaluator evaluator = new LawEvaluator(new TruncatedNormal(), upper);
    for (double u : new double[]{0x1p-20, 0.125, 0.5, 0.75}) {
      assertThat(evaluator.draw(u, upper)).isCloseTo(-evaluator.draw(1.0 - u, lower), within(1e-13));
    }
  }

  @Test
  void whereTheProbabilityUnderflowsTheDrawIsTheNearerEnd() {
    double[] above = {0.0, 1.0, 40.0, INFINITY};
    double[] below = {0.0, 1.0, -50.0, -40.0};
    double[] unbounded = {0.0, 1.0, -INFINITY, -1e200};
    for (double u : new double[]{LEAST_NOISE, 0.5, 1.0 - LEAST_NOISE}) {
      assertThat(new LawEvaluator(new TruncatedNormal(), above).draw(u, above)).isEqualTo(40.0);
      assertThat(new LawEvaluator(new TruncatedNormal(), below).draw(u, below)).isEqualTo(-40.0);
      assertThat(new LawEvaluator(new TruncatedNormal(), unbounded).draw(u, unbounded)).isEqualTo(-1e200);
    }
  }

  @Test
  void noDrawLiesOutsideTheInterval() {
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
    double[] noises = {LEAST_NOISE, 0.3, 1.0 - LEAST_NOISE};
    LawEvaluator evaluator = new LawEvaluator(new TruncatedNormal(), 0.0, 1.0, 0.0, 1.0);
    for (int i = 0; i < 2_000; i++) {
      double mean = random.nextGaussian();
      double deviation = Math.exp(2.0 * random.nextGaussian());
      double lower = mean + 10.0 * deviation * random.nextGaussian();
      double upper = lower + deviation * Math.exp(5.0 * random.nextGaussian() - 5.0);
      for (double u : noises) {
        assertThat(evaluator.draw(u, mean, deviation, lower, upper)).as("%s %s %s %s", mean, deviation, lower, upper)
            .isBetween(lower, upper);
      }
    }
  }

  @Test
  void withoutBoundsItIsTheNormalLaw() {
    double[] a = {0.3, 2.0, -INFINITY, INFINITY};
    LawEvaluator truncated = new LawEvaluator(new TruncatedNormal(), a);
    LawEvaluator normal = new LawEvaluator(new Normal(), 0.3, 2.0);
    for (double x : new double[]{-9.0, 0.0, 0.3, 4.5}) {
      assertThat(truncated.logDensity(x, a)).isEqualTo(normal.logDensity(x, 0.3, 2.0));
      assertThat(truncated.cdf(x, a)).isEqualTo(normal.cdf(x, 0.3, 2.0));
    }
  }

  /** log(1 − Φ(x)) for x ≥ 3 by Laplace's continued fraction 1/(x + 1/(x + 2/(x + ...))). */
  private static double logTail(double x) {
    double fraction = x;
    for (int i = 400; i >= 1; i--) {
      fraction = x + i / fraction;
    }
    return -0.5 * x * x - 0.5 * Math.log(2.0 * Math.PI) - Math.log(fraction);
  }
}
