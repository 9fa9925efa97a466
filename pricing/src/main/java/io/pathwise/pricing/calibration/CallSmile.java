package io.pathwise.pricing.calibration;

import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.List;

/**
 * The quotes of an expiry as call prices without discounting over the forward price, by strike over forward price x.
 * Between quoted strikes every convex price lies below the chord of its neighbours and above their extended chords;
 * these bounds are linear in the quoted prices. Start at {@link #of}, {@link #upperBound} and {@link #lowerBounds}.
 *
 * @param expiry
 *          the quotes
 * @param points
 *          by x, the first at x = 0, then one for each quote
 */
record CallSmile(VolSurface.Expiry expiry, List<Point> points) {

  /** Half a unit in the fourth digit of a volatility. */
  private static final double ROUNDING = 5e-5;

  /**
   * A call price.
   *
   * @param x
   *          strike over forward price
   * @param c
   *          the price
   * @param timeValue
   *          what it is above the intrinsic value, to its own precision
   * @param vega
   *          its derivative by the volatility; 0 at x = 0, where it is certain
   */
  record Point(double x, double c, double timeValue, double vega) {

    /** What rounding of its volatility does to it. */
    double tolerance() {
      return ROUNDING * vega;
    }
  }

  /**
   * The line through two points, at some x: the price at the first and a share of the way to the second.
   *
   * @param first
   *          number of a point
   * @param second
   *          number of another, or of the same
   * @param share
   *          0 at the first, 1 at the second
   */
  record Chord(int first, int second, double share) {

    static Chord at(int point) {
      return new Chord(point, point, 0);
    }
  }

  static CallSmile of(VolSurface.Expiry expiry) {
    List<Point> points = new ArrayList<>(List.of(new Point(0, 1, 0, 0)));
    for (VolQuote quote : expiry.quotes()) {
      double x = quote.strike() / expiry.forward();
      double timeValue = ImpliedVolatility.timeValue(1, x, quote.time(), quote.vol());
      points.add(new Point(x, timeValue + Math.max(1 - x, 0), timeValue,
          ImpliedVolatility.vega(1, x, quote.time(), quote.vol())));
    }
    return new CallSmile(expiry, List.copyOf(points));
  }

  VolQuote quote(int point) {
    return expiry.quotes().get(point - 1);
  }

  /** The place of the quote of a point among all quotes of the asset. */
  int place(int point) {
    return expiry.places().get(point - 1);
  }

  boolean isLast(int point) {
    return point + 1 == points.size();
  }

  /** The number of the last point that is not to the right of x. */
  private int leftOf(double x) {
    int left = 0;
    while (left + 1 < points.size() && points.get(left + 1).x() <= x) {
      left++;
    }
    return left;
  }

  /** Through two points at x. */
  Chord chord(int first, int second, double x) {
    double from = points.get(first).x();
    return new Chord(first, second, (x - from) / (points.get(second).x() - from));
  }

  /** The most that a call can be worth: on the chord, and beyond the last strike as much as there. */
  Chord upperBound(double x) {
    int left = leftOf(x);
    return isLast(left) ? Chord.at(left) : chord(left, left + 1, x);
  }

  /** What a call is worth at least: on extended chords, and as much as with the next strike; its intrinsic value. */
  List<Chord> lowerBounds(double x) {
    int left = leftOf(x);
    if (points.get(left).x() == x) {
      return List.of(Chord.at(left));
    }
    List<Chord> bounds = new ArrayList<>();
    if (left > 0) {
      bounds.add(chord(left - 1, left, x));
    }
    if (!isLast(left)) {
      bounds.add(Chord.at(left + 1));
    }
    if (left + 2 < points.size()) {
      bounds.add(chord(left + 1, left + 2, x));
    }
    return bounds;
  }

  double value(Chord chord) {
    double from = points.get(chord.first()).c();
    return from + chord.share() * (points.get(chord.second()).c() - from);
  }

  /** What rounding of volatilities does to it. */
  double tolerance(Chord chord) {
    return Math.abs(1 - chord.share()) * points.get(chord.first()).tolerance()
        + Math.abs(chord.share()) * points.get(chord.second()).tolerance();
  }
}
