package io.pathwise.batch.profit;

import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.BrownianMotion;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Product;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one market becomes a later one: days pass, then risk factors move, then what is no risk factor changes. Start at
 * {@link #between}.
 *
 * @param days
 *          how many days pass
 * @param rolled
 *          the first market on the day of the second, all quotes as they were
 * @param shifts
 *          by how much each factor moves; those that do not are left out. A term structure moves in parallel by the
 *          mean of its pillars, and each pillar by what is left
 * @param moved
 *          the market after that: the second one, with whatever is no risk factor as it was in the first
 * @param last
 *          the second market
 * @param remodelled
 *          the assets whose model is of another class
 */
record MarketMoves(int days, MarketData rolled, SequencedMap<RiskFactor, Double> shifts, MarketData moved,
    MarketData last, List<String> remodelled) {
  /** Differences below this share of a quote are rounding. */
  private static final double ROUNDING = 1e-14;

  /**
   * The moves from one market to another.
   *
   * @throws InvalidInputException
   *           when time runs backwards, or a factor is in one of the markets only
   */
  static MarketMoves between(Path fromFile, MarketData from, Path toFile, MarketData to) {
    long days = ChronoUnit.DAYS.between(from.valuationDate(), to.valuationDate());
    if (days < 0) {
      throw new InvalidInputException(Location.whole(toFile.toString()), "valuationDate is " + to.valuationDate()
          + ", must not be before that of " + fromFile + ", " + from.valuationDate());
    }
    requireEqual(fromFile, toFile, "assets", from.assets().keySet(), to.assets().keySet());
    requireEqual(fromFile, toFile, "curves", from.curves().keySet(), to.curves().keySet());
    List<String> remodelled = from.assets().keySet().stream()
        .filter(id -> !from.asset(id).model().format().equals(to.asset(id).model().format())).toList();
    requireEqual(fromFile, toFile, "risk factors", names(from, remodelled), names(to, remodelled));
    MarketData rolled = from.rolled((int) days);
    SequencedMap<RiskFactor, Double> shifts = new LinkedHashMap<>();
    from.assets().keySet().forEach(id -> addAsset(shifts, from.asset(id), to.asset(id), remodelled.contains(id)));
    addCorrelations(shifts, from, to, remodelled);
    from.curves().forEach((id, curve) -> addTermStructure(shifts, new RiskFactor.Zero(id),
        curve.times().stream().map(time -> (RiskFactor) new RiskFactor.ZeroPillar(id, time)).toList(), curve.zeros(),
        to.curve(id).zeros()));
    shifts.values().removeIf(shift -> shift == 0);
    return new MarketMoves((int) days, rolled, shifts, moved(rolled, to, remodelled), to, remodelled);
  }

  private static void requireEqual(Path fromFile, Path toFile, String what, Set<String> from, Set<String> to) {
    List<String> gone = from.stream().filter(name -> !to.contains(name)).toList();
    List<String> come = to.stream().filter(name -> !from.contains(name)).toList();
    if (!gone.isEmpty() || !come.isEmpty()) {
      List<String> parts = new ArrayList<>();
      if (!gone.isEmpty()) {
        parts.add("only " + fromFile + " has " + String.join(", ", gone));
      }
      if (!come.isEmpty()) {
        parts.add("only " + toFile + " has " + String.join(", ", come));
      }
      throw new InvalidInputException(Location.whole(toFile.toString()),
          "the markets differ in their " + what + ": " + String.join("; ", parts));
    }
  }

  /** What can be compared: not what belongs to a model that the other market has not, nor quotes that expire. */
  private static Set<String> names(MarketData market, List<String> remodelled) {
    return market.factors().stream().filter(factor -> switch (factor) {
      case RiskFactor.Vol(String asset) -> !remodelled.contains(asset) && isShiftedAsVol(market.asset(asset));
      case RiskFactor.VolPillar(String asset, double _) -> !remodelled.contains(asset);
      case RiskFactor.ModelParameter(String asset, String _) -> !remodelled.contains(asset);
      case RiskFactor.Correlation(String a, String b) -> !remodelled.contains(a) && !remodelled.contains(b);
      case RiskFactor.QuotedVol _,RiskFactor.ExerciseTime _ -> false;
      case RiskFactor.Spot _,RiskFactor.Dividend _,RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.ValuationTime _ ->
        true;
    }).map(RiskFactor::toString).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Where a model was fitted to quotes its parameters tell all that moves, and quotes go with their expiries. */
  private static boolean isShiftedAsVol(Asset asset) {
    return asset.calibration().isEmpty() && (asset.model().blackVols().isPresent()
        || asset.model().parameters().containsKey(AssetModel.VOL));
  }

  private static void addAsset(SequencedMap<RiskFactor, Double> shifts, Asset from, Asset to, boolean remodelled) {
    String id = from.id();
    shifts.put(new RiskFactor.Spot(id), to.spot() - from.spot());
    shifts.put(new RiskFactor.Dividend(id), to.dividendYield() - from.dividendYield());
    if (remodelled) {
      return;
    }
    if (from.model().blackVols().isPresent()) {
      addTermStructure(shifts, new RiskFactor.Vol(id),
          from.model().blackVols().get().times().stream()
              .map(time -> (RiskFactor) new RiskFactor.VolPillar(id, time)).toList(),
          from.model().blackVols().get().vols(), to.model().blackVols().orElseThrow().vols());
      return;
    }
    from.modelParameters().forEach(factor -> {
      String name = factor instanceof RiskFactor.ModelParameter(String _, String own) ? own : AssetModel.VOL;
      shifts.put(factor,
          to.model().parameters().getOrDefault(name, 0.0) - from.model().parameters().getOrDefault(name, 0.0));
    });
  }

  private static void addCorrelations(SequencedMap<RiskFactor, Double> shifts, MarketData from, MarketData to,
      List<String> remodelled) {
    for (RiskFactor factor : from.factors()) {
      if (factor instanceof RiskFactor.Correlation(String a, String b) && !remodelled.contains(a)
          && !remodelled.contains(b)) {
        BrownianMotion first = BrownianMotion.ofPrice(a);
        BrownianMotion second = BrownianMotion.ofPrice(b);
        shifts.put(factor, to.correlation(first, second) - from.correlation(first, second));
      }
    }
  }

  private static void addTermStructure(SequencedMap<RiskFactor, Double> shifts, RiskFactor parallel,
      List<RiskFactor> pillars, List<Double> from, List<Double> to) {
    double mean = 0;
    for (int i = 0; i < pillars.size(); i++) {
      mean += (to.get(i) - from.get(i)) / pillars.size();
    }
    shifts.put(parallel, mean);
    for (int i = 0; i < pillars.size() && pillars.size() > 1; i++) {
      double left = to.get(i) - from.get(i) - mean;
      shifts.put(pillars.get(i), Math.abs(left) <= ROUNDING * Math.abs(to.get(i)) ? 0 : left);
    }
  }

  private static MarketData moved(MarketData rolled, MarketData to, List<String> remodelled) {
    MarketData moved = to;
    for (Asset before : rolled.assets().values()) {
      Asset after = to.asset(before.id());
      boolean keepsModel = remodelled.contains(before.id());
      Asset mixed = new Asset(before.id(), before.curve(), after.spot(), after.dividendYield(), before.dividends(),
          before.yieldCurves(), before.foreignCurve(), keepsModel ? before.model() : after.model(),
          keepsModel ? before.calibration() : after.calibration());
      if (!mixed.equals(after)) {
        moved = moved.with(mixed);
      }
    }
    for (ZeroCurve before : rolled.curves().values()) {
      moved = moved.with(to.curve(before.id()).with(before.interpolation()));
    }
    return moved;
  }

  /** Whether what is no risk factor of a product's assets or of its curves has changed. */
  boolean hasOtherChanges(Product product) {
    return product.assets().stream().anyMatch(id -> !moved.asset(id).equals(last.asset(id)))
        || product.curves(moved).stream().anyMatch(id -> !moved.curve(id).equals(last.curve(id)));
  }
}
