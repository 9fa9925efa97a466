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
 * quotes that are right. What volatilities to four digits can be off by is allowed for. Start at {@link #of};
 * {@link QuoteRepair} moves such quotes.
 */
public final class StaticArbitrage {

  private final List<CallSmile> smiles;
  private final List<Violation> violations = new ArrayList<>();

  private StaticArbitrage(List<CallSmile> smiles) {
    this.smiles = smiles;
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
            .map(CallSmile::of).toList());
    for (int i = 0; i < check.smiles.size(); i++) {
      CallSmile smile = check.smiles.get(i);
      for (int p = 1; p < smile.points().size(); p++) {
        if (!check.spreads(smile, p) && !check.butterfly(smile, p)) {
          check.calendar(i, p);
        }
      }
    }
    return List.copyOf(check.violations);
  }

  private void add(CallSmile smile, int point, String text) {
    VolQuote quote = smile.quote(point);
    violations.add(new Violation(smile.place(point),
        "strike %s, expiry in %s years: %s".formatted(Require.plain(quote.strike()), number(quote.time()), text)));
  }

  /** Five significant digits. */
  static String number(double value) {
    return Require.plain(Double.parseDouble(String.format(Locale.ROOT, "%.5g", value)));
  }

  private boolean spreads(CallSmile smile, int p) {
    CallSmile.Point here = smile.points().get(p);
    CallSmile.Point before = smile.points().get(p - 1);
    double fall = before.c() - here.c();
    double tolerance = before.tolerance() + here.tolerance();
    boolean rises = fall < -tolerance;
    boolean fallsTooFast = fall > here.x() - before.x() + tolerance;
    if (rises || fallsTooFast) {
      add(smile, p, "vertical spread: the %s is worth %s of the forward price, %s than that with strike %s, %s"
          .formatted(rises ? "call" : "put", number(rises ? here.c() : here.c() - 1 + here.x()),
              rises ? "more" : "less", Require.plain(smile.quote(p - 1).strike()),
              number(rises ? before.c() : before.c() - 1 + before.x())));
    }
    return rises || fallsTooFast;
  }

  private boolean butterfly(CallSmile smile, int p) {
    if (smile.isLast(p)) {
      return false;
    }
    CallSmile.Point here = smile.points().get(p);
    CallSmile.Chord neighbours = smile.chord(p - 1, p + 1, here.x());
    double chord = smile.value(neighbours) + smile.tolerance(neighbours);
    boolean isAbove = here.c() - here.tolerance() > chord;
    if (isAbove) {
      add(smile, p, "butterfly: call prices are not convex: %s of the forward price, more than %s between the strikes "
          .formatted(number(here.c()), number(chord)) + (p == 1 ? "0" : Require.plain(smile.quote(p - 1).strike()))
          + " and " + Require.plain(smile.quote(p + 1).strike()));
    }
    return isAbove;
  }

  /** Compares a quote with all other expiries. */
  private void calendar(int i, int p) {
    CallSmile smile = smiles.get(i);
    CallSmile.Point here = smile.points().get(p);
    for (int j = 0; j < smiles.size(); j++) {
      CallSmile other = smiles.get(j);
      double bound = i < j ? most(other, here.x()) : i > j ? least(other, here.x()) : here.c();
      if (i < j && here.c() - here.tolerance() > bound) {
        add(smile, p,
            "calendar spread: total variance %s falls to at most %s at the same strike over forward in %s years"
                .formatted(number(smile.quote(p).totalVariance()), number(variance(here.x(), bound)),
                    number(other.expiry().time())));
        return;
      }
      if (i > j && here.c() + here.tolerance() < bound) {
        add(smile, p,
            "calendar spread: total variance %s has fallen from at least %s at the same strike over forward in %s years"
                .formatted(number(smile.quote(p).totalVariance()), number(variance(here.x(), bound)),
                    number(other.expiry().time())));
        return;
      }
    }
  }

  private static double most(CallSmile smile, double x) {
    CallSmile.Chord bound = smile.upperBound(x);
    return smile.value(bound) + smile.tolerance(bound);
  }

  private static double least(CallSmile smile, double x) {
    return Math.max(Math.max(1 - x, 0), smile.lowerBounds(x).stream()
        .mapToDouble(bound -> smile.value(bound) - smile.tolerance(bound)).max().orElse(0));
  }

  /** The total variance of a normalised call price. */
  private static double variance(double x, double c) {
    double vol = ImpliedVolatility.ofTimeValue(1, x, 1,
        Math.clamp(c - Math.max(1 - x, 0), 0, Math.min(1, x) * (1 - 1e-15)));
    return vol * vol;
  }
}
