package io.pathwise.greeks.policy;

import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.pricing.Require;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the estimator of a number is chosen among those that are valid for it. */
public enum Policy {
  /**
   * As an investment: estimators are chosen by structure ({@link #PREFERENCE}), and by a pilot ({@link #PILOT}) where
   * the first blocks of paths show that it pays: it takes less time than it can save, or what is paid is too rare to be
   * met otherwise. Times come from a fixed table, so the choice is the same everywhere.
   */
  AUTO("auto"),
  /**
   * By evidence: a short simulation with noise of its own measures the variance of every unbiased candidate, and the
   * least variance × cost wins.
   */
  PILOT("pilot"),
  /**
   * By structure alone, without a pilot: the first valid unbiased candidate in the order of {@link EstimatorChoice}, of
   * second order vibrato last. For portfolios of so many trades that pilots would take longer than what they save.
   */
  PREFERENCE("preference"),
  /**
   * By structure alone, and of estimators that leave the program as it is: pathwise where it is valid, else the score
   * of the fewest nodes that cut every way from the parameter to a threshold, else a bump. The plainest, and the
   * fastest to choose and to compile.
   */
  STRUCTURAL("structural");

  private final String label;

  Policy(String label) {
    this.label = label;
  }

  /** The spelling in files and on the command line. */
  public String label() {
    return label;
  }

  /**
   * The policy with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing the spellings allowed
   */
  public static Policy of(String label) {
    Require.given("label", label);
    return Arrays.stream(values()).filter(policy -> policy.label.equals(label)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + label + "', allowed: "
            + Arrays.stream(values()).map(Policy::label).collect(Collectors.joining(", "))));
  }
}
