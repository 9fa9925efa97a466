package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import org.apache.commons.math3.special.Gamma;

/**
 * European and digital options under constant elasticity of variance, beta below 1 and absorbed at 0, by the noncentral
 * chi-square law (Schroder 1989, "Computing the constant elasticity of variance option pricing formula"). Start at
 * {@link #value}.
 */
final class SchroderPrice implements ReferencePrice {

  /** Weights beyond so many standard deviations do not count. */
  private static final double REACH = 12;

  @Override
  public double value(MarketData market, Product product) {
    Underlying underlying = Underlying.of(market, product);
    ElasticVol local = ((AssetModel.Cev) underlying.model()).local();
    double time = product.expiry();
    double growth = Math.exp(underlying.logGrowth(time));
    double quoted = ((Option) product).strike();
    double strike = quoted / growth;
    double start = underlying.initial();
    double power = 1 - local.beta();
    double variance = Math.pow(power * local.vol() * Math.pow(local.reference(), power), 2) * time;
    double x = Math.pow(strike, 2 * power) / variance;
    double y = Math.pow(start, 2 * power) / variance;
    double above = distribution(y, 1 / power, x);
    double priceAbove = start * (1 - distribution(x, 2 + 1 / power, y));
    boolean isCall = product.domestic() instanceof European european
        ? european.option() == OptionType.CALL
        : ((Digital) product).option() == OptionType.CALL;
    double paid = switch (product) {
      case European _ -> isCall
          ? growth * priceAbove - quoted * above
          : quoted * (1 - above) - growth * (start - priceAbove);
      case Digital digital when digital.payout() == Digital.Payout.CASH ->
        digital.amount() * (isCall ? above : 1 - above);
      case Digital digital -> digital.amount() * growth * (isCall ? priceAbove : start - priceAbove);
      default -> throw new IllegalArgumentException("no formula for " + product);
    };
    return paid * underlying.discount(time);
  }

  /** The distribution function of the noncentral chi-square law: a Poisson mixture of central ones. */
  private static double distribution(double at, double degrees, double noncentrality) {
    double half = 0.5 * noncentrality;
    double z = 0.5 * at;
    int first = (int) Math.max(0, half - REACH * Math.sqrt(half + 1) - REACH);
    int last = (int) (half + REACH * Math.sqrt(half + 1) + REACH);
    double shape = 0.5 * degrees + last;
    double below = Gamma.regularizedGammaP(shape, z, 1e-16, 1_000_000);
    double sum = 0;
    for (int j = last; j >= first; j--) {
      sum += Math.exp(-half + j * Math.log(half) - Gamma.logGamma(j + 1.0)) * below;
      shape--;
      below += shape > 0 ? Math.exp(shape * Math.log(z) - z - Gamma.logGamma(shape + 1)) : 0;
    }
    return sum;
  }
}
