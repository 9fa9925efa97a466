package io.pathwise.engine.statistics;

/**
 * Exact second moments about the mean of a few outputs at one moment of a run: what least squares work on. Outputs are
 * addressed by their position in the constructor's list.
 */
final class CentredMoments {
  private final Dyadic[] sums;
  private final Dyadic[][] products;

  /** Reads the moments of an output (position 0) and of controls (positions 1, 2, …), all with finite block sums. */
  CentredMoments(BlockMoments moments, int output, int... controls) {
    int count = controls.length + 1;
    int[] outputs = new int[count];
    outputs[0] = output;
    System.arraycopy(controls, 0, outputs, 1, controls.length);
    sums = new Dyadic[count];
    products = new Dyadic[count][count];
    for (int i = 0; i < count; i++) {
      sums[i] = moments.sum(outputs[i]);
      for (int j = 0; j <= i; j++) {
        Dyadic product = moments.product(outputs[i], outputs[j]);
        products[i][j] = product.times(moments.samples()).minus(sums[i].times(sums[j]));
        products[j][i] = products[i][j];
      }
    }
  }

  /** Number of positions. */
  int count() {
    return sums.length;
  }

  /** The sum over all paths. */
  Dyadic sum(int i) {
    return sums[i];
  }

  /**
   * B · Σ s_i s_j − Σ s_i · Σ s_j over the sums s of the B samples, exactly: B · (B − 1) times their covariance, B
   * times the sum of products about the means.
   */
  Dyadic product(int i, int j) {
    return products[i][j];
  }
}
