package io.pathwise.pricing.calibration;

import io.pathwise.engine.optimise.Interval;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Numbers of the models of a market that are sought so that simulated prices meet quoted ones: Black volatilities at
 * their pillars and parameters of all other models but {@code local-vol}, whose limits depend on each other. Start at
 * {@link #of}.
 *
 * @param market
 *          with the models where the search begins
 * @param factors
 *          what is sought
 */
public record SoughtParameters(MarketData market, List<RiskFactor> factors) {

  private static final Interval VOLS = Interval.logarithmic(1e-3, 2);
  private static final Interval ELASTICITIES = Interval.linear(0, 1);
  private static final Interval VOLS_OF_VOL = Interval.logarithmic(1e-3, 5);
  /** Nothing is integrated, so that short expiries limit no parameter. */
  private static final double NO_EXPIRY = 1e3;

  /** Copies the list. */
  public SoughtParameters {
    Require.given("market", market);
    factors = Require.elements("factors", factors);
  }

  /**
   * All that can be sought of the models of some assets, or those of a list of names.
   *
   * @param assets
   *          ids
   * @param names
   *          names of risk factors, such as {@code AAPL.kappa} or {@code AAPL.vol[1]}; all when empty
   * @throws IllegalArgumentException
   *           when a name is none of those, a model cannot be sought or a number lies beyond the limits of the search
   */
  public static SoughtParameters of(MarketData market, List<String> assets, List<String> names) {
    Require.given("market", market);
    Require.elements("names", names);
    List<RiskFactor> all = Require.elements("assets", assets).stream().flatMap(id -> all(market.asset(id))).toList();
    List<RiskFactor> factors = new ArrayList<>();
    for (String name : names) {
      factors.add(all.stream().filter(factor -> factor.toString().equals(name)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("unknown parameter '" + name + "', allowed: " + all)));
    }
    SoughtParameters sought = new SoughtParameters(withoutQuotes(market, assets), names.isEmpty() ? all : factors);
    sought.intervals();
    return sought;
  }

  /** A model that moves is not that which its quotes were fitted by. */
  private static MarketData withoutQuotes(MarketData market, List<String> assets) {
    MarketData without = market;
    for (String id : assets) {
      without = without.with(without.asset(id).withModel(without.asset(id).model()));
    }
    return without;
  }

  private static Stream<RiskFactor> all(Asset asset) {
    AssetModel model = asset.model();
    Require.that(!(model instanceof AssetModel.LocalVol),
        "asset %s is under local-vol, whose smiles limit each other; fit them to volatilities (--quotes)", asset.id());
    return model.blackVols()
        .map(vols -> vols.times().stream().<RiskFactor>map(time -> new RiskFactor.VolPillar(asset.id(), time)))
        .orElseGet(() -> model.parameters().sequencedKeySet().stream()
            .map(name -> RiskFactor.modelParameter(asset.id(), name)));
  }

  /** The values in the market. */
  public double[] start() {
    return factors.stream().mapToDouble(this::value).toArray();
  }

  private double value(RiskFactor factor) {
    AssetModel model = market.asset(factor.owner()).model();
    return model.blackVols().map(vols -> vols.vols().get(vols.times().indexOf(factor.pillar().orElseThrow())))
        .orElseGet(() -> model.parameters().getOrDefault(name(factor), Double.NaN));
  }

  private static String name(RiskFactor factor) {
    return factor instanceof RiskFactor.ModelParameter(String _, String name) ? name : AssetModel.VOL;
  }

  /**
   * Between which limits each is sought.
   *
   * @throws IllegalArgumentException
   *           when the market's value lies beyond
   */
  public List<Interval> intervals() {
    return factors.stream().map(factor -> {
      Interval interval = interval(market.asset(factor.owner()).model(), factor);
      double value = value(factor);
      Require.that(value >= interval.least() && value <= interval.most(),
          "%s is %s, a search begins from %s to %s", factor, value, interval.least(), interval.most());
      return interval;
    }).toList();
  }

  private static Interval interval(AssetModel model, RiskFactor factor) {
    String name = name(factor);
    return LawFamily.of(model).map(family -> {
      ParameterRange range = family.range(name, model.parameters(), new LawFamily.Setting(NO_EXPIRY,
          LawFamily.Setting.schemeOf(model)));
      return switch (range.scale()) {
        case LINEAR -> Interval.linear(range.least(), range.most());
        case LOGARITHMIC -> Interval.logarithmic(range.least(), range.most());
      };
    }).orElseGet(() -> switch (name) {
      case ElasticVol.BETA -> ELASTICITIES;
      case AssetModel.Sabr.NU -> VOLS_OF_VOL;
      case StochasticVariance.RHO ->
        Interval.linear(-0.999, model.parameters().getOrDefault(ElasticVol.BETA, 1.0) < 1 ? 0.999 : 0);
      default -> VOLS;
    });
  }

  /**
   * The market with other values.
   *
   * @param values
   *          in the order of the factors
   * @throws IllegalArgumentException
   *           when a model does not allow them
   */
  public MarketData at(List<Double> values) {
    MarketData moved = market;
    Map<String, SequencedMap<RiskFactor, Double>> byAsset = new LinkedHashMap<>();
    for (int k = 0; k < factors.size(); k++) {
      byAsset.computeIfAbsent(factors.get(k).owner(), id -> new LinkedHashMap<>()).put(factors.get(k), values.get(k));
    }
    for (Map.Entry<String, SequencedMap<RiskFactor, Double>> entry : byAsset.entrySet()) {
      Asset asset = moved.asset(entry.getKey());
      moved = moved.with(asset.withModel(model(asset.model(), entry.getValue())));
    }
    return moved;
  }

  private static AssetModel model(AssetModel model, Map<RiskFactor, Double> values) {
    return model.blackVols().<AssetModel>map(vols -> {
      List<Double> moved = new ArrayList<>(vols.vols());
      values.forEach((factor, value) -> moved.set(vols.times().indexOf(factor.pillar().orElseThrow()), value));
      return AssetModel.BlackScholes.of(VolTermStructure.of(vols.times(), moved));
    }).orElseGet(() -> {
      Map<String, Double> parameters = new LinkedHashMap<>(model.parameters());
      values.forEach((factor, value) -> parameters.put(name(factor), value));
      return LawFamily.of(model).map(family -> family.model(parameters, model)).orElseGet(() -> model.with(parameters));
    });
  }
}
