package io.pathwise.batch.report;

/**
 * How relative standard errors are distributed: counts in bins of equal width on a logarithmic scale, so that memory
 * does not grow with their number. Start at {@link #add}.
 */
final class RelativeErrors {
  /** Bins in a factor of ten. */
  static final int BINS_PER_DECADE = 12;
  /** The lower end of the first bin is ten to this power; smaller errors are counted there. */
  static final int LOWEST_EXPONENT = -7;
  /** The upper end of the last bin; larger errors are counted there. */
  static final int HIGHEST_EXPONENT = 1;

  private final long[] bins = new long[BINS_PER_DECADE * (HIGHEST_EXPONENT - LOWEST_EXPONENT)];
  private long exact;
  private long total;

  /** Counts a number. */
  void add(double value, double standardError) {
    total++;
    if (standardError == 0) {
      exact++;
    } else {
      double place = (Math.log10(standardError / Math.abs(value)) - LOWEST_EXPONENT) * BINS_PER_DECADE;
      bins[(int) Math.clamp(Math.floor(place), 0, bins.length - 1)]++;
    }
  }

  /** Counts all that another has counted. */
  void addAll(RelativeErrors other) {
    for (int i = 0; i < bins.length; i++) {
      bins[i] += other.bins[i];
    }
    exact += other.exact;
    total += other.total;
  }

  /** How many numbers have been counted. */
  long total() {
    return total;
  }

  /** How many of them have no error at all. */
  long exact() {
    return exact;
  }

  /** Counts in wider bins, of so many narrow ones each. */
  long[] wider(int width) {
    long[] wide = new long[bins.length / width];
    for (int i = 0; i < bins.length; i++) {
      wide[i / width] += bins[i];
    }
    return wide;
  }

  /**
   * What a share of the numbers that have an error does not exceed, rounded up to the end of a bin (a factor of at most
   * 1.22); infinite when it lies in the last bin, NaN when there are none.
   */
  double quantile(double share) {
    if (exact == total) {
      return Double.NaN;
    }
    long wanted = (long) Math.ceil(share * (total - exact));
    long below = 0;
    int bin = 0;
    while (below < wanted) {
      below += bins[bin++];
    }
    return bin == bins.length
        ? Double.POSITIVE_INFINITY
        : Math.pow(10, LOWEST_EXPONENT + (double) bin / BINS_PER_DECADE);
  }
}
