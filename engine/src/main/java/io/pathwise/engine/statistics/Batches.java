package io.pathwise.engine.statistics;

import java.util.stream.IntStream;

/**
 * Sums of outputs over batches of independent samples, by which {@link ErrorProfile} and {@link SampleShape} look at
 * how samples are spread: neighbouring blocks taken together, or randomisations of a point set.
 */
final class Batches {
  private final double[] sizes;
  private final double[][] sums;

  /**
   * Sums over batches.
   *
   * @param sizes
   *          how many samples each batch has
   * @param sums
   *          for each batch the sums of all outputs
   */
  Batches(double[] sizes, double[][] sums) {
    this.sizes = sizes;
    this.sums = sums;
  }

  /** How many samples each batch has. */
  double[] sizes() {
    return sizes;
  }

  /** Number of outputs. */
  int outputs() {
    return sums.length == 0 ? 0 : sums[0].length;
  }

  int count() {
    return sizes.length;
  }

  /** Number of samples. */
  double samples() {
    double samples = 0;
    for (double size : sizes) {
      samples += size;
    }
    return samples;
  }

  /**
   * The deviations of the batches' sums of a linear combination of outputs from what the mean over all samples makes of
   * them.
   *
   * @param coefficients
   *          one for each output; outputs of coefficient 0 are not looked at
   */
  double[] deviations(double[] coefficients) {
    int[] used = IntStream.range(0, coefficients.length).filter(i -> coefficients[i] != 0).toArray();
    double[] combined = new double[count()];
    double total = 0;
    for (int batch = 0; batch < combined.length; batch++) {
      for (int output : used) {
        combined[batch] += coefficients[output] * sums[batch][output];
      }
      total += combined[batch];
    }
    double mean = total / samples();
    for (int batch = 0; batch < combined.length; batch++) {
      combined[batch] -= sizes[batch] * mean;
    }
    return combined;
  }

  /** Of each batch the sum of the absolute values of what a linear combination adds up. */
  double[] magnitudes(double[] coefficients) {
    double[] magnitudes = new double[count()];
    for (int batch = 0; batch < magnitudes.length; batch++) {
      for (int output = 0; output < coefficients.length; output++) {
        magnitudes[batch] += coefficients[output] == 0 ? 0 : Math.abs(coefficients[output] * sums[batch][output]);
      }
    }
    return magnitudes;
  }
}
