package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a product on one asset reads, as S(t) = Y(t) G(t) + D(t): Y follows the model and starts at {@link #initial}, G
 * is the growth of rates, yields and proportional dividends, D what is certain of escrowed dividends (Hull, "Options,
 * Futures, and Other Derivatives"). A composite has the exchange rate in Y, a quanto a drift (Reiner 1992). Start at
 * {@link #of}.
 */
final class Underlying {

  private final MarketData market;
  private final Asset asset;
  private final Optional<CrossCurrency> conversion;
  private final Optional<ExchangeRate> rate;
  private final ZeroCurve payment;
  private final double expiry;

  private Underlying(MarketData market, Product product) {
    this.market = market;
    this.asset = market.asset(product.domestic().assets().getFirst());
    this.conversion = product.crossCurrency();
    this.rate = conversion.flatMap(cross -> cross.rate(asset.id()));
    this.payment = product.curve(market);
    this.expiry = product.expiry();
  }

  static Underlying of(MarketData market, Product product) {
    return new Underlying(market, product);
  }

  Asset asset() {
    return asset;
  }

  AssetModel model() {
    return asset.model();
  }

  boolean isComposite() {
    return conversion.filter(cross -> cross.conversion() == CrossCurrency.Conversion.COMPOSITE).isPresent();
  }

  private boolean isQuanto() {
    return conversion.isPresent() && !isComposite();
  }

  private boolean isEscrowed() {
    return asset.dividends().cashModel() == Dividends.CashModel.ESCROWED;
  }

  /** Y today. */
  double initial() {
    double worth = isEscrowed() ? toCome(0) : 0;
    double quoted = asset.spot() - worth;
    return isComposite() ? quoted * rate.orElseThrow().today(market) : quoted;
  }

  /** The logarithm of G. */
  double logGrowth(double time) {
    double growth = carry(asset, time) + asset.dividends().logKept(time);
    if (!isComposite()) {
      return growth;
    }
    double ofRate = carry(market.asset(rate.orElseThrow().asset()), time);
    return rate.orElseThrow().inverse() ? growth - ofRate : growth + ofRate;
  }

  private double carry(Asset of, double time) {
    double carry = market.curve(of.curve()).rateTime(time) - of.dividendYield() * time;
    for (String held : of.heldCurves()) {
      carry -= market.curve(held).rateTime(time);
    }
    return carry;
  }

  /** D, what escrowed dividends after a time are worth then, as quoted. */
  double toCome(double time) {
    double worth = 0;
    if (isEscrowed()) {
      for (Dividend dividend : asset.dividends().cash(expiry)) {
        if (dividend.time() > time) {
          worth += dividend.amount() * Math.exp(quotedGrowth(time) - quotedGrowth(dividend.time()));
        }
      }
    }
    return worth;
  }

  private double quotedGrowth(double time) {
    return carry(asset, time) + asset.dividends().logKept(time);
  }

  /** Dividends of cash by which the price falls. */
  List<Dividend> falls() {
    return isEscrowed() ? List.of() : asset.dividends().cash(expiry);
  }

  /** The value today of one unit of the currency of payment. */
  double discount(double time) {
    return payment.discountFactor(time);
  }

  /** Times before the expiry at which the speed of something may jump. */
  SortedSet<Double> pillars() {
    TreeSet<Double> times = new TreeSet<>();
    asset.model().blackVols().map(VolTermStructure::times).ifPresent(times::addAll);
    if (asset.model() instanceof AssetModel.LocalVol local) {
      times.addAll(local.surface().times());
    }
    rate.flatMap(known -> market.asset(known.asset()).model().blackVols()).map(VolTermStructure::times)
        .ifPresent(times::addAll);
    times.removeIf(time -> time >= expiry);
    return times;
  }

  /** The variance of Y per year between two times under Black–Scholes, between which no pillar lies. */
  double variance(double from, double to) {
    double own = variance(asset, from, to);
    if (!isComposite()) {
      return own;
    }
    double ofRate = variance(market.asset(rate.orElseThrow().asset()), from, to);
    double both = 2 * correlation() * Math.sqrt(own * ofRate);
    return own + ofRate + (rate.orElseThrow().inverse() ? -both : both);
  }

  private static double variance(Asset of, double from, double to) {
    VolTermStructure vols = of.model().blackVols().orElseThrow();
    return (vols.totalVariance(to) - vols.totalVariance(from)) / (to - from);
  }

  /** What the drift of the logarithm of Y is for a volatility of one, between two times: 0 but for a quanto. */
  double driftOfVol(double from, double to) {
    if (!isQuanto()) {
      return 0;
    }
    double drift = correlation() * Math.sqrt(variance(market.asset(rate.orElseThrow().asset()), from, to));
    return rate.orElseThrow().inverse() ? drift : -drift;
  }

  private double correlation() {
    return market.correlations().get(asset.id(), rate.orElseThrow().asset());
  }
}
