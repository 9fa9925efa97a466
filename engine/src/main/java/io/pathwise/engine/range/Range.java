package io.pathwise.engine.range;

import java.util.Arrays;

/**
 * A bound of the value of an expression that holds on all paths. Truth values are the numbers 0 and 1. The operations
 * are in {@link RangeRules}.
 */
public sealed interface Range {

  /** Half the distance of 1 to the next double: what rounding to nearest adds to a number of size 1 at most. */
  double ROUNDING = 0x1p-53;

  /**
   * What only larger normal noise reaches, with a probability below 1e-32, counts as never reached. Further out,
   * rounding times a price would look like a payoff.
   */
  double END_OF_NORMAL_LAW = 12;

  /**
   * Normal noises of a simulation, which are made of 52 binary digits, are smaller than this, so what they add to
   * rounding errors is bounded. What only larger noise reaches is not nothing.
   */
  double LARGEST_NOISE = 8.6;

  /** No path has less. */
  double lower();

  /** No path has more. */
  double upper();

  /**
   * Whether no noise reaches it, so that it has the same bits on all paths, even where rounding leaves open which side
   * of a threshold it is on.
   */
  boolean fixed();

  /** What a sum may be. */
  default Range plus(Range other) {
    return RangeRules.sum(this, other);
  }

  /** What a multiple may be. */
  default Range times(double factor) {
    return RangeRules.product(this, new Known(factor, 0));
  }

  /** A truth value that is known. */
  static Known of(boolean truth) {
    return truth ? Known.TRUE : Known.FALSE;
  }

  /** The numbers from one to another; a single number if they are equal. */
  static Range between(double lower, double upper) {
    if (Double.isNaN(lower) || Double.isNaN(upper)) {
      return Between.ANY;
    }
    return lower == upper && !Double.isInfinite(lower) ? new Known(lower, 0) : new Between(lower, upper, false);
  }

  /** What is either of two. */
  static Range union(Range a, Range b) {
    if (a instanceof Known x && b instanceof Known y && x.value() == y.value()) {
      return new Known(x.value(), Math.max(x.error(), y.error()), x.fixed() && y.fixed());
    }
    return a.equals(b) ? a : between(Math.min(a.lower(), b.lower()), Math.max(a.upper(), b.upper()));
  }

  /**
   * The same number on all paths, up to rounding.
   *
   * @param value
   *          about the number
   * @param error
   *          how far rounding may have moved the number that a path computes from the exact one, to first order
   * @param fixed
   *          false where noise has cancelled, so that paths may differ by rounding
   */
  record Known(double value, double error, boolean fixed) implements Range {
    /** A condition that holds. */
    static final Known TRUE = new Known(1, 0);

    /** A condition that does not hold. */
    static final Known FALSE = new Known(0, 0);

    /** A number that noise does not reach if it is without error. */
    Known(double value, double error) {
      this(value, error, error == 0);
    }

    @Override
    public double lower() {
      return value - error;
    }

    @Override
    public double upper() {
      return value + error;
    }
  }

  /**
   * Any number between two bounds.
   *
   * @param lower
   *          no path has less
   * @param upper
   *          no path has more
   * @param fixed
   *          true where all paths have the same of them
   */
  record Between(double lower, double upper, boolean fixed) implements Range {
    /** A number that may be any. */
    public static final Between ANY = new Between(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

    /** A condition that may hold or not. */
    static final Between EITHER = new Between(0, 1, false);
  }

  /**
   * A sum of normal noises with known weights: centre + Σ weight · noise. Such sums may cancel, as those of the noise
   * across a direction that has been integrated out do; then the number is known.
   */
  final class Line implements Range {
    /** Weights below this share of what they were summed up from are rounding. */
    private static final double CANCELLED = 1e-12;

    private final double centre;
    private final double error;
    private final double[] weights;
    private final double[] scales;

    /**
     * A sum of noises.
     *
     * @param centre
     *          the value without noise
     * @param error
     *          how far rounding may have moved the centre
     * @param weights
     *          of every noise
     * @param scales
     *          for every noise the sum of the absolute values of what its weight was summed up from
     */
    private Line(double centre, double error, double[] weights, double[] scales) {
      this.centre = centre;
      this.error = error;
      this.weights = weights;
      this.scales = scales;
    }

    /** One of so many noises. */
    static Line noise(int number, int count) {
      double[] weights = new double[count];
      weights[number] = 1;
      return new Line(0, 0, weights, weights);
    }

    @Override
    public double lower() {
      return centre - farthest();
    }

    @Override
    public double upper() {
      return centre + farthest();
    }

    @Override
    public boolean fixed() {
      return false;
    }

    private double farthest() {
      return error + END_OF_NORMAL_LAW * Arrays.stream(weights).map(Math::abs).sum();
    }

    /** The sum with a number. */
    Line moved(Known known) {
      return new Line(centre + known.value(), error + known.error() + ROUNDING * Math.abs(centre + known.value()),
          weights, scales);
    }

    /** The sum; known if the noises cancel. */
    Range with(Line other) {
      double[] sums = new double[weights.length];
      double[] sizes = new double[weights.length];
      boolean cancelled = true;
      double left = 0;
      for (int i = 0; i < sums.length; i++) {
        sums[i] = weights[i] + other.weights[i];
        sizes[i] = scales[i] + other.scales[i];
        cancelled &= Math.abs(sums[i]) <= CANCELLED * sizes[i];
        left += Math.abs(sums[i]) + ROUNDING * sizes[i];
      }
      double middle = centre + other.centre;
      double moved = error + other.error + ROUNDING * Math.abs(middle);
      return cancelled ? new Known(middle, moved + LARGEST_NOISE * left) : new Line(middle, moved, sums, sizes);
    }

    /** A multiple. */
    Range scaled(Known known) {
      double factor = known.value();
      if (factor == 0 && known.error() == 0) {
        return known;
      }
      return new Line(centre * factor,
          error * Math.abs(factor) + known.error() * Math.abs(centre) + ROUNDING * Math.abs(centre * factor),
          multiplied(weights, factor), multiplied(scales, Math.abs(factor)));
    }

    private static double[] multiplied(double[] numbers, double factor) {
      double[] products = new double[numbers.length];
      for (int i = 0; i < products.length; i++) {
        products[i] = numbers[i] * factor;
      }
      return products;
    }
  }
}
