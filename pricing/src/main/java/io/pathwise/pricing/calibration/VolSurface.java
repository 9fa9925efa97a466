package io.pathwise.pricing.calibration;

import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.analytic.SmilePrices;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.model.Dynamics;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** The volatilities that a model implies at quotes, expiry by expiry. Start at {@link #vols}. */
final class VolSurface {

  /** Of the forward price: less than this, integrals are rounding. */
  private static final double ROUNDING = 1e-14;

  /** By how much a finer integration may change volatilities of one that is fine enough. */
  private static final double ACCURATE = 1e-8;
  private static final int MOST_REFINEMENT = 8;

  private final List<Expiry> expiries;
  private final List<SmilePrices> prices;
  private final int size;
  private final int refinement;

  private VolSurface(List<Expiry> expiries, int size, int refinement) {
    this.expiries = expiries;
    this.size = size;
    this.refinement = refinement;
    prices = expiries.stream().map(expiry -> new SmilePrices(expiry.forward(), expiry.strikes(),
        Math.sqrt(expiry.quotes().stream().mapToDouble(VolQuote::totalVariance).max().orElseThrow()), refinement))
        .toList();
  }

  /**
   * With the fewest nodes of integration.
   *
   * @param size
   *          the number of quotes
   */
  static VolSurface coarse(List<Expiry> expiries, int size) {
    return new VolSurface(expiries, size, 1);
  }

  /** With as many nodes as the volatilities of a model ask for. */
  static VolSurface fineEnough(List<Expiry> expiries, int size, AssetModel model) {
    VolSurface surface = coarse(expiries, size);
    while (surface.isTooCoarse(model)) {
      surface = surface.refined();
    }
    return surface;
  }

  /** With twice the nodes. */
  VolSurface refined() {
    return new VolSurface(expiries, size, 2 * refinement);
  }

  /** Whether more nodes, of which there is a most, change the volatilities of a model. */
  boolean isTooCoarse(AssetModel model) {
    if (model instanceof AssetModel.LocalVol || refinement >= MOST_REFINEMENT) {
      return false;
    }
    double[] coarse = vols(model);
    double[] fine = refined().vols(model);
    for (int i = 0; i < size; i++) {
      if (!(Math.abs(coarse[i] - fine[i]) <= ACCURATE)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The quotes of one expiry.
   *
   * @param time
   *          years to it
   * @param forward
   *          the forward price
   * @param quotes
   *          by strike
   * @param places
   *          of these quotes among all
   */
  record Expiry(double time, double forward, List<VolQuote> quotes, List<Integer> places) {

    double[] strikes() {
      return quotes.stream().mapToDouble(VolQuote::strike).toArray();
    }

    /** That of the strike next to the forward price. */
    double volAtTheMoney() {
      return quotes.stream().min((a, b) -> Double.compare(distance(a), distance(b))).orElseThrow().vol();
    }

    private double distance(VolQuote quote) {
      return Math.abs(Math.log(quote.strike() / forward));
    }
  }

  /** Quotes by expiry, and by strike within one. */
  static List<Expiry> expiries(List<VolQuote> quotes, DoubleUnaryOperator forwards) {
    SortedMap<Double, List<Integer>> byTime = new TreeMap<>();
    for (int i = 0; i < quotes.size(); i++) {
      byTime.computeIfAbsent(quotes.get(i).time(), time -> new ArrayList<>()).add(i);
    }
    List<Expiry> expiries = new ArrayList<>();
    byTime.forEach((time, places) -> {
      places.sort((a, b) -> Double.compare(quotes.get(a).strike(), quotes.get(b).strike()));
      expiries.add(new Expiry(time, forwards.applyAsDouble(time), places.stream().map(quotes::get).toList(), places));
    });
    return expiries;
  }

  /** Whether the implied volatilities of a model are known. */
  static boolean isKnown(AssetModel model) {
    return model instanceof AssetModel.LocalVol || Dynamics.of(model).law(1).isPresent();
  }

  /** What a model implies, in the order of the quotes. */
  double[] vols(AssetModel model) {
    return model instanceof AssetModel.LocalVol local ? vols(local.surface()) : volsOfLaw(model);
  }

  private double[] vols(SmileSurface surface) {
    double[] vols = new double[size];
    for (Expiry expiry : expiries) {
      SmileSurface.Slice slice = surface.slice(expiry.time());
      for (int i = 0; i < expiry.quotes().size(); i++) {
        double logStrike = Math.log(expiry.quotes().get(i).strike() / expiry.forward());
        vols[expiry.places().get(i)] = Math.sqrt(slice.totalVariance(logStrike) / expiry.time());
      }
    }
    return vols;
  }

  private double[] volsOfLaw(AssetModel model) {
    Dynamics dynamics = Dynamics.of(model);
    double[] vols = new double[size];
    for (int e = 0; e < prices.size(); e++) {
      Expiry expiry = expiries.get(e);
      double forward = expiry.forward();
      double[] calls = prices.get(e).calls(dynamics.law(expiry.time()).orElseThrow());
      for (int i = 0; i < calls.length; i++) {
        double strike = expiry.quotes().get(i).strike();
        double timeValue = calls[i] - Math.max(forward - strike, 0);
        double most = Math.min(forward, strike) * (1 - ROUNDING);
        vols[expiry.places().get(i)] = ImpliedVolatility.ofTimeValue(forward, strike, expiry.time(),
            Math.clamp(timeValue, ROUNDING * forward, Math.max(ROUNDING * forward, most)));
      }
    }
    return vols;
  }
}
