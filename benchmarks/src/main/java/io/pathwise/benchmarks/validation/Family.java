package io.pathwise.benchmarks.validation;

import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * Independent z-scores, at most one of each trade, and whether they look standard normal: the sum of their squares is
 * χ² distributed when standard errors are neither too small nor too large, their sum is normal when there is no bias.
 *
 * @param name
 *          for the table
 * @param zs
 *          the z-scores
 */
record Family(String name, List<Double> zs) {

  Family {
    zs = List.copyOf(zs);
  }

  double meanSquare() {
    return zs.stream().mapToDouble(z -> z * z).average().orElse(Double.NaN);
  }

  /** How unlikely so small or so large a spread is: two-sided p-value of the χ² test. */
  double spreadProbability() {
    double below = new ChiSquaredDistribution(zs.size()).cumulativeProbability(meanSquare() * zs.size());
    return 2 * Math.min(below, 1 - below);
  }

  /** The z-score of the mean of the z-scores. */
  double bias() {
    return zs.stream().mapToDouble(z -> z).sum() / Math.sqrt(zs.size());
  }

  /** How unlikely so large a bias is, two-sided. */
  double biasProbability() {
    return Erf.erfc(Math.abs(bias()) / Math.sqrt(2));
  }
}
