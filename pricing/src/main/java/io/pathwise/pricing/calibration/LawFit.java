package io.pathwise.pricing.calibration;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The search for the parameters of a model whose law at an expiry is known, over numbers without limits that stand for
 * parameters within theirs ({@link ParameterRange}). It begins at the best points of a fixed grid, one after the other
 * until the best end has been found twice. Start at {@link #of}.
 */
final class LawFit {

  /** Relative difference of sums of squares up to which two searches have ended at the same point. */
  private static final double SAME = 1e-6;

  private final LawFamily family;
  private final List<VolQuote> quotes;
  private final List<VolSurface.Expiry> expiries;
  private final LawFamily.Setting setting;
  private final AssetModel simulatedAs;

  private LawFit(MarketData market, Asset asset, List<VolQuote> quotes, LawFamily family) {
    this.family = family;
    this.quotes = quotes;
    expiries = VolSurface.expiries(quotes, time -> market.forward(asset.id(), time));
    setting = LawFamily.Setting.of(asset.model(), expiries);
    simulatedAs = asset.model();
  }

  /** The model of a family that is closest to some quotes; how it is simulated is that of the asset's, if it tells. */
  static Fit of(MarketData market, Asset asset, List<VolQuote> quotes, LawFamily family) {
    return new LawFit(market, asset, quotes, family).fit();
  }

  private Fit fit() {
    VolSurface surface = VolSurface.coarse(expiries, quotes.size());
    List<double[]> starts = starts(surface);
    Optional<Search> best = Optional.empty();
    int iterations = 0;
    int searches = 0;
    for (double[] start : starts) {
      Search search = search(surface, start);
      iterations += search.iterations();
      searches++;
      boolean isFoundAgain = best.filter(before -> Math.abs(before.cost() - search.cost()) <= SAME * before.cost())
          .isPresent();
      best = best.filter(before -> before.cost() <= search.cost()).or(() -> Optional.of(search));
      if (isFoundAgain || search.isPerfect()) {
        break;
      }
    }
    Search found = best.orElseThrow();
    while (surface.isTooCoarse(model(values(found.point())))) {
      surface = surface.refined();
      found = search(surface, found.point());
      iterations += found.iterations();
    }
    SequencedMap<String, Double> values = values(found.point());
    FittedQuotes fitted = new FittedQuotes(quotes,
        Arrays.stream(surface.refined().vols(model(values))).boxed().toList());
    return new Fit(model(values), fitted, limits(values), iterations, searches);
  }

  private Search search(VolSurface surface, double[] start) {
    return Search.from(start, quotes, point -> surface.vols(model(values(point))));
  }

  /** Where searches begin: the points of the grid with the least sums of squares. */
  private List<double[]> starts(VolSurface surface) {
    double shortVol = expiries.getFirst().volAtTheMoney();
    double longVol = expiries.getLast().volAtTheMoney();
    return family.starts(shortVol, longVol, setting).stream().map(this::free)
        .map(point -> Map.entry(Search.cost(quotes, surface.vols(model(values(point)))), point))
        .sorted(Map.Entry.comparingByKey()).limit(family.searches()).map(Map.Entry::getValue).toList();
  }

  private double[] free(double[] parameters) {
    SequencedMap<String, Double> before = new LinkedHashMap<>();
    double[] point = new double[parameters.length];
    for (int i = 0; i < point.length; i++) {
      String name = family.parameters().get(i);
      ParameterRange range = family.range(name, before, setting);
      point[i] = range.free(parameters[i]);
      before.put(name, range.parameter(point[i]));
    }
    return point;
  }

  private SequencedMap<String, Double> values(double[] point) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < point.length; i++) {
      String name = family.parameters().get(i);
      values.put(name, family.range(name, values, setting).parameter(point[i]));
    }
    return values;
  }

  private AssetModel model(SequencedMap<String, Double> values) {
    return family.model(values, simulatedAs);
  }

  private List<String> limits(SequencedMap<String, Double> values) {
    List<String> limits = new ArrayList<>();
    SequencedMap<String, Double> before = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      ParameterRange range = family.range(name, before, setting);
      before.put(name, value);
      if (range.isAtLeast(value) || range.isAtMost(value)) {
        limits.add("%s has ended at its %s limit %.4g".formatted(name, range.isAtLeast(value) ? "lower" : "upper",
            range.isAtLeast(value) ? range.least() : range.most()));
      }
    });
    return limits;
  }
}
