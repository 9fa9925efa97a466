package io.pathwise.greeks.spi;

import io.pathwise.greeks.execution.Arguments;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.execution.Placeholders;
import io.pathwise.greeks.execution.Progress;
import io.pathwise.greeks.execution.TradeEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.RangeMoments;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Evaluations in parts: of several products up to a number of blocks, of a range of blocks of one product, and what the
 * store has of either. For code that distributes evaluations over machines, such as the one for Spark; a pricing system
 * needs {@code GreeksEngine} only. Start at {@link #advanceAll}.
 */
public final class PartialRuns {

  private final Supplier<TradeEngine> engine;

  /**
   * Those of an engine, see {@code GreeksEngine.partialRuns}.
   *
   * @param engine
   *          gives it, or refuses when it is closed
   */
  public PartialRuns(Supplier<TradeEngine> engine) {
    this.engine = engine;
  }

  /**
   * As {@code GreeksEngine.evaluateAll}, but leaves products that need more than so many blocks where they are, for
   * what is missing to be simulated elsewhere ({@link #simulate}, {@link RangeMoments#unite}). An engine with a store
   * keeps what it did of them; another one, with that in its store, goes on from there.
   *
   * @param fromBlocks
   *          {@link Progress#nextBlocks} of the products, up to which the store has their moments; 0 at first
   * @param mostBlocks
   *          up to where to simulate, at least {@code fromBlocks}
   * @param listener
   *          is told how far the products are
   * @return an outcome for each product, in their order
   */
  public List<Outcome<Progress>> advanceAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, long fromBlocks, long mostBlocks, EvaluationListener listener) {
    List<Product> given = Require.elements("products", products);
    Require.given("market", market);
    Arguments.require(measures, settings);
    Require.given("listener", listener);
    Placeholders[] names = new Placeholders[given.size()];
    Map<List<List<String>>, MarketData> markets = new ConcurrentHashMap<>();
    List<Outcome<Progress>> nameless = engine.get().advanceAll(given.size(), i -> {
      names[i] = Placeholders.of(given.get(i), market);
      return names[i].naming(() -> engine.get().begin(names[i].product(),
          markets.computeIfAbsent(names[i].replaced(), missing -> names[i].market(market)), measures, settings,
          PinnedEstimators.NONE));
    }, settings.accuracy(), fromBlocks, mostBlocks, listener);
    List<Outcome<Progress>> outcomes = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Placeholders own = names[i];
      outcomes.add(switch (nameless.get(i)) {
        case Outcome.Done<Progress>(Progress progress) ->
          new Outcome.Done<>(new Progress(progress.greeks().map(own::named), progress.blocks(), progress.nextBlocks()));
        case Outcome.Refused<Progress> refused -> refused;
      });
    }
    return outcomes;
  }

  /**
   * The moments of a range of blocks of every simulation of a product.
   *
   * @param firstBlock
   *          the first
   * @param lastBlock
   *          one behind the last
   * @throws IllegalArgumentException
   *           as {@code GreeksEngine.evaluate}
   */
  public List<RangeMoments> simulate(Product product, MarketData market, Collection<Measure> measures,
      Settings settings, long firstBlock, long lastBlock) {
    Arguments.require(product, market, measures, settings);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(
        () -> engine.get().start(names.product(), names.market(market), measures, settings, PinnedEstimators.NONE)
            .ranges(firstBlock, lastBlock));
  }

  /**
   * The numbers of one unit of a product, if the engine's store has them; simulates nothing.
   *
   * @throws IllegalArgumentException
   *           as {@code GreeksEngine.evaluate}
   */
  public Optional<Greeks> kept(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    Arguments.require(product, market, measures, settings);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(
        () -> engine.get().kept(names.product(), names.market(market), measures, settings).map(names::named));
  }

  /** What {@code GreeksEngine.change} gives, if the engine's store has it; simulates nothing. */
  public Optional<Greek> keptChange(MarketChange change, MarketData before, Collection<Measure> measures,
      Settings settings) {
    Require.given("change", change);
    Require.given("before", before);
    Arguments.require(measures, settings);
    Placeholders names = Placeholders.of(change.product(), before);
    return names.naming(() -> engine.get().keptChange(names.change(change), names.market(before), measures, settings)
        .map(names::named));
  }
}
