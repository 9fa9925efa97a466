package io.pathwise.engine.statistics;

/** The deviations of randomisations from their mean, for {@link ErrorProfile}s. */
final class RandomisedDeviations {
  /** Neighbouring randomisations are taken together beyond that. */
  private static final int MOST = 256;

  private RandomisedDeviations() {}

  /**
   * The deviations of a linear combination of outputs.
   *
   * @param sums
   *          of every randomisation, all outputs
   */
  static double[] of(ExactSum[] sums, double[] coefficients) {
    int randomisations = sums.length / coefficients.length;
    double[] each = new double[randomisations];
    double total = 0;
    for (int i = 0; i < randomisations; i++) {
      for (int j = 0; j < coefficients.length; j++) {
        each[i] += coefficients[j] == 0 ? 0 : coefficients[j] * sums[i * coefficients.length + j].value();
      }
      total += each[i];
    }
    double[] deviations = new double[Math.min(randomisations, MOST)];
    for (int i = 0; i < randomisations; i++) {
      deviations[(int) ((long) i * deviations.length / randomisations)] += each[i] - total / randomisations;
    }
    return deviations;
  }
}
