package io.pathwise.engine.optimise;

import java.util.List;
import java.util.Optional;

/**
 * Where a search ended, and what is known of the minimum.
 *
 * @param method
 *          how it was searched for
 * @param verdict
 *          why the search ended
 * @param parameters
 *          in the order of the objective
 * @param value
 *          the mean of the objective over the set of samples, before the last correction
 * @param iterations
 *          steps
 * @param paths
 *          simulated, all terms, scaling, judging and the interval included
 * @param history
 *          what was seen between rounds
 */
public record Minimum(Method method, Verdict verdict, List<Parameter> parameters, double value, long iterations,
    long paths, List<Look> history) {

  /** Copies the lists. */
  public Minimum {
    parameters = List.copyOf(parameters);
    history = List.copyOf(history);
  }

  /** Why a search ended. */
  public enum Verdict {
    /** The gradient cannot be told from zero and would bring no more than the tolerance. */
    CONVERGED("the gradient cannot be told from zero, and following it would bring less than the tolerance", true),
    /** The same, but the curvature is not surely positive: parameters are not told apart, or it is no minimum. */
    UNDETERMINED(
        "the gradient cannot be told from zero, but neither can how the objective curves in some direction: it does "
            + "not tell the parameters apart",
        false),
    /** The paths that were allowed were spent before. */
    PATHS_SPENT("the most paths that were allowed were simulated before the gradient was small enough", false),
    /** No step leads on, however small, or the objective is not finite. */
    STUCK("no step made the objective smaller, however small", false);

    private final String text;
    private final boolean isConverged;

    Verdict(String text, boolean isConverged) {
      this.text = text;
      this.isConverged = isConverged;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** Whether the minimum was found. */
    public boolean isConverged() {
      return isConverged;
    }
  }

  /**
   * A parameter.
   *
   * @param value
   *          where the search ended
   * @param isAtLimit
   *          whether it is at a limit that the gradient pushes it against
   * @param known
   *          how far the minimum is known; empty at a limit, or if none was found
   */
  public record Parameter(double value, boolean isAtLimit, Optional<Known> known) {}

  /**
   * How far a parameter of the minimum is known.
   *
   * @param standardError
   *          of the parameter
   * @param low
   *          lower end of the 95 % confidence interval
   * @param high
   *          upper end
   */
  public record Known(double standardError, double low, double high) {

    /** Whether a number lies in the interval. */
    public boolean covers(double parameter) {
      return low <= parameter && parameter <= high;
    }
  }

  /**
   * What was seen between rounds.
   *
   * @param iterations
   *          steps so far
   * @param paths
   *          simulated so far
   * @param parameters
   *          where the search was
   * @param value
   *          the mean of the objective over the samples that were looked at
   * @param gradient
   *          the length of its mean gradient, by shares of the intervals
   * @param gradientError
   *          the root mean square error of that gradient
   * @param decrease
   *          what following it is expected to bring
   */
  public record Look(long iterations, long paths, List<Double> parameters, double value, double gradient,
      double gradientError, double decrease) {

    /** Copies the list. */
    public Look {
      parameters = List.copyOf(parameters);
    }
  }
}
