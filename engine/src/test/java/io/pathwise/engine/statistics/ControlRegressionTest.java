package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.statistics.ControlRegression.Regressor;
import io.pathwise.engine.statistics.ControlRegression.Use;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

/** {@link ControlRegression} against ordinary least squares of Commons Math, its exclusions, and its error bars. */
class ControlRegressionTest {
  private final SplittableRandom random = new SplittableRandom(1981);

  @Test
  void isOrdinaryLeastSquaresOnBlockMeans() {
    int blocks = 200;
    double[][] sums = blocksOf(blocks, 4);
    ControlRegression regression = fit(sums, 0, 1, 2, 3);

    OLSMultipleLinearRegression leastSquares = new OLSMultipleLinearRegression();
    double[] means = Arrays.stream(sums).mapToDouble(row -> row[0] / 256).toArray();
    double[][] controls = Arrays.stream(sums).map(row -> new double[]{row[1] / 256, row[2] / 256, row[3] / 256})
        .toArray(double[][]::new);
    leastSquares.newSampleData(means, controls);
    double[] expected = leastSquares.estimateRegressionParameters();

    // Well-conditioned: both lose a few digits of sixteen.
    assertThat(regression.adjusted().mean()).isCloseTo(expected[0], within(1e-12));
    for (int i = 0; i < 3; i++) {
      Regressor regressor = regression.regressors().get(i);
      assertThat(regressor.use()).isEqualTo(Use.USED);
      assertThat(regressor.coefficient()).isCloseTo(expected[i + 1], within(1e-12));
    }
    double inflation = (blocks - 2.0) / (blocks - 3 - 2);
    double expectedError = Math.sqrt(inflation * leastSquares.estimateErrorVariance() / blocks);
    assertThat(regression.adjusted().standardError()).isCloseTo(expectedError, within(1e-12));
    assertThat(regression.adjusted().standardError()).isLessThan(regression.plain().standardError() / 2);
  }

  @Test
  void dependsOnTheBlocksOnlyNotOnTheirOrder() {
    double[][] sums = blocksOf(120, 4);
    ControlRegression first = fit(sums, 0, 1, 2, 3);
    for (int repetition = 0; repetition < 5; repetition++) {
      for (int i = sums.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        double[] swapped = sums[i];
        sums[i] = sums[j];
        sums[j] = swapped;
      }
      assertThat(fit(sums, 0, 1, 2, 3)).isEqualTo(first);
    }
  }

  @Test
  void leavesOutConstantAndCollinearControls() {
    double[][] sums = blocksOf(100, 6);
    for (double[] row : sums) {
      row[1] = 3;
      row[4] = 2 * row[2] - row[3] * 1e-3;
      row[5] = Double.NaN;
    }
    ControlRegression regression = fit(sums, 0, 1, 2, 3, 4, 5);
    assertThat(regression.regressors()).extracting(Regressor::use).containsExactly(Use.CONSTANT, Use.USED, Use.USED,
        Use.COLLINEAR, Use.NOT_FINITE);
    ControlRegression without = fit(sums, 0, 2, 3);
    assertThat(regression.adjusted()).isEqualTo(without.adjusted());
    assertThat(regression.regressors().subList(1, 3)).isEqualTo(without.regressors());
  }

  @Test
  void usesOneControlForTwentyBlocks() {
    double[][] sums = blocksOf(59, 4);
    assertThat(fit(sums, 0, 3, 2, 1).regressors()).extracting(Regressor::use).containsExactly(Use.USED, Use.USED,
        Use.TOO_FEW_SAMPLES);
    ControlRegression none = fit(Arrays.copyOf(sums, 19), 0, 1);
    assertThat(none.regressors()).containsExactly(new Regressor(1, Use.TOO_FEW_SAMPLES, 0));
    assertThat(none.adjusted()).isEqualTo(none.plain());
    assertThat(fit(Arrays.copyOf(sums, 20), 0, 1).regressors().getFirst().use()).isEqualTo(Use.USED);
  }

  @Test
  void outputThatIsNotFiniteStaysSo() {
    double[][] sums = blocksOf(40, 2);
    sums[7][0] = Double.POSITIVE_INFINITY;
    ControlRegression regression = fit(sums, 0, 1);
    assertThat(regression.adjusted()).isEqualTo(new Estimate(Double.POSITIVE_INFINITY, Double.NaN, 40, 256));
    assertThat(regression.regressors()).containsExactly(new Regressor(1, Use.NOT_FINITE, 0));
  }

  @Test
  void scaleDoesNotMatter() {
    double[][] sums = blocksOf(60, 3);
    ControlRegression unscaled = fit(sums, 0, 1, 2);
    for (int power : new int[]{-400, 400}) {
      double[][] scaled = Arrays.stream(sums)
          .map(row -> new double[]{Math.scalb(row[0], power), Math.scalb(row[1], -power), row[2]})
          .toArray(double[][]::new);
      ControlRegression regression = fit(scaled, 0, 1, 2);
      assertThat(regression.adjusted().mean()).isEqualTo(Math.scalb(unscaled.adjusted().mean(), power));
      assertThat(regression.adjusted().standardError())
          .isEqualTo(Math.scalb(unscaled.adjusted().standardError(), power));
      assertThat(regression.regressors().getFirst().coefficient())
          .isEqualTo(Math.scalb(unscaled.regressors().getFirst().coefficient(), 2 * power));
    }
    double[][] extreme = Arrays.stream(sums)
        .map(row -> new double[]{Math.scalb(row[0], 900), Math.scalb(row[1], -900)}).toArray(double[][]::new);
    assertThat(fit(extreme, 0, 1).regressors().getFirst().use()).isEqualTo(Use.NOT_FINITE);
  }

  @Test
  void constantOutputStaysConstant() {
    double[][] sums = blocksOf(40, 2);
    for (double[] row : sums) {
      row[0] = 512;
    }
    assertThat(fit(sums, 0, 1).adjusted()).isEqualTo(new Estimate(2, 0, 40, 256, 38));
  }

  @Test
  void outputThatIsAControlHasNoErrorLeft() {
    double[][] sums = blocksOf(40, 2);
    for (double[] row : sums) {
      row[0] = 256 + 3 * row[1];
    }
    ControlRegression regression = fit(sums, 0, 1);
    // 256 + 3 x is rounded to 1e-14 of block sums near 1e3.
    assertThat(regression.adjusted().mean()).isCloseTo(1, within(1e-14));
    assertThat(regression.adjusted().standardError()).isLessThan(1e-14).isNotNegative();
  }

  /**
   * 2000 fits of 40 blocks with 2 controls, mean known: no bias, and the squared standard errors add up to the squared
   * errors. Bounds are 4 standard deviations: a squared z-score has variance about 2. (The inflation of 38/36 is too
   * small to show here; it is checked by formula above.)
   */
  @Test
  void errorBarsAreHonest() {
    int fits = 2000;
    double sum = 0;
    double squaredErrors = 0;
    double squaredBars = 0;
    for (int i = 0; i < fits; i++) {
      Estimate adjusted = fit(blocksOf(40, 3), 0, 1, 2).adjusted();
      double error = adjusted.mean() - 10;
      sum += error / adjusted.standardError();
      squaredErrors += error * error;
      squaredBars += adjusted.standardError() * adjusted.standardError();
    }
    assertThat(sum / fits).isCloseTo(0, within(4 * Math.sqrt(1.06 / fits)));
    assertThat(squaredErrors / squaredBars).isCloseTo(1, within(4 * Math.sqrt(2.0 / fits)));
  }

  /**
   * Block sums whose output 0 has mean 10 · 256 and leans on all others, which have mean zero and are themselves
   * correlated.
   */
  private double[][] blocksOf(int blocks, int outputs) {
    double[][] sums = new double[blocks][outputs];
    for (double[] row : sums) {
      double common = random.nextGaussian();
      row[0] = 2560 + 16 * random.nextGaussian();
      for (int i = 1; i < outputs; i++) {
        row[i] = 16 * (common + i * random.nextGaussian());
        row[0] += row[i] * (i + 1);
      }
    }
    return sums;
  }

  private static ControlRegression fit(double[][] sums, int output, int... controls) {
    int outputs = sums[0].length;
    BlockMoments moments = new BlockMoments(MomentLayout.of(outputs).withControls(output, controls));
    for (double[] row : sums) {
      moments.add(row, 0);
    }
    return ControlRegression.fit(moments, output, controls);
  }
}
