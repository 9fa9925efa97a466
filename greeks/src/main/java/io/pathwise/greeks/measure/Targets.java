package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Expands measures into the numbers they stand for, in the order of results: by measure, then as the market lists. */
public final class Targets {

  private final List<String> assets;
  private final List<RiskFactor> factors;
  private final List<RiskFactor> modelParameters;

  private Targets(Product product, MarketData market) {
    this.assets = market.assets().keySet().stream().filter(product.assets()::contains).toList();
    this.factors = market.factors(assets);
    this.modelParameters = assets.stream().flatMap(id -> market.modelParameters(id).stream()).toList();
  }

  /** All numbers of the measures; a measure that the product does not have gives none. */
  public static List<Target> of(Product product, MarketData market, Collection<Measure> measures) {
    Targets targets = new Targets(product, market);
    List<Target> all = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      if (measures.contains(measure)) {
        targets.factorsOf(measure).forEach(list -> all.add(new Target(measure, list)));
      }
    }
    return all;
  }

  private List<List<RiskFactor>> factorsOf(Measure measure) {
    return switch (measure) {
      case VALUE -> List.of(List.of());
      case DELTA -> single(RiskFactor.Spot.class);
      case GAMMA -> assets.stream().map(this::spot).map(spot -> List.<RiskFactor>of(spot, spot)).toList();
      case CROSS_GAMMA -> pairs();
      case VEGA -> single(RiskFactor.Vol.class);
      case VANNA -> vols().map(vol -> List.<RiskFactor>of(spot(vol.asset()), vol)).toList();
      case VOLGA -> vols().map(vol -> List.<RiskFactor>of(vol, vol)).toList();
      case RHO -> single(RiskFactor.Zero.class);
      case DIVIDEND_RHO -> single(RiskFactor.Dividend.class);
      case THETA -> single(RiskFactor.ValuationTime.class);
      case CORRELATION -> single(RiskFactor.Correlation.class);
      case BUCKETED_VEGA -> single(RiskFactor.VolPillar.class);
      case BUCKETED_RHO -> single(RiskFactor.ZeroPillar.class);
      case MODEL_PARAMETER -> modelParameters.stream().map(List::of).toList();
    };
  }

  private Stream<RiskFactor.Vol> vols() {
    return factors.stream().filter(RiskFactor.Vol.class::isInstance).map(RiskFactor.Vol.class::cast);
  }

  private RiskFactor spot(String asset) {
    return new RiskFactor.Spot(asset);
  }

  private List<List<RiskFactor>> single(Class<? extends RiskFactor> kind) {
    return factors.stream().filter(kind::isInstance).map(List::of).toList();
  }

  private List<List<RiskFactor>> pairs() {
    List<List<RiskFactor>> pairs = new ArrayList<>();
    for (int a = 0; a < assets.size(); a++) {
      for (int b = a + 1; b < assets.size(); b++) {
        pairs.add(List.of(spot(assets.get(a)), spot(assets.get(b))));
      }
    }
    return pairs;
  }

  /** The row of a measure that has no number for this market and product. */
  public static Greek absent(Measure measure) {
    return new Greek(measure, List.of(), Double.NaN, Double.NaN, "", "", 0, Greek.Status.NOT_APPLICABLE,
        absence(measure));
  }

  private static String absence(Measure measure) {
    return switch (measure) {
      case CROSS_GAMMA, CORRELATION -> "the product has one asset only";
      case VEGA, VANNA, VOLGA -> "the model has no volatility parameter; see modelParameter";
      case BUCKETED_VEGA -> "the model has no volatility pillars; see modelParameter";
      case MODEL_PARAMETER -> "the quotes of Black-Scholes are its volatilities; see vega";
      case VALUE, DELTA, GAMMA, RHO, DIVIDEND_RHO, THETA, BUCKETED_RHO -> "the market has no factor for it";
    };
  }
}
