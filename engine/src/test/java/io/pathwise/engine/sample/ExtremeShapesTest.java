package io.pathwise.engine.sample;

import static org.apache.commons.math3.special.Beta.regularizedBeta;
import static org.apache.commons.math3.special.Gamma.regularizedGammaP;
import static org.apache.commons.math3.special.Gamma.regularizedGammaQ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Distribution;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The laws whose draws are solved for, over the whole range of shapes and of the noise: the smaller tail has to be
 * right to many digits however small it is.
 */
@Tag("long")
class ExtremeShapesTest {

  private static final double LEAST_NOISE = 0x1p-53;

  /** From 2^-53 to 1 − 2^-53, dense everywhere. */
  private static List<Double> noises() {
    List<Double> noises = new ArrayList<>();
    for (int i = 212; i >= 8; i--) {
      noises.add(Math.pow(2.0, -0.25 * i));
    }
    for (int i = 26; i <= 74; i++) {
      noises.add(0.01 * i);
    }
    for (int i = 8; i <= 212; i++) {
      noises.add(1.0 - Math.pow(2.0, -0.25 * i));
    }
    return noises;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.005, 0.02, 0.1, 0.3, 0.49, 0.51, 0.9, 1.0, 1.24, 1.26, 1.9, 2.1, 3.0, 5.0, 8.0, 13.0,
      20.0})
  void gammaDrawsHaveTheRightTails(double shape) {
    double[] a = {shape, 1.0};
    LawEvaluator evaluator = new LawEvaluator(new io.pathwise.engine.sample.Gamma(), a);
    double last = 0.0;
    for (double u : noises()) {
      double x = evaluator.draw(u, a);
      assertThat(x).isGreaterThanOrEqualTo(last);
      last = x;
      if (x > 1e-299) {
        double exact = u < 0.5 ? lowerGamma(shape, x) / u : regularizedGammaQ(shape, x, 1e-16, 100_000) / (1.0 - u);
        // Below the crossover Q is found from P.
        double cancellation = x < 5.0 + 1.5 * shape ? 6e-15 / (1.0 - u) : 0.0;
        assertThat(exact).as("noise %s", u).isCloseTo(1.0, within(1e-11 + cancellation));
      }
    }
  }

  /** Commons Math's series, with its first term in closed form where x is so small that there is no second. */
  private static double lowerGamma(double shape, double x) {
    return x < 1e-20
        ? Math.exp(shape * Math.log(x) - Gamma.logGamma1p(Math.min(shape, 1.0)))
        : regularizedGammaP(shape, x, 1e-16, 100_000);
  }

  @ParameterizedTest
  @CsvSource({"0.05,0.05", "0.05,2.0", "0.3,0.3", "0.5,0.5", "0.7,0.8", "1.0,1.0", "0.3,12.0", "3.0,0.4", "8.0,2.0",
      "30.0,30.0", "100.0,1.0", "60.0,0.5", "2.0,90.0"})
  void betaDrawsHaveTheRightTails(double first, double second) {
    double[] a = {first, second};
    LawEvaluator evaluator = new LawEvaluator(new Beta(), a);
    double last = 0.0;
    for (double u : noises()) {
      double x = evaluator.draw(u, a);
      assertThat(x).isGreaterThanOrEqualTo(last);
      last = x;
      if (x > 1e-299 && x < 0.5) {
        double exact = u < 0.5
            ? regularizedBeta(x, first, second, 1e-16, 100_000) / u
            : regularizedBeta(1.0 - x, second, first, 1e-16, 100_000) / (1.0 - u);
        assertThat(exact).as("noise %s", u).isCloseTo(1.0, within(1e-11));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1.0, 2.0, 3.0, 7.5, 30.0, 200.0})
  void studentDrawsHaveTheRightTailsAndAreSymmetric(double degrees) {
    double[] a = {degrees, 0.0, 1.0};
    LawEvaluator evaluator = new LawEvaluator(new StudentT(), a);
    for (double u : noises()) {
      double x = evaluator.draw(u, a);
      if (u < 0.5) {
        double tail = 0.5 * regularizedBeta(degrees / (degrees + x * x), 0.5 * degrees, 0.5, 1e-16, 100_000);
        assertThat(tail / u).as("noise %s", u).isCloseTo(1.0, within(1e-11));
      }
      double opposite = evaluator.draw(1.0 - u, a);
      double mirrored = evaluator.draw(1.0 - (1.0 - u), a);
      assertThat(opposite).as("noise %s", u).isCloseTo(-mirrored, within(1e-15 + 1e-12 * Math.abs(mirrored)));
    }
    assertThat(evaluator.draw(0.5, a)).isCloseTo(0.0, within(1e-15));
  }

  /** Most draws of such laws are the smallest or largest number; leaving their mass out would bias the score. */
  @Test
  void scoresOfTinyShapesHaveMeanZero() {
    meanScoreIsZero(new io.pathwise.engine.sample.Gamma(), 0.004, 1.0);
    meanScoreIsZero(new Kumaraswamy(), 0.05, 0.05);
    meanScoreIsZero(new Kumaraswamy(), 0.004, 2.0);
    meanScoreIsZero(new Beta(), 0.05, 0.05);
    meanScoreIsZero(new Beta(), 3.0, 0.03);
  }

  private static void meanScoreIsZero(Distribution law, double... a) {
    LawEvaluator evaluator = new LawEvaluator(law, a);
    NormalDistribution standard = new NormalDistribution();
    for (int i = 0; i < a.length; i++) {
      double step = 1e-7 * a[i];
      double total = 0.0;
      double size = 0.0;
      int count = 40_000;
      for (int n = 0; n < count; n++) {
        double z = 16.4 * (n + 0.5) / count - 8.2;
        double x = evaluator.draw(standard.cumulativeProbability(z), a);
        double score = (evaluator.logDensity(x, LawEvaluator.moved(a, i, step))
            - evaluator.logDensity(x, LawEvaluator.moved(a, i, -step))) / (2.0 * step);
        total += standard.density(z) * score;
        size += standard.density(z) * Math.abs(score);
      }
      // The score jumps by about its size where the smallest number begins: half a cell of 4e-4 times 0.4.
      assertThat(total / size).as("%s, parameter %s", law.name(), i).isCloseTo(0.0, within(2e-4));
    }
  }

  @Test
  void shapesThatAreTooLargeGiveNaNAndNoneGivesNothing() {
    LawEvaluator gamma = new LawEvaluator(new io.pathwise.engine.sample.Gamma(), 1.0, 1.0);
    assertThat(gamma.draw(0.3, 20.0, 1.0)).isFinite();
    assertThat(gamma.draw(0.3, 20.1, 1.0)).isNaN();
    assertThat(gamma.draw(0.3, 0.0, 1.0)).isZero();
    LawEvaluator beta = new LawEvaluator(new Beta(), 1.0, 1.0);
    assertThat(beta.draw(0.3, 2.0, 301.0)).isNaN();
    assertThat(beta.draw(LEAST_NOISE, 300.0, 2.0)).isFinite();
    LawEvaluator student = new LawEvaluator(new StudentT(), 1.0, 0.0, 1.0);
    assertThat(student.draw(0.3, 601.0, 0.0, 1.0)).isNaN();
  }
}
