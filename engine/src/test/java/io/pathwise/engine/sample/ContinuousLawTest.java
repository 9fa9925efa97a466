package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of every continuous law against Commons Math and against each other: the draw has the law, its inverse is
 * right, and the derivative of an expectation is the same by the pathwise rule, by the score and by differentiating the
 * integral.
 */
class ContinuousLawTest {

  private static final NormalDistribution STANDARD = new NormalDistribution();
  private static final double STEP = 1e-5;

  /**
   * Differences with the step above: truncation about 1e-10, rounding about 1e-11; where the interval is 20 σ away, the
   * oracle's relative errors of 1e-12 in probabilities are divided by the step.
   */
  private static final Offset<Double> DERIVATIVE = within(1e-6);

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void cdfAgreesWithCommonsMathInsideAndOutsideTheSupport(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    double[] range = law.oracle().range(law.a());
    double width = range[1] - range[0];
    for (int i = -10; i <= 110; i++) {
      double x = range[0] + i * 0.01 * width;
      assertThat(evaluator.cdf(x, law.a())).as("at %s", x).isCloseTo(law.oracle().cdf(x, law.a()), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void logDensityDiffersFromTheTrueOneByNothingThatDependsOnParameters(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    double[] other = law.a().clone();
    for (int i = 0; i < other.length; i++) {
      other[i] += law.bounds().contains(i) ? (i % 2 == 0 ? -0.01 : 0.01) : 0.02;
    }
    for (int i = -25; i <= 25; i++) {
      double x = evaluator.draw(law.noise(0.1 * i), law.a());
      double here = evaluator.logDensity(x, law.a()) - Math.log(law.oracle().density(x, law.a()));
      double there = evaluator.logDensity(x, other) - Math.log(law.oracle().density(x, other));
      // Log-densities reach −270 where the tail is remote.
      assertThat(here).as("at %s", x).isCloseTo(there, within(1e-11));
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void drawHasTheLawAndItsNoiseComesBack(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    for (int i = -50; i <= 50; i++) {
      double z = 0.1 * i;
      double x = evaluator.draw(law.noise(z), law.a());
      // 1e-15 relative in x is up to 20² σ-units times that in the log-probability of the remotest case.
      assertThat(law.oracle().cdf(x, law.a())).as("law at %s", z)
          .isCloseTo(STANDARD.cumulativeProbability(z), within(2e-12));
      assertThat(evaluator.noiseOf(x, law.a())).as("noise at %s", z).isCloseTo(law.noise(z), within(2e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void momentsOfTheDrawAreThoseOfTheLaw(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    for (int power = 1; power <= 4; power++) {
      int k = power;
      double expected = law.expectation(x -> Math.pow(x, k), law.a());
      double actual = law.expectationOverNoise(noise -> Math.pow(evaluator.draw(noise, law.a()), k));
      assertThat(actual / expected).as("moment %s", k).isCloseTo(1.0, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void pathwiseDerivativeOfAnExpectationIsThatOfTheIntegral(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    for (int i = 0; i < law.a().length; i++) {
      if (Double.isFinite(law.a()[i])) {
        assertThat(pathwise(law, evaluator, i)).as("parameter %s", i).isCloseTo(ofTheIntegral(law, i), DERIVATIVE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void scoreDerivativeOfAnExpectationIsThatOfTheIntegral(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    for (int i = 0; i < law.a().length; i++) {
      if (Double.isFinite(law.a()[i])) {
        double score = score(law, evaluator, i, ContinuousLawTest::f);
        if (!law.bounds().contains(i)) {
          assertThat(score).as("parameter %s", i).isCloseTo(ofTheIntegral(law, i), DERIVATIVE);
          assertThat(score(law, evaluator, i, x -> 1.0)).as("mean score of %s", i).isCloseTo(0.0, DERIVATIVE);
        } else {
          // The negative control: without the boundary term the score is wrong, so the check can fail.
          assertThat(Math.abs(score - ofTheIntegral(law, i))).as("bound %s", i).isGreaterThan(1e-3);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void onlyTheParametersThatMoveTheSupportAreThresholdsOfTheLogDensity(ContinuousLaw law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    for (int i = 0; i < law.a().length; i++) {
      if (Double.isFinite(law.a()[i])) {
        assertThat(Thresholds.isIn(evaluator.logDensity, evaluator.arguments.get(i))).as("density, parameter %s", i)
            .isEqualTo(law.bounds().contains(i));
        assertThat(Thresholds.isIn(evaluator.draw, evaluator.arguments.get(i))).as("draw, parameter %s", i).isFalse();
      }
    }
  }

  private static double f(double x) {
    return Math.sin(x) + 0.25 * x * x;
  }

  private static double fPrime(double x) {
    return Math.cos(x) + 0.5 * x;
  }

  private static double ofTheIntegral(ContinuousLaw law, int parameter) {
    return (law.expectation(ContinuousLawTest::f, LawEvaluator.moved(law.a(), parameter, STEP))
        - law.expectation(ContinuousLawTest::f, LawEvaluator.moved(law.a(), parameter, -STEP))) / (2.0 * STEP);
  }

  private static double pathwise(ContinuousLaw law, LawEvaluator evaluator, int parameter) {
    double[] up = LawEvaluator.moved(law.a(), parameter, STEP);
    double[] down = LawEvaluator.moved(law.a(), parameter, -STEP);
    return law.expectationOverNoise(noise -> {
      double slope = (evaluator.draw(noise, up) - evaluator.draw(noise, down)) / (2.0 * STEP);
      return fPrime(evaluator.draw(noise, law.a())) * slope;
    });
  }

  /** The score; a bound is moved outwards only, since the density is zero on the other side. */
  private static double score(ContinuousLaw law, LawEvaluator evaluator, int parameter, DoubleUnaryOperator f) {
    double outwards = parameter % 2 == 0 ? -STEP : STEP;
    boolean bound = law.bounds().contains(parameter);
    double[] up = bound
        ? LawEvaluator.moved(law.a(), parameter, outwards)
        : LawEvaluator.moved(law.a(), parameter, STEP);
    double[] down = bound ? law.a() : LawEvaluator.moved(law.a(), parameter, -STEP);
    double distance = up[parameter] - down[parameter];
    return law.expectationOverNoise(noise -> {
      double x = evaluator.draw(noise, law.a());
      return f.applyAsDouble(x) * (evaluator.logDensity(x, up) - evaluator.logDensity(x, down)) / distance;
    });
  }
}
