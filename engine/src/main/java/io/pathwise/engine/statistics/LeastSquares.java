package io.pathwise.engine.statistics;

import io.pathwise.engine.statistics.ControlRegression.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The coefficients of {@link ControlRegression}: a Cholesky decomposition of the controls' covariances that grows by
 * one accepted control at a time, so that a superfluous control is recognised by its pivot and the order of preference
 * is kept. Commons Math's decompositions either refuse a singular matrix or choose their own order.
 *
 * <p>
 * Outputs are scaled by powers of two to variances within [½, 2), exactly, so that no covariance overflows or
 * underflows. Positions are those of {@link CentredMoments}.
 */
final class LeastSquares {
  /** A control is collinear if no more than this share of its variance is left after those before it. */
  private static final double MIN_RESIDUAL_SHARE = 1e-10;

  /**
   * Binary logarithm of the largest ratio of the output's spread to a control's; coefficients stay below 10^5 times it.
   */
  private static final int MAX_SCALE_RATIO = 1000;

  private final CentredMoments moments;
  private final long maxControls;
  private final List<Integer> accepted = new ArrayList<>();
  /** Rows of the lower triangular factor of the accepted controls' scaled covariances. */
  private final List<double[]> factor = new ArrayList<>();

  LeastSquares(CentredMoments moments, long maxControls) {
    this.moments = moments;
    this.maxControls = maxControls;
  }

  /** Takes a control in unless there is a reason not to. */
  Use offer(int control) {
    if (moments.product(control, control).isZero()) {
      return Use.CONSTANT;
    }
    if (scale(0) - scale(control) > MAX_SCALE_RATIO) {
      return Use.NOT_FINITE;
    }
    double[] row = substituteForward(control);
    double variance = covariance(control, control);
    double left = variance;
    for (int i = 0; i < accepted.size(); i++) {
      left -= row[i] * row[i];
    }
    if (left <= MIN_RESIDUAL_SHARE * variance) {
      return Use.COLLINEAR;
    }
    if (accepted.size() >= maxControls) {
      return Use.TOO_FEW_SAMPLES;
    }
    row[accepted.size()] = Math.sqrt(left);
    accepted.add(control);
    factor.add(row);
    return Use.USED;
  }

  /** Positions of the controls taken in. */
  List<Integer> accepted() {
    return Collections.unmodifiableList(accepted);
  }

  /** The coefficient of every position: zero for the output and for controls not taken in. */
  double[] coefficients() {
    double[] coefficients = new double[moments.count()];
    double[] solution = substituteForward(0);
    for (int i = accepted.size() - 1; i >= 0; i--) {
      for (int j = i + 1; j < accepted.size(); j++) {
        solution[i] -= factor.get(j)[i] * solution[j];
      }
      solution[i] /= factor.get(i)[i];
      coefficients[accepted.get(i)] = Math.scalb(solution[i], scale(0) - scale(accepted.get(i)));
    }
    return coefficients;
  }

  /** Solves L x = covariances of the accepted controls with another position; one element longer than x. */
  private double[] substituteForward(int other) {
    double[] solution = new double[accepted.size() + 1];
    for (int i = 0; i < accepted.size(); i++) {
      double[] row = factor.get(i);
      double sum = covariance(accepted.get(i), other);
      for (int j = 0; j < i; j++) {
        sum -= row[j] * solution[j];
      }
      solution[i] = sum / row[i];
    }
    return solution;
  }

  private double covariance(int i, int j) {
    return moments.product(i, j).scaled(-scale(i) - scale(j)).round();
  }

  /** Half the binary exponent of a position's centred square. */
  private int scale(int i) {
    Dyadic square = moments.product(i, i);
    return Math.floorDiv(square.exponent() + square.unscaled().bitLength(), 2);
  }
}
