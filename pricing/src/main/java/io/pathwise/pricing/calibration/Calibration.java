package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.List;

/**
 * Fits a model of one asset to quoted implied volatilities: the sum of weighted squared differences of volatilities is
 * least. They, and not prices, are what is quoted and compared, have one size at all strikes and expiries, and stay
 * small where a model is far off, which prices over vegas do not in the wings. The search is that of Levenberg (1944)
 * and Marquardt (1963) in the form of Moré (1978), by Commons Math. Nothing is random, so that equal quotes give equal
 * models. Start at {@link #fit}; models with a known law are found by {@link LawFit}, surfaces of implied volatilities
 * by {@link SurfaceFit}.
 */
public final class Calibration {

  /** Of the forward price; what is worth less does not tell its volatility to an integration. */
  private static final double LEAST_PRICE = 1e-9;

  private Calibration() {}

  /**
   * The model of a family that is closest to some quotes. How it is simulated is taken from the asset's model, if that
   * has the same way.
   *
   * @param quotes
   *          as many as {@link #requireQuotes} asks for
   * @throws IllegalArgumentException
   *           when {@link #require} or {@link #requireQuotes} refuses, or the asset cannot have the model
   */
  public static Fit fit(MarketData market, String assetId, List<VolQuote> quotes, ModelFamily family) {
    Asset asset = Require.given("market", market).asset(assetId);
    List<VolQuote> all = requireQuotes(assetId, quotes, family);
    all.forEach(quote -> require(market, assetId, quote));
    Fit fit = family.law().map(law -> LawFit.of(market, asset, all, law))
        .orElseGet(() -> SurfaceFit.of(market, asset, all));
    market.with(asset.withModel(fit.model()));
    return fit;
  }

  /**
   * Refuses a quote that no model can be fitted to: what it is worth must be told apart from the intrinsic value, and
   * the law of the price at its expiry be known.
   */
  public static void require(MarketData market, String assetId, VolQuote quote) {
    Dividends dividends = Require.given("market", market).asset(assetId).dividends();
    Require.that(
        dividends.cashModel() == Dividends.CashModel.ESCROWED
            || dividends.cash(Require.given("quote", quote).time()).isEmpty(),
        "asset %s pays dividends of cash before the expiry under dividendModel spot, where no law of the price is known "
            + "to fit; known are those of dividendModel escrowed, of proportional dividends and of yields",
        assetId);
    double forward = forward(market, assetId, quote.time());
    double worth = ImpliedVolatility.timeValue(forward, quote.strike(), quote.time(), quote.vol());
    Require.that(worth >= LEAST_PRICE * forward,
        "an option with strike %s and vol %s is worth %s of the forward price %s beside its intrinsic value, must be at "
            + "least %s to tell a volatility",
        quote.strike(), quote.vol(), Double.toString(worth / forward), forward, Double.toString(LEAST_PRICE));
  }

  /** The forward price of an asset for an expiry, by which quotes are made; refused where it is not above 0. */
  public static double forward(MarketData market, String assetId, double time) {
    double forward = Require.given("market", market).forward(assetId, time);
    Require.that(forward > 0, "the forward price of %s for the expiry is %s, must be > 0", assetId, forward);
    return forward;
  }

  /** Refuses fewer quotes than parameters: of all expiries together, or of each one where each has parameters. */
  public static List<VolQuote> requireQuotes(String assetId, List<VolQuote> quotes, ModelFamily family) {
    List<VolQuote> all = Require.elements("quotes", quotes);
    Require.given("family", family).law().ifPresentOrElse(
        law -> Require.that(all.size() >= law.size(), "asset %s has %s quotes, must be at least %s, the parameters of "
            + "%s", assetId, all.size(), law.size(), family.label()),
        () -> SurfaceFit.requireQuotes(assetId, all, family.label()));
    return all;
  }
}
