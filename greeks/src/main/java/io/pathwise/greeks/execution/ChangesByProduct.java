package io.pathwise.greeks.execution;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Changes of values, product by product: all of one product share its plan and one simulation of the market that they
 * start from. Products are worked on in parallel. Start at {@link #outcomes}.
 */
public final class ChangesByProduct {
  private final TradeEngine engine;
  private final MarketData before;
  private final Collection<Measure> measures;
  private final Settings settings;

  /** Changes from a market. */
  public ChangesByProduct(TradeEngine engine, MarketData before, Collection<Measure> measures, Settings settings) {
    this.engine = engine;
    this.before = before;
    this.measures = measures;
    this.settings = settings;
  }

  /**
   * An outcome for each change, in their order.
   *
   * @param done
   *          called once for each change, with its place in the list, from any thread
   */
  public List<Outcome<Greek>> outcomes(List<MarketChange> changes, IntConsumer done) {
    Map<Product, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      places.computeIfAbsent(changes.get(i).product(), product -> new ArrayList<>()).add(i);
    }
    List<Outcome<Greek>> outcomes = new ArrayList<>(Collections.nCopies(changes.size(), null));
    List<Map.Entry<Product, List<Integer>>> groups = List.copyOf(places.entrySet());
    engine.inParallel(groups.size(), i -> {
      Outcome<OfProduct> product = Outcome.of(() -> new OfProduct(groups.get(i).getKey()));
      for (int place : groups.get(i).getValue()) {
        Outcome<Greek> outcome = switch (product) {
          case Outcome.Done<OfProduct>(OfProduct known) -> Outcome.of(() -> known.to(changes.get(place)));
          case Outcome.Refused<OfProduct>(RuntimeException cause) -> new Outcome.Refused<Greek>(cause);
        };
        synchronized (outcomes) {
          outcomes.set(place, outcome);
        }
        done.accept(place);
      }
    });
    return outcomes;
  }

  /** One change. */
  public Greek change(MarketChange change) {
    return new OfProduct(change.product()).to(change);
  }

  private final class OfProduct {
    private final Placeholders names;
    private final TradeEngine.Changes changes;

    OfProduct(Product product) {
      names = Placeholders.of(product, before);
      changes = names.naming(() -> engine.changes(names.product(), names.market(before), measures, settings));
    }

    Greek to(MarketChange change) {
      return names.naming(() -> names.named(changes.to(names.change(change))));
    }
  }
}
