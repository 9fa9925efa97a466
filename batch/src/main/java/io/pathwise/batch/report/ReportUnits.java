package io.pathwise.batch.report;

import io.pathwise.batch.output.Units;
import io.pathwise.batch.page.Numbers;
import io.pathwise.greeks.measure.Measure;

/** The words for units in {@code report.html}; docs/formats.md lists the units themselves. Start at {@link #text}. */
final class ReportUnits {
  private ReportUnits() {}

  /** What a number of a measure is in. */
  static String text(Measure measure, Units units, String currency) {
    return (currency + " " + units.text(measure)).strip();
  }

  /** The units themselves. */
  static String text(Units units) {
    return switch (units) {
      case RAW -> "raw: plain derivatives, per 1 of spot, per 1.00 of vol and rate, per year";
      case DESK -> "desk: vega per vol point, rho per basis point, theta per day, gamma per 1 % of spot";
    };
  }

  /** A share in per cent, to two digits; what is infinite lies in the last bin of a histogram. */
  static String share(double share) {
    if (Double.isNaN(share)) {
      return "–";
    }
    if (Double.isInfinite(share)) {
      return "over 500\u00a0%";
    }
    double percent = 100 * share;
    double unit = Math.pow(10, Math.floor(Math.log10(percent)) - 1);
    return percent == 0 ? "0\u00a0%" : Numbers.text(Math.round(percent / unit) * unit) + "\u00a0%";
  }
}
