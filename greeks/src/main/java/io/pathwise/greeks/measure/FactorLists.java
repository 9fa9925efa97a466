package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The factors of a product on a market, combined to what measures differentiate by, in the market's order. Made by
 * {@link #of}.
 */
final class FactorLists {

  private final List<String> assets;
  private final List<RiskFactor> factors;
  private final List<RiskFactor> modelParameters;
  private final Set<String> calibrated;

  private FactorLists(Product product, MarketData market) {
    this.assets = market.assets().keySet().stream().filter(product.assets()::contains).toList();
    this.factors = product.factors(market);
    this.calibrated = assets.stream().filter(id -> market.asset(id).calibration().isPresent())
        .collect(Collectors.toSet());
    this.modelParameters = assets.stream().flatMap(id -> market.modelParameters(id).stream()).toList();
  }

  static FactorLists of(Product product, MarketData market) {
    return new FactorLists(product, market);
  }

  /** The list without factors. */
  List<List<RiskFactor>> none() {
    return List.of(List.of());
  }

  /** No list, for numbers that are not found by differentiating the value. */
  List<List<RiskFactor>> nothing() {
    return List.of();
  }

  /** Every factor of a kind. */
  List<List<RiskFactor>> each(Class<? extends RiskFactor> kind) {
    return all(kind).map(List::<RiskFactor>of).toList();
  }

  /** Every factor of a kind, so many times. */
  List<List<RiskFactor>> powers(Class<? extends RiskFactor> kind, int exponent) {
    return all(kind).map(factor -> Collections.<RiskFactor>nCopies(exponent, factor)).toList();
  }

  /** Lists with the valuation time behind their factors. */
  List<List<RiskFactor>> withTime(List<List<RiskFactor>> lists) {
    return lists.stream().map(list -> Stream.concat(list.stream(), Stream.of(new RiskFactor.ValuationTime())).toList())
        .toList();
  }

  /** Every volatility twice, but for those of quotes that a model was fitted to, with which it moves to first order. */
  List<List<RiskFactor>> squaresOfVols() {
    return powers(RiskFactor.Vol.class, 2).stream().filter(list -> !calibrated.contains(list.getFirst().owner()))
        .toList();
  }

  /** Whether the model of an asset was fitted to quotes that are risk factors. */
  boolean isCalibrated() {
    return !calibrated.isEmpty();
  }

  /** The volatilities of every pillar, or of every quote that a model was fitted to. */
  List<List<RiskFactor>> quotedVols() {
    return factors.stream()
        .filter(factor -> factor instanceof RiskFactor.VolPillar || factor instanceof RiskFactor.QuotedVol)
        .map(List::of).toList();
  }

  /** The spot and the vol of every asset that has one. */
  List<List<RiskFactor>> spotsWithVols() {
    return all(RiskFactor.Vol.class).map(vol -> List.<RiskFactor>of(new RiskFactor.Spot(vol.asset()), vol)).toList();
  }

  /** The spots of two assets, one of them before the other in the market. */
  List<List<RiskFactor>> pairsOfSpots() {
    List<List<RiskFactor>> pairs = new ArrayList<>();
    for (int a = 0; a < assets.size(); a++) {
      for (int b = a + 1; b < assets.size(); b++) {
        pairs.add(List.of(new RiskFactor.Spot(assets.get(a)), new RiskFactor.Spot(assets.get(b))));
      }
    }
    return pairs;
  }

  /** Every parameter of a model other than Black–Scholes. */
  List<List<RiskFactor>> modelParameters() {
    return modelParameters.stream().map(List::of).toList();
  }

  private <F extends RiskFactor> Stream<F> all(Class<F> kind) {
    return factors.stream().filter(kind::isInstance).map(kind::cast);
  }
}
