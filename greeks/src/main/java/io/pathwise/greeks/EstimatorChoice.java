package io.pathwise.greeks;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The estimators that can be asked for by name, for first-order measures and, where it makes sense, second-order ones.
 */
public enum EstimatorChoice {
  /** Pathwise by tangents; second order: pathwise twice. */
  PATHWISE_TANGENT("pathwise-tangent"),
  /** Pathwise by adjoints; first order only. */
  PATHWISE_ADJOINT("pathwise-adjoint"),
  /** Score of the first sample nodes (first step with variance). */
  SCORE_FIRST("score-first"),
  /** Score of the last sample nodes. */
  SCORE_LAST("score-last"),
  /** Score of all sample nodes. */
  SCORE_ALL("score-all"),
  /** Second order: score of the first nodes of the pathwise derivative. */
  SCORE_FIRST_OF_PATHWISE("score-first-of-pathwise"),
  /** Second order: score of all nodes of the pathwise derivative. */
  SCORE_ALL_OF_PATHWISE("score-all-of-pathwise"),
  /** Central differences with common noise: biased. */
  BUMP("bump");

  private final String label;

  EstimatorChoice(String label) {
    this.label = label;
  }

  /** The spelling in files and on the command line. */
  public String label() {
    return label;
  }

  /**
   * The estimator with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing the spellings allowed
   */
  public static EstimatorChoice of(String label) {
    return Arrays.stream(values()).filter(choice -> choice.label.equals(label)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown estimator '" + label + "', allowed: "
            + Arrays.stream(values()).map(EstimatorChoice::label).collect(Collectors.joining(", "))));
  }
}
