package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The surface of implied volatilities without arbitrage that is closest to quotes, with a pillar at each expiry
 * ({@link SmileSurface}). Smiles are found one after the other in time, each among those that may follow the one before
 * ({@link SmileLimits}), as by Corbetta, Cohort, Laachir and Martini (2019), "Robust calibration and arbitrage-free
 * interpolation of SSVI slices"; then all together, since a smile limits those behind it. Where total variances fall
 * between two smiles nevertheless, the search is repeated with a phi of the second that is not above that of the first,
 * which is enough for them to grow at every strike. Start at {@link #of}.
 */
final class SurfaceFit {

  /** Where the search for a smile begins: skews, and curvatures ψ/√θ. */
  private static final List<Double> RHOS = List.of(-0.7, -0.3, 0.3);
  private static final List<Double> CURVATURES = List.of(0.5, 1.2);

  private final List<VolSurface.Expiry> expiries;
  /** The quotes, by expiry. */
  private final List<VolQuote> quotes;
  /** For each expiry, whether phi may not be above the one before. */
  private final boolean[] hasFallingPhi;
  private int iterations;
  private int searches;

  private SurfaceFit(List<VolSurface.Expiry> expiries) {
    this.expiries = expiries;
    quotes = expiries.stream().flatMap(expiry -> expiry.quotes().stream()).toList();
    hasFallingPhi = new boolean[expiries.size()];
  }

  /** Refuses fewer quotes of an expiry than a smile has parameters. */
  static void requireQuotes(String assetId, List<VolQuote> quotes, String model) {
    for (VolSurface.Expiry expiry : VolSurface.expiries(quotes, time -> 1)) {
      Require.that(expiry.quotes().size() >= SmileLimits.SIZE,
          "asset %s has %s quotes for the expiry in %s years, must be at least %s, the parameters of a smile of %s",
          assetId, expiry.quotes().size(), StaticArbitrage.number(expiry.time()), SmileLimits.SIZE, model);
    }
  }

  /**
   * Local volatility with the surface, at the strikes of the asset's spot; steps are those of a local volatility that
   * it has, or the default.
   */
  static Fit of(MarketData market, Asset asset, List<VolQuote> quotes) {
    SurfaceFit fit = new SurfaceFit(VolSurface.expiries(quotes, time -> market.forward(asset.id(), time)));
    List<SmileSurface.Slice> slices = fit.slices();
    int steps = asset.model() instanceof AssetModel.LocalVol before
        ? before.stepsPerYear()
        : AssetModel.LocalVol.DEFAULT_STEPS_PER_YEAR;
    AssetModel model = new AssetModel.LocalVol(surface(fit.times(), slices), OptionalDouble.of(asset.spot()), steps);
    return new Fit(model, new FittedQuotes(quotes, fit.inOrder(slices)), fit.limits(slices), fit.iterations,
        fit.searches);
  }

  /** The smiles that are closest and, where a phi must fall for that, without arbitrage. */
  private List<SmileSurface.Slice> slices() {
    while (true) {
      List<SmileSurface.Slice> slices = slices(search());
      List<Integer> falls = IntStream.range(1, slices.size())
          .filter(j -> !hasFallingPhi[j] && slices.get(j - 1).strikeOfFall(slices.get(j)).isPresent()).boxed().toList();
      if (falls.isEmpty()) {
        return slices;
      }
      falls.forEach(j -> hasFallingPhi[j] = true);
    }
  }

  /** The numbers of the closest smiles, one smile after the other. */
  private double[] search() {
    double[] point = new double[0];
    for (int j = 0; j < expiries.size(); j++) {
      point = joined(point, smile(j, slices(point)).point());
    }
    Search all = Search.from(inside(point), quotes, this::vols);
    iterations += all.iterations();
    return all.cost() < Search.cost(quotes, vols(point)) ? all.point() : point;
  }

  /** A point close by, off the limits, where a search would stay. */
  private double[] inside(double[] point) {
    double[] inside = new double[0];
    for (SmileSurface.Slice slice : slices(point)) {
      List<SmileSurface.Slice> before = slices(inside);
      inside = joined(inside, limits(before.size(), before).free(slice));
    }
    return inside;
  }

  private static double[] joined(double[] first, double[] second) {
    return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  /** The smile of an expiry behind those of the expiries before. */
  private Search smile(int j, List<SmileSurface.Slice> before) {
    VolSurface.Expiry expiry = expiries.get(j);
    SmileLimits limits = limits(j, before);
    Optional<Search> best = Optional.empty();
    for (SmileSurface.Slice start : starts(expiry)) {
      Search search = Search.from(limits.free(start), expiry.quotes(), point -> vols(expiry, limits.slice(point, 0)));
      iterations += search.iterations();
      searches++;
      best = best.filter(other -> other.cost() <= search.cost()).or(() -> Optional.of(search));
      if (search.isPerfect()) {
        break;
      }
    }
    return best.orElseThrow();
  }

  private static List<SmileSurface.Slice> starts(VolSurface.Expiry expiry) {
    double vol = expiry.volAtTheMoney();
    double theta = vol * vol * expiry.time();
    List<SmileSurface.Slice> starts = new ArrayList<>();
    for (double rho : RHOS) {
      for (double curvature : CURVATURES) {
        double psi = curvature * Math.sqrt(theta);
        starts.add(new SmileSurface.Slice(theta, psi, rho * psi));
      }
    }
    return starts;
  }

  /** What may follow the smiles before. */
  private SmileLimits limits(int j, List<SmileSurface.Slice> before) {
    double time = expiries.get(j).time();
    if (j == 0) {
      return SmileLimits.first(time);
    }
    SmileLimits limits = SmileLimits.after(before.get(j - 1), expiries.get(j - 1).time(), time);
    return hasFallingPhi[j] ? limits.withoutGrowingPhi() : limits;
  }

  private List<SmileSurface.Slice> slices(double[] point) {
    List<SmileSurface.Slice> slices = new ArrayList<>();
    for (int j = 0; j < point.length / SmileLimits.SIZE; j++) {
      slices.add(limits(j, slices).slice(point, j * SmileLimits.SIZE));
    }
    return slices;
  }

  private double[] vols(double[] point) {
    List<SmileSurface.Slice> slices = slices(point);
    return IntStream.range(0, slices.size()).boxed()
        .flatMapToDouble(j -> Arrays.stream(vols(expiries.get(j), slices.get(j)))).toArray();
  }

  private static double[] vols(VolSurface.Expiry expiry, SmileSurface.Slice slice) {
    return expiry.quotes().stream().mapToDouble(quote -> vol(slice, quote, expiry.forward())).toArray();
  }

  private static double vol(SmileSurface.Slice slice, VolQuote quote, double forward) {
    return Math.sqrt(slice.totalVariance(Math.log(quote.strike() / forward)) / quote.time());
  }

  private List<Double> times() {
    return expiries.stream().map(VolSurface.Expiry::time).toList();
  }

  /** The surface through smiles at some times. */
  static SmileSurface surface(List<Double> times, List<SmileSurface.Slice> slices) {
    return new SmileSurface(times,
        IntStream.range(0, slices.size()).mapToObj(j -> Math.sqrt(slices.get(j).theta() / times.get(j))).toList(),
        slices.stream().map(slice -> slice.chi() / slice.psi()).toList(),
        slices.stream().map(slice -> slice.psi() / slice.theta()).toList());
  }

  /** What smiles imply at the quotes, in the order in which these were given. */
  private List<Double> inOrder(List<SmileSurface.Slice> slices) {
    List<Double> vols = new ArrayList<>(Collections.nCopies(quotes.size(), 0.0));
    for (int j = 0; j < slices.size(); j++) {
      double[] ofSmile = vols(expiries.get(j), slices.get(j));
      for (int i = 0; i < ofSmile.length; i++) {
        vols.set(expiries.get(j).places().get(i), ofSmile[i]);
      }
    }
    return vols;
  }

  /** Where smiles have ended at limits. */
  private List<String> limits(List<SmileSurface.Slice> slices) {
    List<String> texts = new ArrayList<>();
    for (int j = 0; j < slices.size(); j++) {
      SmileLimits limits = limits(j, slices);
      if (limits.isThetaAtLeast(slices.get(j))) {
        add(texts, j, "has a volatility at the money as low as %s", j == 0 ? "can be" : "the expiry before leaves it");
      }
      if (limits.isWingAtLeast(slices.get(j))) {
        add(texts, j, "has a wing as flat as %s", j == 0 ? "can be" : "the expiry before leaves it");
      }
      if (limits.isWingAtMost(slices.get(j))) {
        add(texts, j, "has wings as steep as %s without arbitrage",
            hasFallingPhi[j] ? "the expiry before leaves them" : "they can be");
      }
    }
    return texts;
  }

  private void add(List<String> texts, int expiry, String text, String limit) {
    texts.add("the smile in %s years ".formatted(StaticArbitrage.number(expiries.get(expiry).time()))
        + text.formatted(limit));
  }
}
