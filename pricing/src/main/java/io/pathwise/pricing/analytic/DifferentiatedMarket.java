package io.pathwise.pricing.analytic;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.Interpolation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Market data as seen by a closed form: every quantity carries its derivatives with respect to up to three risk
 * factors. Events come nearer along the valuation time, so accumulated rates and variances move by their slopes from
 * the left.
 *
 * <p>
 * Start at {@link #forward}, {@link #discount}, {@link #totalVariance} and {@link #covariance}.
 */
final class DifferentiatedMarket {
  private final MarketData market;
  private final List<RiskFactor> directions;
  private final Optional<CrossCurrency> conversion;
  private final Optional<String> collateral;

  /** As seen from the currency in which a product pays. */
  DifferentiatedMarket(MarketData market, Product product, List<RiskFactor> directions) {
    this.market = market;
    this.conversion = product.crossCurrency();
    this.collateral = product.collateral();
    this.directions = directions;
  }

  HyperDual spot(String asset) {
    HyperDual quoted = quotedSpot(asset);
    return converting(asset).map(rate -> {
      HyperDual price = quotedSpot(rate.asset());
      return rate.inverse() ? quoted.dividedBy(price) : quoted.times(price);
    }).orElse(quoted);
  }

  private HyperDual quotedSpot(String asset) {
    return quote(market.asset(asset).spot(), new RiskFactor.Spot(asset), null);
  }

  /** The forward price of an asset for a time. */
  HyperDual forward(String asset, double time) {
    Dividends dividends = market.asset(asset).dividends();
    if (dividends.cash(time).isEmpty()) {
      return spot(asset).times(drift(asset, time).exp());
    }
    Optional<ExchangeRate> converting = converting(asset);
    if (converting.isPresent()) {
      HyperDual quoted = withoutCash(quotedSpot(asset), asset, time).times(quotedDrift(asset, time).exp());
      String rate = converting.get().asset();
      HyperDual ofRate = quotedSpot(rate).times(quotedDrift(rate, time).exp());
      return converting.get().inverse() ? quoted.dividedBy(ofRate) : quoted.times(ofRate);
    }
    return switch (dividends.cashModel()) {
      case ESCROWED -> withoutCash(quotedSpot(asset), asset, time).times(drift(asset, time).exp());
      case SPOT -> {
        HyperDual rest = quotedSpot(asset);
        for (Dividend cash : dividends.cash(time)) {
          rest = rest.minus(drift(asset, cash.time()).negated().exp().times(cash.amount()));
        }
        yield rest.times(drift(asset, time).exp());
      }
    };
  }

  /** A price of an asset today less what its dividends of cash up to a time are worth. */
  private HyperDual withoutCash(HyperDual price, String asset, double time) {
    HyperDual rest = price;
    for (Dividend cash : market.asset(asset).dividends().cash(time)) {
      rest = rest.minus(quotedDrift(asset, cash.time()).negated().exp().times(cash.amount()));
    }
    return rest;
  }

  /** The logarithm of forward price over spot but for dividends of cash, in the currency of quotation. */
  private HyperDual quotedDrift(String asset, double time) {
    return growth(asset, market.asset(asset).curve(), time);
  }

  /** Accumulated rate of a currency less what holding an asset pays. */
  private HyperDual growth(String asset, String curve, double time) {
    HyperDual growth = rateTime(curve, time).minus(yields(asset, time))
        .plus(market.asset(asset).dividends().logKept(time));
    Optional<String> foreign = market.asset(asset).foreignCurve();
    return foreign.isPresent() ? growth.minus(rateTime(foreign.get(), time)) : growth;
  }

  /**
   * The logarithm of forward price over spot but for dividends of cash: accumulated rate less what holding the asset
   * pays, and for a quanto less the covariance with the exchange rate.
   */
  HyperDual drift(String asset, double time) {
    Optional<ExchangeRate> converting = converting(asset);
    HyperDual drift = growth(asset,
        converting.map(rate -> rate.target(market).id()).orElse(market.asset(asset).curve()), time);
    if (converting.isPresent()) {
      HyperDual ofRate = yields(converting.get().asset(), time);
      drift = converting.get().inverse() ? drift.plus(ofRate) : drift.minus(ofRate);
    }
    Optional<ExchangeRate> quanto = conversion
        .filter(cross -> cross.conversion() == CrossCurrency.Conversion.QUANTO).flatMap(cross -> cross.rate(asset));
    if (quanto.isEmpty()) {
      return drift;
    }
    HyperDual covariance = quotedCovariance(asset, quanto.get().asset(), time);
    return quanto.get().inverse() ? drift.plus(covariance) : drift.minus(covariance);
  }

  /** What holding an asset pays up to a time, beside the rate of a foreign currency. */
  private HyperDual yields(String asset, double time) {
    HyperDual yields = quote(market.asset(asset).dividendYield(), new RiskFactor.Dividend(asset), null)
        .times(yearsTo(time));
    for (String curve : market.asset(asset).yieldCurves()) {
      yields = yields.plus(rateTime(curve, time));
    }
    return yields;
  }

  /** The exchange rate with which an asset's price is multiplied. */
  private Optional<ExchangeRate> converting(String asset) {
    return conversion.filter(cross -> cross.conversion() == CrossCurrency.Conversion.COMPOSITE)
        .flatMap(cross -> cross.rate(asset));
  }

  /** The value today of one unit of the currency of payment paid at a time, for a product on an asset. */
  HyperDual discount(String asset, double time) {
    String curve = collateral.or(() -> conversion.map(cross -> cross.curve(market).id()))
        .orElse(market.asset(asset).curve());
    return rateTime(curve, time).negated().exp();
  }

  /** The variance of the logarithm of an asset's price at a time. */
  HyperDual totalVariance(String asset, double time) {
    return converting(asset).isPresent() ? covariance(asset, asset, time) : quotedVariance(asset, time);
  }

  private HyperDual quotedVariance(String asset, double time) {
    return accumulated(vols(asset).interpolation(), time, squaredVols(asset));
  }

  /** The smile of an asset under local volatility, at a strike. */
  SmileFormula.Smile smile(String asset, double strike, double time) {
    if (!(market.asset(asset).model() instanceof AssetModel.LocalVol local)) {
      throw new IllegalStateException("there is no surface of " + asset);
    }
    SmileSurface surface = local.surface();
    int pillars = surface.times().size();
    HyperDual[] squares = new HyperDual[pillars];
    HyperDual[] curvatures = new HyperDual[pillars];
    HyperDual[] skews = new HyperDual[pillars];
    for (int j = 0; j < pillars; j++) {
      double pillar = surface.times().get(j);
      squares[j] = parameter(asset, SmileSurface.vol(pillar), surface.vols().get(j)).squared();
      curvatures[j] = squares[j].times(parameter(asset, SmileSurface.phi(pillar), surface.phis().get(j)));
      skews[j] = curvatures[j].times(parameter(asset, SmileSurface.rho(pillar), surface.rhos().get(j)));
    }
    HyperDual k = forward(asset, time).dividedBy(HyperDual.constant(strike)).log().negated();
    if (local.reference().isPresent()) {
      HyperDual reference = HyperDual.constant(local.reference().getAsDouble());
      k = k.plus(withoutCash(quotedSpot(asset), asset, time).dividedBy(withoutCash(reference, asset, time)).log());
    }
    return SmileFormula.Smile.of(accumulated(surface.interpolation(), time, squares),
        accumulated(surface.interpolation(), time, curvatures), accumulated(surface.interpolation(), time, skews), k);
  }

  /** A parameter of a model, which also moves with the quotes that the model was fitted to. */
  private HyperDual parameter(String asset, String name, double value) {
    RiskFactor own = RiskFactor.modelParameter(asset, name);
    Optional<CalibratedQuotes> calibration = market.asset(asset).calibration();
    boolean isParallel = calibration.isEmpty() && market.asset(asset).model().parallelVols().contains(name);
    return moving(value, factor -> factor.equals(own) || (isParallel && factor.equals(new RiskFactor.Vol(asset)))
        ? 1
        : calibration.map(quotes -> quotes.slope(asset, name, factor)).orElse(0.0));
  }

  /** Variance per year of the logarithm of an asset's price on the pillar interval that ends at a time. */
  private HyperDual forwardVariance(String asset, double time) {
    return weighted(vols(asset).interpolation().leftSlopes(time), squaredVols(asset));
  }

  /** The covariance of the logarithms of two assets' prices at a time. */
  HyperDual covariance(String a, String b, double time) {
    HyperDual total = quotedCovariance(a, b, time);
    Optional<ExchangeRate> ofA = converting(a);
    Optional<ExchangeRate> ofB = converting(b);
    if (ofA.isPresent()) {
      total = total.plus(signed(ofA.get(), quotedCovariance(ofA.get().asset(), b, time)));
    }
    if (ofB.isPresent()) {
      total = total.plus(signed(ofB.get(), quotedCovariance(a, ofB.get().asset(), time)));
    }
    if (ofA.isPresent() && ofB.isPresent()) {
      HyperDual ofRates = quotedCovariance(ofA.get().asset(), ofB.get().asset(), time);
      total = ofA.get().inverse() == ofB.get().inverse() ? total.plus(ofRates) : total.minus(ofRates);
    }
    return total;
  }

  private static HyperDual signed(ExchangeRate rate, HyperDual covariance) {
    return rate.inverse() ? covariance.negated() : covariance;
  }

  /**
   * The covariance of the logarithms of two assets' quoted prices at a time: the correlation of their Brownian motions
   * times the integral of the product of their instantaneous volatilities, which are constant between pillars.
   */
  private HyperDual quotedCovariance(String a, String b, double time) {
    if (a.equals(b)) {
      return quotedVariance(a, time);
    }
    TreeSet<Double> ends = new TreeSet<>(vols(a).times());
    ends.addAll(vols(b).times());
    List<Double> inside = ends.stream().filter(end -> end < time).toList();
    HyperDual integral = HyperDual.ZERO;
    double from = 0;
    for (double to : inside) {
      integral = integral.plus(productOfVols(a, b, to).times(to - from));
      from = to;
    }
    HyperDual last = yearsTo(time).plus(-from);
    return correlation(a, b).times(integral.plus(productOfVols(a, b, time).times(last)));
  }

  private HyperDual productOfVols(String a, String b, double time) {
    HyperDual product = forwardVariance(a, time).times(forwardVariance(b, time));
    return product.value() > 0 ? product.sqrt() : HyperDual.ZERO;
  }

  private HyperDual correlation(String a, String b) {
    RiskFactor named = new RiskFactor.Correlation(a, b);
    RiskFactor reversed = new RiskFactor.Correlation(b, a);
    return quote(market.correlations().get(a, b), named, reversed);
  }

  private HyperDual rateTime(String curveId, double time) {
    ZeroCurve curve = market.curve(curveId);
    HyperDual[] zeros = new HyperDual[curve.times().size()];
    for (int j = 0; j < zeros.length; j++) {
      zeros[j] = quote(curve.zeros().get(j), new RiskFactor.Zero(curveId),
          new RiskFactor.ZeroPillar(curveId, curve.times().get(j)));
    }
    return accumulated(curve.weights(), time, zeros);
  }

  private HyperDual[] squaredVols(String asset) {
    VolTermStructure vols = vols(asset);
    HyperDual[] squares = new HyperDual[vols.times().size()];
    for (int j = 0; j < squares.length; j++) {
      squares[j] = quote(vols.vols().get(j), new RiskFactor.Vol(asset),
          new RiskFactor.VolPillar(asset, vols.times().get(j))).squared();
    }
    return squares;
  }

  private VolTermStructure vols(String asset) {
    return market.asset(asset).model().blackVols().orElseThrow(
        () -> new IllegalStateException("closed forms of Black–Scholes do not apply to " + asset));
  }

  /** Weights are polynomials between pillars, so that their derivatives tell what the passing of time does to them. */
  private HyperDual accumulated(Interpolation pillars, double time, HyperDual[] quotes) {
    HyperDual total = weighted(pillars.weights(time), quotes);
    if (time == 0) {
      return total;
    }
    HyperDual passing = yearsTo(time).plus(-time);
    HyperDual power = passing;
    for (int order = 1; order <= pillars.degree(); order++) {
      total = total.plus(weighted(pillars.leftDerivatives(order, time), quotes).times(power));
      power = power.times(passing).times(1.0 / (order + 1));
    }
    return total;
  }

  private static HyperDual weighted(double[] weights, HyperDual[] quotes) {
    HyperDual sum = HyperDual.ZERO;
    for (int j = 0; j < weights.length; j++) {
      sum = sum.plus(quotes[j].times(weights[j]));
    }
    return sum;
  }

  /** The years to an event, which fall as the valuation time moves on; an event of today stays today. */
  private HyperDual yearsTo(double time) {
    return time == 0 ? HyperDual.ZERO : moving(time, -1, new RiskFactor.ValuationTime(), null);
  }

  private HyperDual quote(double value, RiskFactor factor, @Nullable RiskFactor alternative) {
    return moving(value, 1, factor, alternative);
  }

  /** A number that moves at a speed along a factor or, with others, along an alternative. */
  private HyperDual moving(double value, double speed, RiskFactor factor, @Nullable RiskFactor alternative) {
    return moving(value, direction -> direction.equals(factor) || direction.equals(alternative) ? speed : 0);
  }

  private HyperDual moving(double value, ToDoubleFunction<RiskFactor> speed) {
    double[] speeds = new double[3];
    for (int i = 0; i < directions.size(); i++) {
      speeds[i] = speed.applyAsDouble(directions.get(i));
    }
    return HyperDual.variable(value, speeds[0], speeds[1], speeds[2]);
  }
}
