package io.pathwise.pricing.program;

import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.model.SimulationSteps;
import io.pathwise.pricing.model.TimeGrid;
import io.pathwise.pricing.product.Product;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The steps of a simulation of one product or of several. Start at {@link #of}. */
final class ProgramGrid {

  private ProgramGrid() {}

  /**
   * The products' own times, their expiries, dividends at which prices fall, what models need in between, and where
   * there are several assets with vol term structures, or where prices are watched between the times, also the pillars,
   * between which volatilities are constant: so the Brownian motions of a step have the quoted correlation exactly, and
   * the bridges of a step the quoted variance.
   */
  static TimeGrid of(List<Product> products, MarketData market) {
    return of(products, Set.of(), market);
  }

  /** The same with further times that the simulation passes. */
  static TimeGrid of(List<Product> products, Set<Double> dates, MarketData market) {
    TreeSet<Double> times = new TreeSet<>(dates);
    Set<String> assets = new HashSet<>();
    Set<Double> observed = new HashSet<>();
    for (Product product : products) {
      times.addAll(product.simulationTimes());
      times.add(product.expiry());
      assets.addAll(product.assets());
      observed.addAll(product.observationTimes());
    }
    double last = times.last();
    assets.stream().map(id -> market.asset(id).dividends())
        .filter(dividends -> dividends.cashModel() == Dividends.CashModel.SPOT)
        .flatMap(dividends -> dividends.cash(last).stream()).forEach(cash -> times.add(cash.time()));
    boolean watches = products.stream().anyMatch(Product::watchesPrices);
    if (watches) {
      times.addAll(proportionalDividends(assets, last, market));
    }
    Set<Double> tenors = new HashSet<>();
    if (assets.size() > 1 || watches) {
      for (String id : assets) {
        List<Double> pillars = market.asset(id).model().blackVols().map(VolTermStructure::times).orElse(List.of());
        if (pillars.size() > 1) {
          tenors.addAll(pillars.stream().filter(time -> time < last).toList());
        }
      }
    }
    tenors.removeAll(observed);
    times.addAll(tenors);
    return TimeGrid.of(times, tenors,
        products.stream().mapToDouble(product -> SimulationSteps.longest(product, market)).min().orElseThrow());
  }

  private static List<Double> proportionalDividends(Set<String> assets, double last, MarketData market) {
    return assets.stream().flatMap(id -> market.asset(id).dividends().list().stream())
        .filter(dividend -> dividend.kind() == Dividend.Kind.PROPORTIONAL && dividend.time() <= last)
        .map(Dividend::time).toList();
  }
}
