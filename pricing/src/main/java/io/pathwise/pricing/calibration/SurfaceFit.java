package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
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
          assetId, expiry.quotes().size(), expiry.time(), SmileLimits.SIZE, model);
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
    return new Fit(new AssetModel.LocalVol(fit.surface(slices), OptionalDouble.of(asset.spot()), steps), quotes,
        fit.inOrder(slices), fit.limits(slices), fit.iterations, fit.searches);
  }

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

  /** The numbers of all smiles, one smile after the other. */
  private double[] search() {
    double[] point = new double[0];
    for (int j = 0; j < expiries.size(); j++) {
      Search smile = smile(j, slices(point));
      point = DoubleStream.concat(Arrays.stream(point), Arrays.stream(smile.point())).toArray();
    }
    Search all = Search.from(point, quotes, this::vols);
    iterations += all.iterations();
    return all.point();
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
    if (j == 0) {
      return SmileLimits.after(new SmileSurface.Slice(0, 0, 0), expiries.getFirst().time());
    }
    SmileLimits limits = SmileLimits.after(before.get(j - 1), expiries.get(j).time() - expiries.get(j - 1).time());
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
    return expiry.quotes().stream()
        .mapToDouble(quote -> Math.sqrt(slice.totalVariance(Math.log(quote.strike() / expiry.forward())) / quote.time()))
        .toArray();
  }

  private SmileSurface surface(List<SmileSurface.Slice> slices) {
    List<Double> times = expiries.stream().map(VolSurface.Expiry::time).toList();
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

  private List<String> limits(List<SmileSurface.Slice> slices) {
    List<String> texts = new ArrayList<>();
    for (int j = 0; j < slices.size(); j++) {
      String time = Require.plain(expiries.get(j).time());
      SmileLimits limits = limits(j, slices);
      if (limits.isThetaAtLimit(slices.get(j))) {
        texts.add("%s has ended at a limit of the total variance at the money".formatted(SmileSurface.vol(
            expiries.get(j).time())));
      }
      if (limits.isWingAtLeast(slices.get(j))) {
        texts.add(j == 0
            ? "the smile at %sy has ended without slope in a wing".formatted(time)
            : "the smile at %sy has ended at the limit of arbitrage with the expiry before".formatted(time));
      }
      if (limits.isWingAtMost(slices.get(j))) {
        texts.add(hasFallingPhi[j]
            ? "the smile at %sy has ended at the phi of the expiry before".formatted(time)
            : "the smile at %sy has ended at the limit of arbitrage between strikes".formatted(time));
      }
    }
    return texts;
  }
}
