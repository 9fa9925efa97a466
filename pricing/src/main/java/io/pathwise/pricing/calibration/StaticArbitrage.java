package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Quotes that contradict each other, whatever the model: a portfolio of the quoted options, held to the last expiry,
 * costs nothing and never loses. With c(x) the call price without discounting over the forward price, and x the strike
 * over it,
 *
 * <ul>
 * <li>vertical spreads: c falls as x rises, by no more than x rises;
 * <li>butterflies: c is convex in x, and 1 at x = 0;
 * <li>calendar spreads: at equal x neither c nor the total variance falls with the expiry.
 * </ul>
 *
 * (P. Carr, D. B. Madan, "A note on sufficient conditions for no arbitrage", Finance Research Letters 2 (2005); of
 * different strikes A. M. G. Cox, D. G. Hobson, "Local martingales, bubbles and option prices", Finance and Stochastics
 * 9 (2005), for the calendar.) Between quoted strikes c is known to lie below the chord of its neighbours and above
 * their extended chords: a calendar spread counts when it contradicts these bounds, so that no interpolation accuses
 * quotes that are right. What volatilities to four digits can be off by is allowed for. Start at {@link #of}.
 */
public final class StaticArbitrage {

  /** Half a unit in the fourth digit of a volatility. */
  private static final double ROUNDING = 5e-5;

  private final List<Slice> slices;
  private final List<Violation> violations = new ArrayList<>();

  private StaticArbitrage(List<Slice> slices) {
    this.slices = slices;
  }

  /**
   * A contradiction.
   *
   * @param quote
   *          the place in the list of one of the quotes, the one in the middle
   * @param text
   *          strike, expiry and what is wrong
   */
  public record Violation(int quote, String text) {}

  /** A normalised call price, with what rounding of its volatility does to it. */
  private record Point(double x, double c, double tolerance) {}

  /** The normalised quotes of an expiry; the first point is x = 0. */
  private record Slice(VolSurface.Expiry expiry, List<Point> points) {

    static Slice of(VolSurface.Expiry expiry) {
      List<Point> points = new ArrayList<>(List.of(new Point(0, 1, 0)));
      for (VolQuote quote : expiry.quotes()) {
        double x = quote.strike() / expiry.forward();
        points.add(new Point(x,
            ImpliedVolatility.timeValue(1, x, quote.time(), quote.vol()) + Math.max(1 - x, 0),
            ROUNDING * ImpliedVolatility.vega(1, x, quote.time(), quote.vol())));
      }
      return new Slice(expiry, points);
    }

    VolQuote quote(int point) {
      return expiry.quotes().get(point - 1);
    }

    /** The number of the last point that is not to the right of x. */
    private int leftOf(double x) {
      int left = 0;
      while (left + 1 < points.size() && points.get(left + 1).x() <= x) {
        left++;
      }
      return left;
    }

    /** The most that a call can be worth: on the chord, and beyond the last strike as much as there. */
    double upperBound(double x) {
      int left = leftOf(x);
      return left + 1 == points.size()
          ? points.get(left).c() + points.get(left).tolerance()
          : line(points.get(left), points.get(left + 1), x, 1);
    }

    /** The least that a call can be worth: on extended chords, and as much as with the next strike. */
    double lowerBound(double x) {
      int left = leftOf(x);
      double bound = Math.max(1 - x, 0);
      if (points.get(left).x() == x) {
        return Math.max(bound, points.get(left).c() - points.get(left).tolerance());
      }
      if (left > 0) {
        bound = Math.max(bound, line(points.get(left - 1), points.get(left), x, -1));
      }
      if (left + 1 < points.size()) {
        bound = Math.max(bound, points.get(left + 1).c() - points.get(left + 1).tolerance());
      }
      if (left + 2 < points.size()) {
        bound = Math.max(bound, line(points.get(left + 1), points.get(left + 2), x, -1));
      }
      return bound;
    }

    /** The line through two points at x, with the tolerance added or taken away. */
    static double line(Point a, Point b, double x, int sign) {
      double share = (x - a.x()) / (b.x() - a.x());
      return a.c() + share * (b.c() - a.c())
          + sign * (Math.abs(1 - share) * a.tolerance() + Math.abs(share) * b.tolerance());
    }
  }

  /**
   * The contradictions among quotes of one asset, by expiry and strike; of a quote with several the first.
   *
   * @param quotes
   *          no two with the same expiry and strike, at forward prices above 0
   */
  public static List<Violation> of(MarketData market, String assetId, List<VolQuote> quotes) {
    Require.given("market", market).asset(assetId);
    StaticArbitrage check = new StaticArbitrage(
        VolSurface.expiries(Require.elements("quotes", quotes), time -> market.forward(assetId, time)).stream()
            .map(Slice::of).toList());
    for (int i = 0; i < check.slices.size(); i++) {
      Slice slice = check.slices.get(i);
      for (int p = 1; p < slice.points().size(); p++) {
        if (!check.spreads(slice, p) && !check.butterfly(slice, p)) {
          check.calendar(i, p);
        }
      }
    }
    return List.copyOf(check.violations);
  }

  private void add(Slice slice, int point, String text) {
    VolQuote quote = slice.quote(point);
    violations.add(new Violation(slice.expiry().places().get(point - 1),
        "strike %s, expiry in %s years: %s".formatted(Require.plain(quote.strike()), number(quote.time()), text)));
  }

  /** Five significant digits. */
  static String number(double value) {
    return Require.plain(Double.parseDouble(String.format(Locale.ROOT, "%.5g", value)));
  }

  private boolean spreads(Slice slice, int p) {
    Point here = slice.points().get(p);
    Point before = slice.points().get(p - 1);
    double fall = before.c() - here.c();
    double tolerance = before.tolerance() + here.tolerance();
    boolean rises = fall < -tolerance;
    boolean fallsTooFast = fall > here.x() - before.x() + tolerance;
    if (rises || fallsTooFast) {
      add(slice, p, "vertical spread: the %s is worth %s of the forward price, %s than that with strike %s, %s"
          .formatted(rises ? "call" : "put", number(rises ? here.c() : here.c() - 1 + here.x()),
              rises ? "more" : "less", Require.plain(slice.quote(p - 1).strike()),
              number(rises ? before.c() : before.c() - 1 + before.x())));
    }
    return rises || fallsTooFast;
  }

  private boolean butterfly(Slice slice, int p) {
    if (p + 1 == slice.points().size()) {
      return false;
    }
    Point here = slice.points().get(p);
    double chord = Slice.line(slice.points().get(p - 1), slice.points().get(p + 1), here.x(), 1);
    boolean isAbove = here.c() - here.tolerance() > chord;
    if (isAbove) {
      add(slice, p, "butterfly: call prices are not convex: %s of the forward price, more than %s between the strikes "
          .formatted(number(here.c()), number(chord)) + (p == 1 ? "0" : Require.plain(slice.quote(p - 1).strike()))
          + " and " + Require.plain(slice.quote(p + 1).strike()));
    }
    return isAbove;
  }

  /** Compares a quote with all other expiries. */
  private void calendar(int i, int p) {
    Slice slice = slices.get(i);
    Point here = slice.points().get(p);
    for (int j = 0; j < slices.size(); j++) {
      Slice other = slices.get(j);
      double bound = i < j ? other.upperBound(here.x()) : i > j ? other.lowerBound(here.x()) : here.c();
      if (i < j && here.c() - here.tolerance() > bound) {
        add(slice, p,
            "calendar spread: total variance %s falls to at most %s at the same strike over forward in %s years"
                .formatted(number(slice.quote(p).totalVariance()), number(variance(here.x(), bound)),
                    number(other.expiry().time())));
        return;
      }
      if (i > j && here.c() + here.tolerance() < bound) {
        add(slice, p,
            "calendar spread: total variance %s has fallen from at least %s at the same strike over forward in %s years"
                .formatted(number(slice.quote(p).totalVariance()), number(variance(here.x(), bound)),
                    number(other.expiry().time())));
        return;
      }
    }
  }

  /** The total variance of a normalised call price. */
  private static double variance(double x, double c) {
    double vol = ImpliedVolatility.ofTimeValue(1, x, 1,
        Math.clamp(c - Math.max(1 - x, 0), 0, Math.min(1, x) * (1 - 1e-15)));
    return vol * vol;
  }
}
