package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link Leverage}: residuals without a batch are those of the regression on the others. */
class LeverageTest {

  private static final double[] SIZES = {1, 1, 1, 1, 2, 2, 2, 4, 4, 1, 3, 2};

  /** Sums of an output and a control, the latter of batch 5 times a factor. */
  private static double[][] sums(double factor) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] sums = new double[SIZES.length][2];
    for (int batch = 0; batch < SIZES.length; batch++) {
      sums[batch][1] = Math.sqrt(SIZES[batch]) * random.nextGaussian() * (batch == 5 ? factor : 1);
      sums[batch][0] = 2 * sums[batch][1] + Math.sqrt(SIZES[batch]) * random.nextGaussian() + 7 * SIZES[batch];
    }
    return sums;
  }

  /** The slope of a regression on the batches but one, weighted by their sizes. */
  private static double slope(double[] y, double[] x, int without) {
    double products = 0;
    double squares = 0;
    for (int batch = 0; batch < SIZES.length; batch++) {
      if (batch != without) {
        products += x[batch] * y[batch] / SIZES[batch];
        squares += x[batch] * x[batch] / SIZES[batch];
      }
    }
    return products / squares;
  }

  @Test
  void eachBatchIsLeftOut() {
    Batches batches = new Batches(SIZES, sums(1));
    double[] y = batches.deviations(new double[]{1, 0});
    double[] x = batches.deviations(new double[]{0, 1});
    double[] residuals = batches.deviations(new double[]{1, -slope(y, x, -1)});
    double[] leftOut = Leverage.residuals(residuals, batches, new int[]{1});
    for (int batch = 0; batch < SIZES.length; batch++) {
      assertThat(leftOut[batch]).isCloseTo(y[batch] - slope(y, x, batch) * x[batch], within(1e-12));
    }
  }

  @Test
  void aBatchThatDecidesTheRegressionIsNoEvidence() {
    double[] any = new double[SIZES.length];
    double[] leftOut = Leverage.residuals(any, new Batches(SIZES, sums(100)), new int[]{1});
    for (int batch = 0; batch < SIZES.length; batch++) {
      assertThat(Double.isNaN(leftOut[batch])).isEqualTo(batch == 5);
    }
    assertThat(Leverage.residuals(any, new Batches(SIZES, sums(1)), new int[]{1, 1})).containsOnly(Double.NaN);
    assertThat(Leverage.residuals(any, new Batches(SIZES, sums(1)), new int[0])).isSameAs(any);
  }
}
