package io.pathwise.batch.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a plot. Made by {@link #of} or {@link #exact} and filled by {@link #add}.
 *
 * @param name
 *          for the legend
 * @param style
 *          how it is drawn
 * @param points
 *          in order
 */
record Series(String name, Style style, List<Point> points) {

  /** How a line is drawn. */
  enum Style {
    /** Measured: symbols with error bars, joined by a line. */
    MEASURED,
    /** Known: a dashed line without symbols. */
    EXACT
  }

  /**
   * A point, with the interval in which the truth lies.
   *
   * @param x
   *          the abscissa
   * @param y
   *          the ordinate
   * @param low
   *          lower end of the error bar
   * @param high
   *          its upper end
   */
  record Point(double x, double y, double low, double high) {}

  /** A measured line without points yet. */
  static Series of(String name) {
    return new Series(name, Style.MEASURED, new ArrayList<>());
  }

  /** A known line without points yet. */
  static Series exact(String name) {
    return new Series(name, Style.EXACT, new ArrayList<>());
  }

  /** Adds a point without error. */
  Series add(double x, double y) {
    points.add(new Point(x, y, y, y));
    return this;
  }

  /** Adds the variance per path of a measurement, if there is one; what is rounding only counts as 0. */
  Series addVariance(double x, Measurement measurement) {
    if (measurement.isExactUpToRounding()) {
      add(x, 0);
    } else if (measurement.hasNumber()) {
      points.add(
          new Point(x, measurement.variance(), measurement.varianceLow(), measurement.varianceHigh()));
    }
    return this;
  }

  /** Adds the value of a measurement with its 95 % confidence interval, if there is one. */
  Series addValue(double x, Measurement measurement) {
    if (measurement.hasNumber()) {
      double half = measurement.halfWidth();
      points.add(new Point(x, measurement.value(), measurement.value() - half, measurement.value() + half));
    }
    return this;
  }
}
