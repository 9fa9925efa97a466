package io.pathwise.greeks;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.analytic.BivariateNormal;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * An autocallable on two assets with flat vols, observed twice, the second time at expiry: a quadrature over the prices
 * at the first date, with ends at the barriers, of what Stulz's formula and the bivariate normal distribution give for
 * the rest. Derivatives are central differences of it, with an error of about 1e-4 of their size.
 */
final class TwoDateAutocallable {

  private static final double REACH = 6.5;
  private static final double PANEL = 2.2;
  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();
  private static final double STEP = 1e-3;

  private final MarketData market;
  private final Autocallable product;
  private final double first;
  private final double rest;
  private final double rho;

  private TwoDateAutocallable(MarketData market, Autocallable product) {
    this.market = market;
    this.product = product;
    this.first = product.observations().getFirst();
    this.rest = product.expiry() - first;
    this.rho = market.correlations().get(product.assets().get(0), product.assets().get(1));
  }

  /** A point of the quadrature over one log performance, its weight times the density of the price's own law. */
  private record Node(double z, double performance, double weight) {}

  static double value(MarketData market, Autocallable product) {
    return new TwoDateAutocallable(market, product).value();
  }

  /** The derivative by one or two factors (spots, vols, correlations). */
  static double derivative(MarketData market, Autocallable product, List<RiskFactor> factors) {
    RiskFactor factor = factors.getFirst();
    List<RiskFactor> others = factors.subList(1, factors.size());
    double h = STEP * (factor instanceof RiskFactor.Spot(String id) ? market.asset(id).spot() : 1);
    return (at(market.shifted(factor, h), product, others) - at(market.shifted(factor, -h), product, others)) / (2 * h);
  }

  private static double at(MarketData market, Autocallable product, List<RiskFactor> factors) {
    return factors.isEmpty() ? value(market, product) : derivative(market, product, factors);
  }

  private double value() {
    double root = Math.sqrt(1 - rho * rho);
    double sum = 0;
    List<Node> second = nodes(1);
    for (Node a : nodes(0)) {
      for (Node b : second) {
        double independent = (b.z() - rho * a.z()) / root;
        // the density of the pair over that of the first times that of the second
        double density = Math.exp(-0.5 * (independent * independent - b.z() * b.z())) / root;
        double weight = a.weight() * b.weight() * density;
        if (Math.abs(independent) < REACH) {
          sum += weight * afterFirst(a.performance(), b.performance());
        }
      }
    }
    return discount(0, first) * sum;
  }

  private double afterFirst(double a, double b) {
    double worst = Math.min(a, b);
    double coupon = worst >= product.couponBarrier() ? product.coupon() : 0;
    return coupon + (worst >= product.autocallBarrier()
        ? product.nominal()
        : discount(first, product.expiry())
            * (product.coupon() * bothAbove(a, b, product.couponBarrier()) + product.nominal() * redemption(a, b)));
  }

  /** E[1{W ≥ p} + W 1{W < p}] = P(W ≥ p) (1 − p) + E W − E max(W − p, 0), from performances at the first date. */
  private double redemption(double a, double b) {
    double p = product.protectionBarrier();
    return bothAbove(a, b, p) * (1 - p) + worstCall(a, b, 0) - worstCall(a, b, p);
  }

  private double worstCall(double a, double b, double strike) {
    MarketData later = market.with(asset(0).withSpot(a)).with(asset(1).withSpot(b));
    Basket basket = Basket.of(product.assets(), List.of(1.0, 1.0), Basket.Aggregate.WORST_OF, OptionType.CALL, strike,
        rest);
    return AnalyticPrice.of(later, basket).orElseThrow().value()
        / market.commonCurve(product.assets()).discountFactor(rest);
  }

  private double bothAbove(double a, double b, double level) {
    return BivariateNormal.cdf(distance(0, a, level), distance(1, b, level), rho);
  }

  private double distance(int asset, double performance, double level) {
    double deviation = vol(asset) * Math.sqrt(rest);
    return (Math.log(performance / level) + drift(asset) * rest) / deviation - 0.5 * deviation;
  }

  private List<Node> nodes(int asset) {
    double deviation = vol(asset) * Math.sqrt(first);
    double mean = Math.log(asset(asset).spot() / product.initialFixings().get(asset)) + drift(asset) * first
        - 0.5 * deviation * deviation;
    List<Double> ends = new ArrayList<>(List.of(-REACH, REACH));
    for (double level : new double[]{product.couponBarrier(), product.autocallBarrier()}) {
      ends.add(Math.clamp((Math.log(level) - mean) / deviation, -REACH, REACH));
    }
    ends.sort(null);
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i < ends.size(); i++) {
      double from = ends.get(i - 1);
      double width = ends.get(i) - from;
      int panels = (int) Math.ceil(width / PANEL);
      for (int panel = 0; panel < panels; panel++) {
        GaussIntegrator rule = RULES.legendre(10, from + width * panel / panels, from + width * (panel + 1) / panels);
        for (int n = 0; n < 10; n++) {
          double z = rule.getPoint(n);
          double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
          nodes.add(new Node(z, Math.exp(mean + deviation * z), rule.getWeight(n) * density));
        }
      }
    }
    return nodes;
  }

  private Asset asset(int asset) {
    return market.asset(product.assets().get(asset));
  }

  private double vol(int asset) {
    return ((AssetModel.BlackScholes) asset(asset).model()).vols().vol(first);
  }

  /** Of the forward price per year; the curve is flat. */
  private double drift(int asset) {
    return market.commonCurve(product.assets()).rateTime(1) - asset(asset).dividendYield();
  }

  private double discount(double from, double to) {
    return product.discounting()
        ? Math.exp(-market.commonCurve(product.assets()).rateTime(1) * (to - from))
        : 1;
  }
}
