package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.TestEvaluator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments, distribution function, score and moment generating function of the law, on both sides of its switch. */
class QuadraticExponentialTest {

  private static final NormalDistribution STANDARD = new NormalDistribution();
  private static final GaussIntegratorFactory GAUSS = new GaussIntegratorFactory();
  private static final double STEP = 1e-5;
  private static final int PANELS = 12;

  /** Mean and variance: ψ from 1e-4 to 12, and both sides of 1.5. */
  private static final String CASES = """
      0.04, 1.6e-7
      0.04, 4e-4
      0.5, 0.374
      0.5, 0.376
      0.01, 4e-4
      2.0, 48.0
      """;

  private final LawEvaluator law = new LawEvaluator(new QuadraticExponential(), 1.0, 1.0);

  /** E h(Z), by quadrature in panels that end where the parabola turns and where the draw leaves 0. */
  private double overNoise(DoubleUnaryOperator h, double mean, double variance) {
    double psi = variance / (mean * mean);
    double w = Math.sqrt(Math.max(0, 1 - psi / 2));
    double corner = psi <= 1.5
        ? -Math.sqrt(w / (1 - w))
        : STANDARD.inverseCumulativeProbability((psi - 1) / (psi + 1));
    double middle = Math.max(corner, -9);
    double total = 0;
    for (double[] part : new double[][]{{-9, middle}, {middle, 9}}) {
      for (int panel = 0; panel < PANELS; panel++) {
        double width = (part[1] - part[0]) / PANELS;
        double from = part[0] + panel * width;
        if (width > 0) {
          GaussIntegrator rule = GAUSS.legendre(16, from, from + width);
          total += rule.integrate(z -> STANDARD.density(z) * h.applyAsDouble(z));
        }
      }
    }
    return total;
  }

  private double expectation(DoubleUnaryOperator f, double mean, double variance) {
    return overNoise(z -> f.applyAsDouble(law.draw(z, mean, variance)), mean, variance);
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void hasTheMeanAndVarianceAskedFor(double mean, double variance) {
    assertThat(expectation(x -> x / mean, mean, variance)).isCloseTo(1, within(1e-10));
    assertThat(expectation(x -> (x - mean) * (x - mean) / variance, mean, variance)).isCloseTo(1, within(1e-8));
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void cdfIsTheProbabilityOfSmallerDraws(double mean, double variance) {
    for (double z : new double[]{-1.5, -0.5, 0.0, 0.4, 1.0, 2.0, 3.0}) {
      double x = law.draw(z, mean, variance);
      double turned = variance / (mean * mean) > 1.5 ? 0 : STANDARD.cumulativeProbability(mirrored(z, mean, variance));
      double expected = x == 0 ? law.cdf(0, mean, variance) : STANDARD.cumulativeProbability(z) - turned;
      assertThat(law.cdf(x, mean, variance)).as("at %s", z).isCloseTo(Math.abs(expected), within(1e-11));
    }
    assertThat(law.cdf(-1e-9, mean, variance)).isZero();
  }

  /** The other noise with the same draw: (b + z)² = (b + z')². */
  private static double mirrored(double z, double mean, double variance) {
    double w = Math.sqrt(1 - 0.5 * variance / (mean * mean));
    return -2 * Math.sqrt(w / (1 - w)) - z;
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void theNoiseOfADrawYieldsIt(double mean, double variance) {
    for (double z : new double[]{-3.0, -1.0, 0.0, 0.7, 2.5}) {
      double x = law.draw(z, mean, variance);
      double noise = law.noiseOf(x, mean, variance);
      assertThat(law.draw(noise, mean, variance)).isCloseTo(x, within(1e-12 * mean));
      assertThat(noise).as("the larger one").isGreaterThanOrEqualTo(z - 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void derivativesOfExpectationsByScoreAndByDrawAgreeWithTheIntegral(double mean, double variance) {
    double psi = variance / (mean * mean);
    double root = Math.sqrt(variance);
    DoubleUnaryOperator f = x -> Math.sin(3 * (x - mean) / root) + x / root;
    DoubleUnaryOperator fPrime = x -> (3 * Math.cos(3 * (x - mean) / root) + 1) / root;
    double[] a = {mean, variance};
    for (int i = 0; i < 2; i++) {
      double h = STEP * (i == 0 ? Math.min(mean, root) : variance);
      double[] up = LawEvaluator.moved(a, i, h);
      double[] down = LawEvaluator.moved(a, i, -h);
      DoubleUnaryOperator centred = x -> f.applyAsDouble(x) - f.applyAsDouble(0);
      double integral = h / (2 * h)
          * (expectation(centred, up[0], up[1]) - expectation(centred, down[0], down[1]));
      double pathwise = overNoise(z -> fPrime.applyAsDouble(law.draw(z, mean, variance))
          * (law.draw(z, up[0], up[1]) - law.draw(z, down[0], down[1])) / 2, mean, variance);
      double score = expectation(x -> centred.applyAsDouble(x)
          * (law.logDensity(x, up[0], up[1]) - law.logDensity(x, down[0], down[1])) / 2, mean, variance);
      double meanScore = expectation(
          x -> (law.logDensity(x, up[0], up[1]) - law.logDensity(x, down[0], down[1])) / 2, mean, variance);
      // In units of a relative step of 1e-5 of the parameter.
      assertThat(pathwise / STEP).as("pathwise by %s, psi %s", i, psi).isCloseTo(integral / STEP, within(2e-5));
      assertThat(score / STEP).as("score by %s, psi %s", i, psi).isCloseTo(integral / STEP, within(2e-5));
      assertThat(meanScore / STEP).as("mean score by %s, psi %s", i, psi).isCloseTo(0, within(2e-5));
    }
  }

  private double evaluate(Expr moment, double mean, double variance) {
    return new TestEvaluator(law.graph).evaluate(moment,
        Map.of(law.arguments.get(0), mean, law.arguments.get(1), variance));
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void logMomentIsTheLogarithmOfTheExpectedExponential(double mean, double variance) {
    for (double scaled : new double[]{-2.0, -0.3, 0.1}) {
      double u = scaled / Math.max(mean, Math.sqrt(variance));
      Expr moment = new QuadraticExponential().logMoment(law.graph, law.graph.literal(u), law.arguments);
      double expected = Math.log(expectation(x -> Math.exp(u * x), mean, variance));
      assertThat(evaluate(moment, mean, variance)).as("u = %s", u).isCloseTo(expected, within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void anInfiniteMomentIsReplacedByTwoTermsOfItsSeries(double mean, double variance) {
    double u = 1000 * Math.max(1 / mean, mean / variance);
    Expr moment = new QuadraticExponential().logMoment(law.graph, law.graph.literal(u), law.arguments);
    assertThat(evaluate(moment, mean, variance)).isCloseTo(u * mean + 0.5 * u * u * variance, within(1e-6 * u * u));
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void nothingOfItIsAThreshold(double mean, double variance) {
    for (Expr argument : law.arguments) {
      for (Expr expression : List.of(law.draw, law.logDensity)) {
        assertThat(Thresholds.isIn(expression, argument)).as("%s %s", mean, variance).isFalse();
      }
    }
  }
}
