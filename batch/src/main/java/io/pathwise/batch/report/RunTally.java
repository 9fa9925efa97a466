package io.pathwise.batch.report;

import io.pathwise.batch.output.Position;
import io.pathwise.batch.output.Units;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.product.Trade;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The figures of {@code report.html} about single trades and numbers, counted as rows are written; memory does not grow
 * with the number of trades. Start at {@link #add}.
 */
public final class RunTally {
  /** How many trades a list of the largest holds. */
  static final int LISTED = 10;

  private final MarketData market;
  private final Units units;
  private final Map<Rank, LargestItems<Contribution>> contributions = new HashMap<>();
  private final SequencedMap<Use, RelativeErrors> uses = new TreeMap<>(
      Comparator.comparing(Use::measure).thenComparing(Use::estimator));
  private final SequencedMap<String, Effort> efforts = new TreeMap<>();
  private final Map<String, AssetUse> assets = new HashMap<>();
  private final LargestItems<Slow> slowest = new LargestItems<>(LISTED);

  /** What is compared: numbers of one measure in one currency. */
  private record Rank(Measure measure, String currency) {}

  /** An estimator of a measure. */
  record Use(Measure measure, String estimator) {}

  /**
   * A number of a trade.
   *
   * @param tradeId
   *          the trade
   * @param product
   *          the type of its product
   * @param factor
   *          as in the results
   * @param value
   *          for the whole trade
   * @param standardError
   *          of the value
   */
  record Contribution(String tradeId, String product, String factor, double value, double standardError) {}

  /**
   * How long a trade took.
   *
   * @param tradeId
   *          the trade
   * @param product
   *          the type of its product
   * @param seconds
   *          wall time of its evaluation, without scenarios; of simulations shared with others its share
   * @param paths
   *          the most that a number of it rests on
   */
  record Slow(String tradeId, String product, double seconds, long paths) {}

  /**
   * What trades need of an asset's prices.
   *
   * @param trades
   *          how many have it among their assets
   * @param lastExpiry
   *          when the last of them pays, in years
   */
  record AssetUse(long trades, double lastExpiry) {
    AssetUse plus(AssetUse more) {
      return new AssetUse(trades + more.trades, Math.max(lastExpiry, more.lastExpiry));
    }
  }

  /** How many trades of a type there were, how many numbers they have, and the wall time that they took. */
  record Effort(long trades, long numbers, double seconds) {
    Effort plus(Effort more) {
      return new Effort(trades + more.trades, numbers + more.numbers, seconds + more.seconds);
    }
  }

  /** A tally of a run that writes its numbers in these units. */
  public RunTally(MarketData market, Units units) {
    this.market = market;
    this.units = units;
  }

  /** Counts a trade with its numbers as they are written. */
  public void add(Trade trade, String currency, Greeks greeks, double seconds) {
    String product = type(trade.product());
    long numbers = 0;
    long paths = 0;
    for (Greek greek : greeks.numbers()) {
      if (Position.hasNumber(greek)) {
        numbers++;
        paths = Math.max(paths, greek.paths());
        uses.computeIfAbsent(new Use(greek.measure(), greek.estimator()), use -> new RelativeErrors())
            .add(greek.value(), greek.standardError());
        double value = Position.value(trade, greek);
        contributions.computeIfAbsent(new Rank(greek.measure(), currency), rank -> new LargestItems<>(LISTED)).add(
            size(greek, value),
            new Contribution(trade.id(), product, greek.factorText(), value,
                Position.standardError(trade, greek)));
      }
    }
    slowest.add(seconds, new Slow(trade.id(), product, seconds, paths));
    efforts.merge(product, new Effort(1, numbers, seconds), Effort::plus);
    double expiry = trade.product().expiry();
    if (expiry > 0) {
      trade.product().assets().forEach(asset -> assets.merge(asset, new AssetUse(1, expiry), AssetUse::plus));
    }
  }

  /** By what numbers of a measure are compared: deltas and gammas by what a move of 1 % of the spot does. */
  private double size(Greek greek, double value) {
    double size = Math.abs(value);
    return greek.measure().isComparedBySpotMove() && greek.factors().getFirst() instanceof RiskFactor.Spot spot
        ? size * units.spotMove(greek.measure(), market.asset(spot.asset()).spot())
        : size;
  }

  /** The largest numbers of a measure in a currency. */
  List<Contribution> largest(Measure measure, String currency) {
    LargestItems<Contribution> largest = contributions.get(new Rank(measure, currency));
    return largest == null ? List.of() : largest.list();
  }

  /** The relative errors by estimator, in the order of measures. */
  SequencedMap<Use, RelativeErrors> uses() {
    return uses;
  }

  /** The work by type of product. */
  SequencedMap<String, Effort> efforts() {
    return efforts;
  }

  /** The assets of trades that live, by id. */
  Map<String, AssetUse> assets() {
    return assets;
  }

  /** The trades that took longest. */
  List<Slow> slowest() {
    return slowest.list();
  }

  private static String type(Product product) {
    return switch (product.domestic()) {
      case European european -> "european";
      case Digital digital -> "digital";
      case Asian asian -> "asian";
      case Barrier barrier -> "barrier";
      case Basket basket -> "basket";
      case Autocallable autocallable -> "autocallable";
      case Payments payments -> "known payments";
      case Scripted scripted -> "script";
    };
  }
}
