package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A product: what it pays, and when which prices are observed. All times are years from the valuation date; nothing
 * lies in the past. Each product is one record, and code that depends on the product switches over them exhaustively.
 *
 * <p>
 * Start at {@link European}, the simplest; {@link #observationTimes} and {@link #simulationTimes} are what a simulation
 * needs to know of any of them.
 */
public sealed interface Product permits Uncollateralised, Collateralised {

  /** Ids of the assets whose prices the payoff reads, in the product's own order. */
  List<String> assets();

  /** What it pays, with all prices in the currency of payment. */
  DomesticProduct domestic();

  /** How prices come into the currency of payment; empty where they are quoted in it. */
  Optional<CrossCurrency> crossCurrency();

  /** The same product on assets of other names, which must differ from each other. */
  Product renamed(UnaryOperator<String> names);

  /** The same product on assets and curves of other names, which must differ from each other. */
  default Product renamed(UnaryOperator<String> names, UnaryOperator<String> curveNames) {
    Require.given("curveNames", curveNames);
    return renamed(names);
  }

  /** Id of the curve of the collateral at whose rates payments are discounted; empty if those of the currency are. */
  default Optional<String> collateral() {
    return Optional.empty();
  }

  /**
   * The curve with which payments are discounted.
   *
   * @throws IllegalArgumentException
   *           when the market lacks it or an asset, or the assets are on different curves
   */
  default ZeroCurve discountCurve(MarketData market) {
    ZeroCurve currency = curve(market);
    return collateral().map(market::curve).orElse(currency);
  }

  /** Ids of the curves that its value depends on, each once: those of its assets, then that of its collateral. */
  default List<String> curves(MarketData market) {
    return Stream.concat(Require.given("market", market).curvesOf(assets()).stream(), collateral().stream()).distinct()
        .toList();
  }

  /** The risk factors of a market that its value can depend on. */
  default List<RiskFactor> factors(MarketData market) {
    return Require.given("market", market).factors(assets(), collateral().stream().toList());
  }

  /**
   * The curve of the currency in which it pays: that of its assets.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset, or the assets are on different curves
   */
  default ZeroCurve curve(MarketData market) {
    return Require.given("market", market).commonCurve(assets());
  }

  /** Whether all that it pays is known. */
  default boolean isDeterministic() {
    return domestic().isDeterministic();
  }

  /** When the product pays at the latest. */
  default double expiry() {
    return domestic().expiry();
  }

  /** The times at which the payoff reads prices, strictly increasing. */
  default List<Double> observationTimes() {
    return domestic().observationTimes();
  }

  /** Whether it asks what prices do between the times that a simulation visits. */
  default boolean watchesPrices() {
    return domestic().watchesPrices();
  }

  /**
   * A product with a closed form that pays much the same on the same paths, to serve as its control variate: the
   * geometric Asian to an arithmetic one, the European to a digital or barrier option of the same strike. Empty where
   * none is known, and where it would be the product itself.
   */
  default Optional<Product> control() {
    return Optional.empty();
  }

  /**
   * Into how many equal steps a simulation divides the time up to the first observation and between successive ones; 1
   * unless a finer grid is wanted for an experiment.
   */
  default int steps() {
    return domestic().steps();
  }

  /**
   * The times a simulation visits: {@link #observationTimes} and, with more than one step, equally spaced times between
   * them. Time 0, where prices are known, is among them only if it is observed.
   */
  default List<Double> simulationTimes() {
    List<Double> times = new ArrayList<>();
    double from = 0;
    for (double to : observationTimes()) {
      for (int step = 1; step < steps() && to > from; step++) {
        times.add(from + (to - from) * step / steps());
      }
      times.add(to);
      from = to;
    }
    return List.copyOf(times);
  }
}
