package io.pathwise.pricing.calibration;

import io.pathwise.pricing.market.VolQuote;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresFactory;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.ValueAndJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/** One search for the least weighted mean of squared errors, and the best point that it met. Start at {@link #from}. */
final class Search {

  /**
   * Of the numbers that stand for parameters: rounding and what is left of a central difference have errors of about
   * 1e-10 of the derivative then.
   */
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 1e-9;
  private static final int MOST_ITERATIONS = 100;
  /** A fit so close, in volatility, is not improved by another search. */
  private static final double PERFECT = 1e-9;

  private final double[] point;
  private final double cost;
  private final int iterations;

  private Search(double[] point, double cost, int iterations) {
    this.point = point;
    this.cost = cost;
    this.iterations = iterations;
  }

  /** Numbers that stand for parameters. */
  double[] point() {
    return point.clone();
  }

  /** The weighted mean of squared errors. */
  double cost() {
    return cost;
  }

  /** Whether nothing is left for another search to improve. */
  boolean isPerfect() {
    return Math.sqrt(cost) < PERFECT;
  }

  /** How many times the errors were linearised. */
  int iterations() {
    return iterations;
  }

  /** Errors, each times the root of its weight, and their derivatives. */
  private static final class Errors implements ValueAndJacobianFunction {
    private final List<VolQuote> quotes;
    private final Function<double[], double[]> vols;
    private final double[] roots;
    private double[] best;
    private double least;
    private int linearised;

    Errors(double[] start, List<VolQuote> quotes, Function<double[], double[]> vols) {
      this.quotes = quotes;
      this.vols = vols;
      double weights = quotes.stream().mapToDouble(VolQuote::weight).sum();
      roots = quotes.stream().mapToDouble(quote -> Math.sqrt(quote.weight() / weights)).toArray();
      best = start;
      least = Double.POSITIVE_INFINITY;
    }

    @Override
    public RealVector computeValue(double[] point) {
      double[] errors = vols.apply(point);
      double cost = 0;
      for (int i = 0; i < errors.length; i++) {
        errors[i] = roots[i] * (errors[i] - quotes.get(i).vol());
        cost += errors[i] * errors[i];
      }
      if (cost < least) {
        least = cost;
        best = point.clone();
      }
      return new ArrayRealVector(errors, false);
    }

    @Override
    public RealMatrix computeJacobian(double[] point) {
      linearised++;
      double[][] jacobian = new double[roots.length][point.length];
      for (int j = 0; j < point.length; j++) {
        double[] up = vols.apply(moved(point, j, STEP));
        double[] down = vols.apply(moved(point, j, -STEP));
        for (int i = 0; i < roots.length; i++) {
          jacobian[i][j] = roots[i] * (up[i] - down[i]) / (2 * STEP);
        }
      }
      return new Array2DRowRealMatrix(jacobian, false);
    }

    private static double[] moved(double[] point, int j, double by) {
      double[] moved = point.clone();
      moved[j] += by;
      return moved;
    }

    Search found() {
      return new Search(best, least, linearised);
    }

    @Override
    public Pair<RealVector, RealMatrix> value(RealVector point) {
      return new Pair<>(computeValue(point.toArray()), computeJacobian(point.toArray()));
    }
  }

  /**
   * Searches from a point.
   *
   * @param vols
   *          what the model of a point implies at the quotes
   */
  static Search from(double[] start, List<VolQuote> quotes, Function<double[], double[]> vols) {
    Errors errors = new Errors(start, quotes, vols);
    LeastSquaresProblem problem = LeastSquaresFactory.create(errors, new ArrayRealVector(quotes.size()),
        new ArrayRealVector(start), null, null, MOST_ITERATIONS, MOST_ITERATIONS, true, null);
    try {
      new LevenbergMarquardtOptimizer().withCostRelativeTolerance(TOLERANCE).withParameterRelativeTolerance(TOLERANCE)
          .withOrthoTolerance(TOLERANCE).optimize(problem);
    } catch (ConvergenceException | TooManyEvaluationsException | TooManyIterationsException ended) {
      // Rounding leaves nothing to gain, or it takes too long: the best point so far is the answer.
      return errors.found();
    }
    return errors.found();
  }

  /** The weighted mean of squared errors. */
  static double cost(List<VolQuote> quotes, double[] vols) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < vols.length; i++) {
      double error = vols[i] - quotes.get(i).vol();
      sum += quotes.get(i).weight() * error * error;
      weights += quotes.get(i).weight();
    }
    return sum / weights;
  }
}
