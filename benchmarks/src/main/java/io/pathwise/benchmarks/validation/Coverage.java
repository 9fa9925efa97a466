package io.pathwise.benchmarks.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether errors cover: how many of many independent numbers are off by more than 2, 3 and 5 of the standard errors
 * that were stated with them, beside what chance allows. Errors are stated so that 1.96 of them reach as far as the
 * 97.5 % quantile of Student's law; from the fewest observations that are believed follows how many may lie outside.
 * Errors may be wider, as those of skewed samples are, but not so wide that less than a quarter of the usual numbers
 * lies beyond 2. Start with {@link #of}.
 *
 * @param text
 *          the table
 * @param failures
 *          what is wrong, for people; empty when all is well
 */
record Coverage(String text, List<String> failures) {

  private static final double[] BOUNDS = {2, 3, 5};
  /** Of the fewest samples that errors are believed of, one of which the mean takes. */
  private static final TDistribution STUDENT = new TDistribution(null, 31);
  private static final double WIDENED = STUDENT.inverseCumulativeProbability(0.975) / 1.959963984540054;
  /** The chance that right errors fail at one of the bounds. */
  private static final double FALSE_ALARM = 1e-3;
  /** The least share beyond 2: a quarter of the normal law's. */
  private static final double LEAST_BEYOND_TWO = new NormalDistribution(null, 0, 1).cumulativeProbability(-2) / 2;

  /**
   * Looks at z-scores.
   *
   * @param name
   *          for the table
   * @param zs
   *          of independent numbers
   */
  static Coverage of(String name, List<Double> zs) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-24s %6d", name, zs.size()));
    List<String> failures = new ArrayList<>();
    for (double bound : BOUNDS) {
      int beyond = (int) zs.stream().filter(z -> !(Math.abs(z) <= bound)).count();
      double expected = 2 * STUDENT.cumulativeProbability(-bound * WIDENED);
      text.append(String.format(Locale.ROOT, "  %6.3f %% (%.4f %%)", 100.0 * beyond / zs.size(), 100 * expected));
      if (beyond > 0
          && 1 - new BinomialDistribution(null, zs.size(), expected).cumulativeProbability(beyond - 1) < FALSE_ALARM) {
        failures.add(String.format(Locale.ROOT, "%s: %d of %d numbers are off by more than %.0f standard errors", name,
            beyond, zs.size(), bound));
      }
    }
    long beyondTwo = zs.stream().filter(z -> Math.abs(z) > 2).count();
    if (new BinomialDistribution(null, zs.size(), LEAST_BEYOND_TWO)
        .cumulativeProbability((int) beyondTwo) < FALSE_ALARM) {
      failures.add(String.format(Locale.ROOT, "%s: only %d of %d numbers are off by more than 2 standard errors", name,
          beyondTwo, zs.size()));
    }
    return new Coverage(text.append(String.format("%n")).toString(), failures);
  }
}
