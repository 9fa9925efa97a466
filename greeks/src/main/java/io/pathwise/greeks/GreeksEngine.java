package io.pathwise.greeks;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Computes values and Greeks by simulation. Thread-safe; keeps compiled kernels, so one engine should serve many
 * trades. Start with {@link #evaluate(Product, MarketData, Collection, Settings)}. No argument may be null; once the
 * engine is {@link #close closed}, every call throws an {@link IllegalStateException}.
 */
public final class GreeksEngine implements AutoCloseable {

  private final TradeEngine engine;
  private volatile boolean closed;

  /**
   * An engine.
   *
   * @param backend
   *          what runs the programs
   * @param threads
   *          how many threads simulate, at least 1; does not change any number
   */
  public GreeksEngine(Backend backend, int threads) {
    this(backend, threads, Store.NONE);
  }

  /**
   * An engine that keeps what it computes, and computes only what is not kept. No number depends on what is.
   *
   * @param backend
   *          what runs the programs
   * @param threads
   *          how many threads simulate, at least 1; does not change any number
   * @param store
   *          where accumulators, choices of estimators and numbers are kept; stays open
   */
  public GreeksEngine(Backend backend, int threads, Store store) {
    this(backend, threads, store, SharingTerms.MEASURED);
  }

  GreeksEngine(Backend backend, int threads, Store store, SharingTerms sharing) {
    engine = new TradeEngine(Require.given("backend", backend), threads, Require.given("store", store), sharing);
  }

  /**
   * The numbers of one unit of a product.
   *
   * @param measures
   *          what to compute
   * @return a number or a reasoned failure for everything asked for; nothing for a measure that the product does not
   *         have, such as cross-gamma with one asset, beyond a row that says so
   * @throws IllegalArgumentException
   *           when the market lacks an asset of the product, or its assets are on different curves
   */
  public Greeks evaluate(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return evaluate(product, market, measures, settings, PinnedEstimators.NONE);
  }

  /**
   * The numbers on a scenario, with the estimators chosen on the base market.
   *
   * @param pinned
   *          what {@link GreeksRun#estimators} gave for the base market
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public Greeks evaluate(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      PinnedEstimators pinned) {
    requireGiven(product, market, measures, settings);
    Require.given("pinned", pinned);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(
        () -> names.named(open().evaluate(names.product(), names.market(market), measures, settings, pinned)));
  }

  /**
   * The numbers of one unit of each of several products, with the bits of {@link #evaluate}. Several products are
   * worked on at once, and those on the same paths together.
   *
   * @param listener
   *          is told how far the products are
   * @return an outcome for each product, in their order
   */
  public List<Outcome<Greeks>> evaluateAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, EvaluationListener listener) {
    return advanceAll(products, market, measures, settings, 0, Long.MAX_VALUE, listener).stream()
        .map(outcome -> switch (outcome) {
          case Outcome.Done<Advance>(Advance advance) ->
            (Outcome<Greeks>) new Outcome.Done<>(advance.greeks().orElseThrow());
          case Outcome.Refused<Advance>(RuntimeException cause) -> new Outcome.Refused<Greeks>(cause);
        }).toList();
  }

  /**
   * As {@link #evaluateAll}, but leaves products that need more than so many blocks where they are, for what is missing
   * to be simulated elsewhere ({@link #simulate}, {@link RangeMoments#unite}). An engine with a store keeps what it did
   * of them; another one, with that in its store, goes on from there.
   *
   * @param fromBlocks
   *          {@link Advance#nextBlocks} of the products, up to which the store has their moments; 0 at first
   * @param mostBlocks
   *          up to where to simulate, at least {@code fromBlocks}
   * @param listener
   *          is told how far the products are
   * @return an outcome for each product, in their order
   */
  public List<Outcome<Advance>> advanceAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, long fromBlocks, long mostBlocks, EvaluationListener listener) {
    List<Product> given = Require.elements("products", products);
    Require.given("market", market);
    requireGiven(measures, settings);
    Require.given("listener", listener);
    Placeholders[] names = new Placeholders[given.size()];
    List<Outcome<Advance>> nameless = open().advanceAll(given.size(), i -> {
      names[i] = Placeholders.of(given.get(i), market);
      return names[i].naming(() -> open().begin(names[i].product(), names[i].market(market), measures, settings,
          PinnedEstimators.NONE));
    }, settings.accuracy(), fromBlocks, mostBlocks, listener);
    List<Outcome<Advance>> outcomes = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Placeholders own = names[i];
      outcomes.add(switch (nameless.get(i)) {
        case Outcome.Done<Advance>(Advance advance) ->
          new Outcome.Done<>(new Advance(advance.greeks().map(own::named), advance.blocks(), advance.nextBlocks()));
        case Outcome.Refused<Advance> refused -> refused;
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
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public List<RangeMoments> simulate(Product product, MarketData market, Collection<Measure> measures,
      Settings settings, long firstBlock, long lastBlock) {
    requireGiven(product, market, measures, settings);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(
        () -> open().start(names.product(), names.market(market), measures, settings, PinnedEstimators.NONE)
            .ranges(firstBlock, lastBlock));
  }

  /**
   * The numbers of one unit of a product, if the engine's store has them; simulates nothing.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public Optional<Greeks> kept(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    requireGiven(product, market, measures, settings);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(
        () -> open().kept(names.product(), names.market(market), measures, settings).map(names::named));
  }

  /** What {@link #change} gives, if the engine's store has it; simulates nothing. */
  public Optional<Greek> keptChange(Change change, MarketData before, Collection<Measure> measures,
      Settings settings) {
    Require.given("change", change);
    Require.given("before", before);
    requireGiven(measures, settings);
    Placeholders names = Placeholders.of(change.product(), before);
    return names.naming(() -> open().keptChange(names.product(), names.market(before), names.market(change.after()),
        measures, settings, change.paths()).map(names::named));
  }

  /**
   * By how much the value of one unit of each of several products changes, with the bits of {@link #change}. Several
   * are worked on at once.
   *
   * @param done
   *          called once for each change, with its place in the list, from any thread
   * @return an outcome for each change, in their order
   */
  public List<Outcome<Greek>> changeAll(List<Change> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done) {
    List<Change> given = Require.elements("changes", changes);
    Require.given("before", before);
    requireGiven(measures, settings);
    Require.given("done", done);
    return open().inParallel(given.size(), i -> {
      Change change = given.get(i);
      return change(change.product(), before, change.after(), measures, settings, change.paths());
    }, done);
  }

  /**
   * By how much the value of one unit of a product changes from one market to another, both on the same noise and by
   * the estimator of the value on the first market; so the error is that of the change, and where nothing changes it is
   * 0.
   *
   * @param before
   *          the market that estimators are chosen on
   * @param after
   *          the market of a scenario
   * @param measures
   *          those that were evaluated on the first market; estimators are chosen as there
   * @param settings
   *          as on the first market; of the accuracy only whether it is worth a pilot there
   * @param paths
   *          how many to simulate, rounded up as ever
   * @return the change as a value; or a failure and its reason
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}, for either market
   */
  public Greek change(Product product, MarketData before, MarketData after, Collection<Measure> measures,
      Settings settings, long paths) {
    Require.given("product", product);
    Require.given("before", before);
    Require.given("after", after);
    requireGiven(measures, settings);
    Placeholders names = Placeholders.of(product, before);
    return names.naming(() -> names.named(
        open().change(names.product(), names.market(before), names.market(after), measures, settings, paths)));
  }

  /**
   * A run without paths yet, to be extended step by step; the accuracy of the settings only tells how many paths are
   * planned where a width of smoothing is to be found.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public GreeksRun start(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return start(product, market, measures, settings, PinnedEstimators.NONE);
  }

  /**
   * A run without paths yet on a scenario, with the estimators chosen on the base market.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public GreeksRun start(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      PinnedEstimators pinned) {
    requireGiven(product, market, measures, settings);
    Require.given("pinned", pinned);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(() -> new GreeksRun(this, names,
        open().start(names.product(), names.market(market), measures, settings, pinned)));
  }

  /**
   * Which estimator each number gets and why: every candidate with the verdict on it, and for the valid ones what a
   * pilot measured. Simulates pilots only.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    requireGiven(product, market, measures, settings);
    Placeholders names = Placeholders.of(product, market);
    return names
        .naming(() -> names.named(open().explain(names.product(), names.market(market), measures, settings)));
  }

  /**
   * What products that share plans and compiled kernels have in common, whatever their assets and numbers.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public static Fingerprint structure(Product product, MarketData market) {
    Require.given("product", product);
    Require.given("market", market);
    Placeholders names = Placeholders.of(product, market);
    return names.naming(() -> PlanCache.structure(PricingProgram.of(names.product(), names.market(market))));
  }

  /** Stops the threads and releases the kernels; every later call but this one is refused. */
  @Override
  public void close() {
    closed = true;
    engine.close();
  }

  /**
   * Refuses to go on after the end.
   *
   * @throws IllegalStateException
   *           when the engine is closed
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  private TradeEngine open() {
    requireOpen();
    return engine;
  }

  private static void requireGiven(Product product, MarketData market, Collection<Measure> measures,
      Settings settings) {
    Require.given("product", product);
    Require.given("market", market);
    requireGiven(measures, settings);
  }

  private static void requireGiven(Collection<Measure> measures, Settings settings) {
    for (Measure measure : Require.given("measures", measures)) {
      Require.given("a measure", measure);
    }
    Require.given("settings", settings);
  }
}
