package io.pathwise.greeks;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.execution.Arguments;
import io.pathwise.greeks.execution.ChangesByProduct;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.execution.Placeholders;
import io.pathwise.greeks.execution.Progress;
import io.pathwise.greeks.execution.TradeEngine;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.plan.PlanCache;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.sharing.SharingTerms;
import io.pathwise.greeks.spi.PartialRuns;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.Collection;
import java.util.List;
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
    Arguments.require(product, market, measures, settings);
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
    return partialRuns().advanceAll(products, market, measures, settings, 0, Long.MAX_VALUE, listener).stream()
        .map(outcome -> switch (outcome) {
          case Outcome.Done<Progress>(Progress progress) ->
            (Outcome<Greeks>) new Outcome.Done<>(progress.greeks().orElseThrow());
          case Outcome.Refused<Progress>(RuntimeException cause) -> new Outcome.Refused<Greeks>(cause);
        }).toList();
  }

  /**
   * By how much the value of one unit of each of several products changes, with the bits of {@link #change}. Several
   * products are worked on at once, and all changes of a product share one simulation of the first market.
   *
   * @param done
   *          called once for each change, with its place in the list, from any thread
   * @return an outcome for each change, in their order
   */
  public List<Outcome<Greek>> changeAll(List<MarketChange> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done) {
    List<MarketChange> given = Require.elements("changes", changes);
    Require.given("before", before);
    Arguments.require(measures, settings);
    Require.given("done", done);
    return new ChangesByProduct(open(), before, measures, settings).outcomes(given, done);
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
    return change(new MarketChange(product, after, paths), before, measures, settings);
  }

  /**
   * By how much the value of one unit of a product changes, also to that of another product, which it becomes as time
   * passes; see {@link #change(Product, MarketData, MarketData, Collection, Settings, long)}.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}, for either product on its market
   */
  public Greek change(MarketChange change, MarketData before, Collection<Measure> measures, Settings settings) {
    Require.given("change", change);
    Require.given("before", before);
    Arguments.require(measures, settings);
    return new ChangesByProduct(open(), before, measures, settings).change(change);
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
    Arguments.require(product, market, measures, settings);
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
    Arguments.require(product, market, measures, settings);
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

  /** The same engine for what distributes evaluations over machines, or looks up what is kept. */
  public PartialRuns partialRuns() {
    return new PartialRuns(this::open);
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
}
