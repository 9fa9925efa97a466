package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Moves one risk factor of a market; see {@link MarketData#shifted}. Start at {@link #apply}. */
final class MarketShift {
  private MarketShift() {}

  static MarketData apply(MarketData market, RiskFactor factor, double amount) {
    return switch (factor) {
      case RiskFactor.Spot(String id) -> {
        Asset asset = market.asset(id);
        yield market.with(asset.withSpot(asset.spot() + amount));
      }
      case RiskFactor.Dividend(String id) -> {
        Asset asset = market.asset(id);
        yield market.with(asset.withDividendYield(asset.dividendYield() + amount));
      }
      case RiskFactor.Vol(String id) -> {
        Asset asset = market.asset(id);
        yield asset.model().blackVols()
            .map(vols -> market.with(asset.withModel(
                AssetModel.BlackScholes.of(VolTermStructure.of(vols.times(), allShifted(vols.vols(), amount))))))
            .orElseGet(() -> asset.calibration().isPresent()
                ? quotesShifted(market, asset, Map.of(factor, amount))
                : volsShifted(market, asset, amount));
      }
      case RiskFactor.QuotedVol(String id, double _, double _) ->
        quotesShifted(market, market.asset(id), Map.of(factor, amount));
      case RiskFactor.ModelParameter(String id, String name) -> parameterShifted(market, factor, id, name, amount);
      case RiskFactor.VolPillar(String id, double time) -> {
        VolTermStructure vols = vols(factor, market.asset(id));
        List<Double> shifted = oneShifted(vols.vols(), pillar(factor, vols.times(), time), amount);
        yield market
            .with(market.asset(id).withModel(AssetModel.BlackScholes.of(VolTermStructure.of(vols.times(), shifted))));
      }
      case RiskFactor.Zero(String id) -> {
        ZeroCurve curve = market.curve(id);
        yield market.with(curve.withZeros(allShifted(curve.zeros(), amount)));
      }
      case RiskFactor.ZeroPillar(String id, double time) -> {
        ZeroCurve curve = market.curve(id);
        yield market
            .with(curve.withZeros(oneShifted(curve.zeros(), pillar(factor, curve.times(), time), amount)));
      }
      case RiskFactor.Correlation(String a, String b) ->
        market.with(market.correlations().with(a, b, market.correlations().get(a, b) + amount));
      case RiskFactor.ExerciseTime time -> throw new IllegalArgumentException(time + " is not a quote");
      case RiskFactor.ValuationTime() -> throw new IllegalArgumentException(
          "the valuation time cannot be shifted in market data: it moves the products' dates, not the quotes");
    };
  }

  private static MarketData volsShifted(MarketData market, Asset asset, double amount) {
    List<String> names = asset.model().parallelVols();
    if (names.isEmpty()) {
      return parameterShifted(market, new RiskFactor.Vol(asset.id()), asset.id(), AssetModel.VOL, amount);
    }
    SequencedMap<String, Double> values = new LinkedHashMap<>(asset.model().parameters());
    values.replaceAll((name, value) -> names.contains(name) ? value + amount : value);
    return market.with(asset.withModel(asset.model().with(values)));
  }

  private static MarketData parameterShifted(MarketData market, RiskFactor factor, String id, String name,
      double amount) {
    AssetModel model = market.asset(id).model();
    Double value = model.parameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException("%s does not exist, parameters of the model: %s".formatted(factor,
          model.parameters().sequencedKeySet()));
    }
    return market.with(withParameters(market.asset(id), model.with(name, value + amount)));
  }

  /**
   * An asset with other parameters of its model. Quotes that it was fitted to stay risk factors: those that are moved
   * next, in the same scenario or difference, move the parameters from there.
   */
  private static Asset withParameters(Asset asset, AssetModel model) {
    Asset moved = asset.withModel(model);
    return asset.calibration().map(moved::withCalibration).orElse(moved);
  }

  /** Quotes of one asset that move at once; the parameters follow to first order. */
  static MarketData quotesShifted(MarketData market, Asset asset, Map<RiskFactor, Double> amounts) {
    for (RiskFactor factor : amounts.keySet()) {
      Require.that(market.factors(List.of(asset.id())).contains(factor),
          "%s does not exist: the model was not fitted to it", factor);
    }
    CalibratedQuotes calibration = asset.calibration().orElseThrow();
    SequencedMap<String, Double> values = new LinkedHashMap<>(asset.model().parameters());
    values.replaceAll((name, value) -> value + amounts.entrySet().stream()
        .mapToDouble(shift -> shift.getValue() * calibration.slope(asset.id(), name, shift.getKey())).sum());
    return market.with(asset.withModel(asset.model().with(values))
        .withCalibration(calibration.shifted(asset.id(), amounts)));
  }

  private static VolTermStructure vols(RiskFactor factor, Asset asset) {
    return asset.model().blackVols().orElseThrow(
        () -> new IllegalArgumentException(factor + " does not exist: the model has no vol pillars"));
  }

  private static int pillar(RiskFactor factor, List<Double> times, double time) {
    int index = times.indexOf(time);
    Require.that(index >= 0, "%s does not exist, pillars: %s", factor, times.stream().map(Require::plain).toList());
    return index;
  }

  private static List<Double> allShifted(List<Double> quotes, double amount) {
    return quotes.stream().map(quote -> quote + amount).toList();
  }

  private static List<Double> oneShifted(List<Double> quotes, int index, double amount) {
    List<Double> shifted = new ArrayList<>(quotes);
    shifted.set(index, quotes.get(index) + amount);
    return shifted;
  }
}
