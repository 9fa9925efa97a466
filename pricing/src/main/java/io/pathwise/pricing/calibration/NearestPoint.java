package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * The point next to the origin that lies in some half-spaces: the dual method of D. Goldfarb and A. Idnani ("A
 * numerically stable dual method for solving strictly convex quadratic programs", Mathematical Programming 27, 1983)
 * with the identity as matrix. It begins at the origin and moves into one violated half-space after the other, along
 * the boundaries of those before, of which it leaves behind what only holds it back. The point is the sum of multiplier
 * × normal, so that coordinates of which no such boundary speaks are exactly 0. Start at {@link #of}.
 */
final class NearestPoint {
  /** How far outside of a half-space a point may stay. */
  private static final double OUTSIDE = 1e-11;
  /** The squared length of what is left of a unit normal beside those that it is a combination of. */
  private static final double DEPENDENT = 1e-22;
  private static final int MOST_STEPS_EACH = 20;

  private final List<HalfSpace> halfSpaces;
  private final List<HalfSpace> active = new ArrayList<>();
  private final List<Double> multipliers = new ArrayList<>();
  private RealVector point;
  private int stepsLeft;

  private NearestPoint(int size, List<HalfSpace> halfSpaces) {
    this.halfSpaces = halfSpaces;
    point = new ArrayRealVector(size);
    stepsLeft = MOST_STEPS_EACH * (halfSpaces.size() + 1);
  }

  /** A coordinate with a factor. */
  record Term(int coordinate, double factor) {}

  /**
   * The points at which a sum of terms is at least a bound.
   *
   * @param terms
   *          at least one factor is not 0
   * @param bound
   *          the least
   */
  record HalfSpace(List<Term> terms, double bound) {

    /** The same with a normal of length 1. */
    HalfSpace normalised() {
      double length = Math.sqrt(terms.stream().mapToDouble(term -> term.factor() * term.factor()).sum());
      return new HalfSpace(terms.stream().map(term -> new Term(term.coordinate(), term.factor() / length)).toList(),
          bound / length);
    }

    private double lack(RealVector at) {
      return bound - terms.stream().mapToDouble(term -> term.factor() * at.getEntry(term.coordinate())).sum();
    }

    private void addNormal(RealVector to, double multiple) {
      terms.forEach(term -> to.addToEntry(term.coordinate(), multiple * term.factor()));
    }
  }

  /**
   * The coordinates of the point.
   *
   * @param size
   *          how many there are
   * @throws IllegalArgumentException
   *           when there is no such point, or rounding keeps it from being found
   */
  static double[] of(int size, List<HalfSpace> halfSpaces) {
    NearestPoint search = new NearestPoint(size, halfSpaces.stream().map(HalfSpace::normalised).toList());
    for (Optional<HalfSpace> next = search.farthest(); next.isPresent(); next = search.farthest()) {
      search.enter(next.get());
    }
    return search.point.toArray();
  }

  /** That from which the point is farthest, if it is outside of any. */
  private Optional<HalfSpace> farthest() {
    return halfSpaces.stream().filter(halfSpace -> halfSpace.lack(point) > OUTSIDE && !active.contains(halfSpace))
        .max(Comparator.comparingDouble(halfSpace -> halfSpace.lack(point)));
  }

  private void enter(HalfSpace entering) {
    double multiplier = 0;
    while (true) {
      Require.that(--stepsLeft >= 0, "no point that meets %s conditions was found", halfSpaces.size());
      RealVector direction = new ArrayRealVector(point.getDimension());
      entering.addNormal(direction, 1);
      RealVector falls = falls(direction);
      for (int i = 0; i < active.size(); i++) {
        active.get(i).addNormal(direction, -falls.getEntry(i));
      }
      double squared = direction.dotProduct(direction);
      double whole = squared > DEPENDENT ? entering.lack(point) / squared : Double.POSITIVE_INFINITY;
      int leaving = -1;
      double step = whole;
      for (int i = 0; i < active.size(); i++) {
        if (falls.getEntry(i) > 0 && multipliers.get(i) / falls.getEntry(i) < step) {
          step = multipliers.get(i) / falls.getEntry(i);
          leaving = i;
        }
      }
      Require.that(Double.isFinite(step), "no point meets all of %s conditions", halfSpaces.size());
      for (int i = 0; i < active.size(); i++) {
        multipliers.set(i, multipliers.get(i) - step * falls.getEntry(i));
      }
      multiplier += step;
      if (leaving >= 0) {
        active.remove(leaving);
        multipliers.remove(leaving);
      }
      point = new ArrayRealVector(point.getDimension());
      for (int i = 0; i < active.size(); i++) {
        active.get(i).addNormal(point, multipliers.get(i));
      }
      entering.addNormal(point, multiplier);
      if (leaving < 0) {
        active.add(entering);
        multipliers.add(multiplier);
        return;
      }
    }
  }

  /** By what the multipliers of active half-spaces fall for each unit of the one that enters. */
  private RealVector falls(RealVector normal) {
    if (active.isEmpty()) {
      return new ArrayRealVector();
    }
    RealMatrix normals = new Array2DRowRealMatrix(point.getDimension(), active.size());
    for (int i = 0; i < active.size(); i++) {
      RealVector column = new ArrayRealVector(point.getDimension());
      active.get(i).addNormal(column, 1);
      normals.setColumnVector(i, column);
    }
    return new QRDecomposition(normals).getSolver().solve(normal);
  }
}
