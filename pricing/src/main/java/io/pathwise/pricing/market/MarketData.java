package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything that is known at the valuation date. Start at {@link #of}; {@link #asset} and {@link #commonCurve} look
 * things up, {@link #factors} lists what a price can be differentiated by, {@link #shifted} moves one such factor.
 *
 * @param valuationDate
 *          the day from which all times count
 * @param curves
 *          zero curves by id, in the order given
 * @param assets
 *          assets by id, in the order given
 * @param correlations
 *          correlations between the assets
 */
public record MarketData(LocalDate valuationDate, SequencedMap<String, ZeroCurve> curves,
    SequencedMap<String, Asset> assets, Correlations correlations) {
  public MarketData {
    Require.given("valuationDate", valuationDate);
    curves = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(Require.given("curves", curves)));
    assets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(Require.given("assets", assets)));
    Require.given("correlations", correlations);
    curves.forEach((id, curve) -> Require.that(id.equals(curve.id()), "curve %s is filed under %s", curve.id(), id));
    for (var entry : assets.entrySet()) {
      Asset asset = entry.getValue();
      Require.that(entry.getKey().equals(asset.id()), "asset %s is filed under %s", asset.id(), entry.getKey());
      for (String curve : asset.curves()) {
        Require.that(curves.containsKey(curve), "asset %s names the unknown curve %s, known curves: %s", asset.id(),
            curve, curves.keySet());
      }
    }
    for (Correlations.Pair pair : correlations.values().keySet()) {
      for (BrownianMotion motion : List.of(pair.a(), pair.b())) {
        Require.that(assets.containsKey(motion.asset()), "%s names the unknown asset %s, known assets: %s", pair,
            motion.asset(), assets.keySet());
        Require.that(motion.drives() == BrownianMotion.Driven.PRICE
            || hasVariance(Objects.requireNonNull(assets.get(motion.asset()))),
            "%s: the model of %s draws no variance", pair, motion.asset());
      }
    }
    for (Asset asset : assets.values()) {
      requirePriceWithoutDividends(asset, curves);
      requireSurfaceOfPrice(asset);
      requireNameOfItsOwn(asset, assets);
    }
    new DrivingCorrelations(assets, correlations).require();
  }

  /** Market data from lists whose order is kept; ids must be unique within each list. */
  public static MarketData of(LocalDate valuationDate, List<ZeroCurve> curves, List<Asset> assets,
      Correlations correlations) {
    return new MarketData(valuationDate, byId("curve", curves, ZeroCurve::id), byId("asset", assets, Asset::id),
        correlations);
  }

  /** What is left of a price without the dividends that are known must be worth something. */
  private static void requirePriceWithoutDividends(Asset asset, Map<String, ZeroCurve> curves) {
    double worth = worthOfCash(asset, curves, Double.MAX_VALUE);
    Require.that(worth < asset.spot(), "the dividends of asset %s are worth %s today, must be less than its spot %s",
        asset.id(), worth, asset.spot());
    if (asset.model() instanceof AssetModel.LocalVol local) {
      local.reference().ifPresent(reference -> Require.that(worth < reference,
          "the dividends of asset %s are worth %s today, must be less than the reference %s of its surface", asset.id(),
          worth, reference));
    }
  }

  private static double worthOfCash(Asset asset, Map<String, ZeroCurve> curves, double until) {
    return asset.dividends().cash(until).stream()
        .mapToDouble(dividend -> dividend.amount() * Math.exp(-carry(asset, curves, dividend.time()))).sum();
  }

  /** No asset may be called like the variance of another one. */
  private static void requireNameOfItsOwn(Asset asset, Map<String, Asset> assets) {
    String variance = BrownianMotion.ofVariance(asset.id()).toString();
    Require.that(!hasVariance(asset) || !assets.containsKey(variance),
        "%s is the name of an asset and of the variance of %s; call one of the assets differently", variance,
        asset.id());
  }

  private static boolean hasVariance(Asset asset) {
    return asset.model().varianceCorrelation().isPresent();
  }

  /** A price that falls by amounts of cash does not have the volatilities of a surface. */
  private static void requireSurfaceOfPrice(Asset asset) {
    Require.that(
        !(asset.model() instanceof AssetModel.LocalVol) || asset.dividends().cashModel() == Dividends.CashModel.ESCROWED
            || asset.dividends().cash(Double.MAX_VALUE).isEmpty(),
        "asset %s pays dividends of cash under dividendModel spot, where a surface of implied volatilities is not known "
            + "to fit any local volatility; allowed are dividendModel escrowed, proportional dividends and yields",
        asset.id());
  }

  /** The logarithm of growth up to a time without dividends of cash: of rates, yields and proportional dividends. */
  private static double carry(Asset asset, Map<String, ZeroCurve> curves, double time) {
    double rates = rateTime(curves, asset.curve(), time)
        - asset.heldCurves().stream().mapToDouble(id -> rateTime(curves, id, time)).sum();
    return rates - asset.dividendYield() * time + asset.dividends().logKept(time);
  }

  private static double rateTime(Map<String, ZeroCurve> curves, String id, double time) {
    return Objects.requireNonNull(curves.get(id)).rateTime(time);
  }

  /** What the dividends of cash that an asset pays up to a time in years are worth today. */
  public double worthOfCash(String assetId, double until) {
    return worthOfCash(asset(assetId), curves, Require.nonNegative("until", until));
  }

  /** The forward price of an asset for a time in years. */
  public double forward(String assetId, double time) {
    Asset asset = asset(assetId);
    double growth = carry(asset, curves, Require.nonNegative("time", time));
    double cash = asset.dividends().cash(time).stream()
        .mapToDouble(dividend -> dividend.amount() * Math.exp(growth - carry(asset, curves, dividend.time()))).sum();
    return asset.spot() * Math.exp(growth) - cash;
  }

  /** The asset with an id; the message of a failure lists the known ones. */
  public Asset asset(String id) {
    Asset asset = assets.get(Require.given("asset id", id));
    if (asset == null) {
      throw new IllegalArgumentException("unknown asset %s, known assets: %s".formatted(id, assets.keySet()));
    }
    return asset;
  }

  /** The Brownian motion with a name: that of an asset, or of an asset's variance ({@code AAPL.variance}). */
  public BrownianMotion brownianMotion(String name) {
    Require.given("name", name);
    List<BrownianMotion> variances = assets.values().stream().filter(MarketData::hasVariance)
        .map(asset -> BrownianMotion.ofVariance(asset.id())).toList();
    return Stream.concat(assets.keySet().stream().map(BrownianMotion::ofPrice), variances.stream())
        .filter(motion -> motion.toString().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown asset %s, known assets: %s%s".formatted(name,
            assets.keySet(), variances.isEmpty() ? "" : ", variances: " + variances)));
  }

  /** The correlation of two Brownian motions, given or as it follows from those that are. */
  public double correlation(BrownianMotion a, BrownianMotion b) {
    return new DrivingCorrelations(assets, correlations).of(Require.given("a", a), Require.given("b", b));
  }

  /**
   * The expected growth per year of the gamma time that an asset under {@link AssetModel.VarianceGamma} has in common
   * with the others it is correlated with, in units in which its variance is its mean; empty where there are none.
   */
  public OptionalDouble commonGammaRate(String assetId) {
    return new DrivingCorrelations(assets, correlations).commonGammaRate(asset(assetId).id());
  }

  /** Whether the prices of some assets are driven by Brownian motions whose correlation matrix has no inverse. */
  public boolean isSingular(List<String> assetIds) {
    return new DrivingCorrelations(assets, correlations).isSingular(Require.elements("assetIds", assetIds));
  }

  /** The zero curve with an id; the message of a failure lists the known ones. */
  public ZeroCurve curve(String id) {
    ZeroCurve curve = curves.get(Require.given("curve id", id));
    if (curve == null) {
      throw new IllegalArgumentException("unknown curve %s, known curves: %s".formatted(id, curves.keySet()));
    }
    return curve;
  }

  /** The zero curve that all the given assets share, as the assets of one product must. */
  public ZeroCurve commonCurve(List<String> assetIds) {
    Require.that(!Require.elements("assetIds", assetIds).isEmpty(), "no asset given, at least one is needed");
    Asset first = asset(assetIds.getFirst());
    for (String id : assetIds) {
      Asset other = asset(id);
      Require.that(other.curve().equals(first.curve()),
          "assets of one product must share one curve, but %s is on %s and %s on %s", first.id(), first.curve(), id,
          other.curve());
    }
    return curve(first.curve());
  }

  /** Ids of the curves that the forward prices of some assets depend on, each once, in the order of the assets. */
  public List<String> curvesOf(List<String> assetIds) {
    return Require.elements("assetIds", assetIds).stream().flatMap(id -> asset(id).curves().stream()).distinct()
        .toList();
  }

  /**
   * How an amount in one currency becomes one in another.
   *
   * @param from
   *          id of the curve of the one
   * @param to
   *          id of the curve of the other
   * @throws IllegalArgumentException
   *           when not exactly one asset is an exchange rate of the two; the message lists those there are
   */
  public ExchangeRate exchangeRate(String from, String to) {
    Require.given("from", from);
    Require.given("to", to);
    List<ExchangeRate> found = exchangeRates(from, to);
    Require.that(found.size() <= 1, "there are several exchange rates of %s and %s: %s", from, to,
        found.stream().map(ExchangeRate::asset).toList());
    return found.stream().findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "there is no exchange rate of %s and %s, exchange rates: %s".formatted(from, to, assets.values().stream()
                .filter(asset -> asset.foreignCurve().isPresent()).map(Asset::id).toList())));
  }

  /** Whether {@link #exchangeRate} knows how an amount in one currency becomes one in another. */
  public boolean hasExchangeRate(String from, String to) {
    return exchangeRates(Require.given("from", from), Require.given("to", to)).size() == 1;
  }

  private List<ExchangeRate> exchangeRates(String from, String to) {
    return assets.values().stream().flatMap(asset -> ExchangeRate.of(asset, from, to).stream()).toList();
  }

  /** The risk factors that are parameters of an asset's model; none under Black–Scholes, whose quotes are pillars. */
  public List<RiskFactor> modelParameters(String assetId) {
    return asset(assetId).modelParameters();
  }

  /**
   * The risk factors of the given assets and of their curves: for each asset spot, parallel vol and vol pillars (or the
   * quotes that its model was fitted to, and the parameters of its model) and dividend yield; for each pair the
   * correlation, the asset that comes first in this market first, unless the models allow no other; for each curve the
   * parallel zero shift and the pillars; last the valuation time.
   */
  public List<RiskFactor> factors(List<String> assetIds) {
    return factors(assetIds, List.of());
  }

  /** The same with further curves, whose factors come behind those of the assets' own. */
  public List<RiskFactor> factors(List<String> assetIds, List<String> furtherCurves) {
    Require.elements("furtherCurves", furtherCurves);
    List<String> ordered = assets.keySet().stream().filter(Require.elements("assetIds", assetIds)::contains).toList();
    List<RiskFactor> factors = new ArrayList<>();
    for (String id : ordered) {
      factors.add(new RiskFactor.Spot(id));
      asset(id).model().blackVols().ifPresentOrElse(vols -> {
        factors.add(new RiskFactor.Vol(id));
        vols.times().forEach(time -> factors.add(new RiskFactor.VolPillar(id, time)));
      }, () -> {
        asset(id).calibration().ifPresent(calibration -> factors.addAll(calibration.factors(id)));
        if (asset(id).calibration().isEmpty() && !asset(id).model().parallelVols().isEmpty()) {
          factors.add(new RiskFactor.Vol(id));
        }
        factors.addAll(modelParameters(id));
      });
      factors.add(new RiskFactor.Dividend(id));
    }
    DrivingCorrelations driving = new DrivingCorrelations(assets, correlations);
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = i + 1; j < ordered.size(); j++) {
        if (driving.canMove(ordered.get(i), ordered.get(j))) {
          factors.add(new RiskFactor.Correlation(ordered.get(i), ordered.get(j)));
        }
      }
    }
    for (String id : Stream.concat(curvesOf(ordered).stream(), furtherCurves.stream()).distinct().toList()) {
      factors.add(new RiskFactor.Zero(id));
      curve(id).times().forEach(time -> factors.add(new RiskFactor.ZeroPillar(id, time)));
    }
    factors.add(new RiskFactor.ValuationTime());
    return List.copyOf(factors);
  }

  /** The correlation of two assets as a risk factor: named in the order of the market's assets. */
  public RiskFactor.Correlation correlation(String a, String b) {
    Require.given("a", a);
    Require.given("b", b);
    List<String> order = List.copyOf(assets.keySet());
    return order.indexOf(a) < order.indexOf(b) ? new RiskFactor.Correlation(a, b) : new RiskFactor.Correlation(b, a);
  }

  /** The risk factors of the whole market. */
  public List<RiskFactor> factors() {
    return factors(List.copyOf(assets.keySet()), List.copyOf(curves.keySet()));
  }

  /**
   * This market with one risk factor moved by an amount in its own unit. The result is validated like any other market,
   * so a shift that makes a volatility negative or correlations contradictory fails.
   *
   * @throws IllegalArgumentException
   *           also for the valuation time, which moves the products' dates and not the quotes
   */
  public MarketData shifted(RiskFactor factor, double amount) {
    return MarketShift.apply(this, Require.given("factor", factor), amount);
  }

  /**
   * This market with several risk factors moved. Quotes that one model was fitted to move at once, all else one after
   * the other.
   *
   * @throws IllegalArgumentException
   *           as {@link #shifted(RiskFactor, double)}; the message names the factor that leads nowhere
   */
  public MarketData shifted(SequencedMap<RiskFactor, Double> amounts) {
    SequencedMap<String, SequencedMap<RiskFactor, Double>> together = new LinkedHashMap<>();
    Require.given("amounts", amounts).forEach((factor, amount) -> together
        .computeIfAbsent(factor instanceof RiskFactor.QuotedVol ? "quotes of " + factor.owner() : factor.toString(),
            name -> new LinkedHashMap<>())
        .put(factor, amount));
    MarketData moved = this;
    // Markets of one asset each: to check the whole market after every move takes long where there are many assets.
    SequencedMap<String, MarketData> parts = new LinkedHashMap<>();
    for (var shift : together.entrySet()) {
      RiskFactor first = shift.getValue().firstEntry().getKey();
      double amount = shift.getValue().firstEntry().getValue();
      try {
        if (isOfOneAsset(first)) {
          MarketData part = parts.get(first.owner());
          parts.put(first.owner(), (part == null ? moved.part(first.owner()) : part).shifted(first, amount));
        } else {
          moved = moved.with(parts);
          parts.clear();
          moved = first instanceof RiskFactor.QuotedVol
              ? MarketShift.quotesShifted(moved, moved.asset(first.owner()), shift.getValue())
              : moved.shifted(first, amount);
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s moved by %s: %s".formatted(shift.getKey(),
            List.copyOf(shift.getValue().values()).getFirst(), e.getMessage()), e);
      }
    }
    return moved.with(parts);
  }

  private static boolean isOfOneAsset(RiskFactor factor) {
    return switch (factor) {
      case RiskFactor.Spot _,RiskFactor.Vol _,RiskFactor.VolPillar _,RiskFactor.Dividend _ -> true;
      case RiskFactor.QuotedVol _,RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.Correlation _,RiskFactor.ModelParameter _,RiskFactor.ValuationTime _,RiskFactor.ExerciseTime _ ->
        false;
    };
  }

  private MarketData part(String assetId) {
    return assets.containsKey(assetId) ? restrictedTo(List.of(assetId)) : this;
  }

  private MarketData with(SequencedMap<String, MarketData> parts) {
    if (parts.isEmpty()) {
      return this;
    }
    SequencedMap<String, Asset> changed = new LinkedHashMap<>(assets);
    parts.forEach((id, part) -> changed.put(id, part.asset(id)));
    return new MarketData(valuationDate, curves, changed, correlations);
  }

  /**
   * This market some days later, with all quotes as they are: curves and volatilities keep their tenors, models their
   * parameters and prices their height, dividends come nearer and those that have come are over. The prices do not fall
   * by them.
   */
  public MarketData rolled(int days) {
    Require.that(days >= 0, "days is %s, must be >= 0", days);
    LocalDate later = valuationDate.plusDays(days);
    double gone = TradeTime.years(valuationDate, later);
    return of(later, List.copyOf(curves.values()),
        assets.values().stream().map(asset -> asset.withDividends(asset.dividends().after(gone))).toList(),
        correlations);
  }

  /** This market with one asset replaced. */
  public MarketData with(Asset asset) {
    asset(Require.given("asset", asset).id());
    SequencedMap<String, Asset> changed = new LinkedHashMap<>(assets);
    changed.put(asset.id(), asset);
    return new MarketData(valuationDate, curves, changed, correlations);
  }

  /** This market with one curve replaced. */
  public MarketData with(ZeroCurve curve) {
    curve(Require.given("curve", curve).id());
    SequencedMap<String, ZeroCurve> changed = new LinkedHashMap<>(curves);
    changed.put(curve.id(), curve);
    return new MarketData(valuationDate, changed, assets, correlations);
  }

  /** This market with other correlations. */
  public MarketData with(Correlations newCorrelations) {
    return new MarketData(valuationDate, curves, assets, newCorrelations);
  }

  /**
   * What products on the given assets can depend on: these assets in this market's order, their curves and
   * correlations.
   */
  public MarketData restrictedTo(List<String> assetIds) {
    return restrictedTo(assetIds, List.of());
  }

  /** The same with further curves. */
  public MarketData restrictedTo(List<String> assetIds, List<String> furtherCurves) {
    Require.elements("assetIds", assetIds).forEach(this::asset);
    Require.elements("furtherCurves", furtherCurves).forEach(this::curve);
    List<Asset> kept = assets.values().stream().filter(asset -> assetIds.contains(asset.id())).toList();
    List<String> needed = curvesOf(assetIds);
    List<ZeroCurve> keptCurves = curves.values().stream()
        .filter(curve -> needed.contains(curve.id()) || furtherCurves.contains(curve.id())).toList();
    return of(valuationDate, keptCurves, kept, correlations.restrictedTo(assetIds));
  }

  /** The same market with other names of its assets and curves, which must differ from each other. */
  public MarketData renamed(UnaryOperator<String> assetNames, UnaryOperator<String> curveNames) {
    Require.given("assetNames", assetNames);
    Require.given("curveNames", curveNames);
    List<ZeroCurve> renamedCurves = curves.values().stream()
        .map(curve -> curve.withId(curveNames.apply(curve.id()))).toList();
    List<Asset> renamedAssets = assets.values().stream()
        .map(asset -> new Asset(assetNames.apply(asset.id()), curveNames.apply(asset.curve()), asset.spot(),
            asset.dividendYield(), asset.dividends(), asset.yieldCurves().stream().map(curveNames).toList(),
            asset.foreignCurve().map(curveNames), asset.model(), asset.calibration()))
        .toList();
    return of(valuationDate, renamedCurves, renamedAssets, correlations.renamed(assetNames));
  }

  private static <T> SequencedMap<String, T> byId(String what, List<T> items, Function<T, String> id) {
    SequencedMap<String, T> map = new LinkedHashMap<>();
    for (T item : Require.elements(what + "s", items)) {
      Require.that(map.putIfAbsent(id.apply(item), item) == null, "%s %s is given twice", what, id.apply(item));
    }
    return map;
  }
}
