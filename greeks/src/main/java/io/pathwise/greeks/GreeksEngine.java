package io.pathwise.greeks;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Computes values and Greeks by simulation. Thread-safe; keeps compiled kernels, so one engine should serve many
 * trades. Start with {@link #evaluate(Product, MarketData, Collection, Settings)}.
 */
public final class GreeksEngine implements AutoCloseable {

  private final Backend backend;
  private final PlanCache plans;
  private final Simulation simulation;
  private final Store store;

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
    this.backend = backend;
    this.plans = new PlanCache(backend, store);
    this.simulation = new Simulation(threads);
    this.store = store;
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
    long started = System.nanoTime();
    if (product instanceof Payments payments) {
      return new Greeks(KnownNumbers.of(payments, market, measures), backend.name(),
          (System.nanoTime() - started) * 1e-9);
    }
    if (!store.keeps()) {
      return greeks(start(product, market, measures, settings, pinned), settings.accuracy());
    }
    KeptNumbers kept = new KeptNumbers(store, product, market, measures, settings, pinned, "");
    return kept.find().map(numbers -> new Greeks(numbers, backend.name(), (System.nanoTime() - started) * 1e-9))
        .orElseGet(() -> {
          Greeks greeks = greeks(start(product, market, measures, settings, pinned),
              settings.accuracy());
          kept.keep(greeks.numbers());
          return greeks;
        });
  }

  private static Greeks greeks(GreeksRun run, Accuracy accuracy) {
    run.extendTo(accuracy);
    return run.greeks(accuracy);
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
   *          as on the first market; the accuracy is not looked at
   * @param paths
   *          how many to simulate, rounded up as ever
   * @return the change as a value; or a failure and its reason
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}, for either market
   */
  public Greek change(Product product, MarketData before, MarketData after, Collection<Measure> measures,
      Settings settings, long paths) {
    if (product instanceof Payments payments) {
      return KnownNumbers.change(payments, before, after);
    }
    Settings fixed = settings.withAccuracy(Accuracy.paths(paths));
    Supplier<Greek> compute = () -> new ValueChange(plans, simulation, store).change(
        new PlanCache.Request(pricing(product, before, fixed), product, before, measures, fixed, PinnedEstimators.NONE,
            false),
        pricing(product, after, fixed), after, paths);
    if (!store.keeps()) {
      return compute.get();
    }
    KeptNumbers kept = new KeptNumbers(store, product, after, List.of(Measure.VALUE), fixed, PinnedEstimators.NONE,
        "change from " + KeptNumbers.description(product, before) + " by the estimator among " + measures);
    return kept.find().map(List::getFirst).orElseGet(() -> {
      Greek change = compute.get();
      kept.keep(List.of(change));
      return change;
    });
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
    long started = System.nanoTime();
    return start(pricing(product, market, settings), product, market, measures, settings, pinned, started);
  }

  private GreeksRun start(PricingProgram pricing, Product product, MarketData market, Collection<Measure> measures,
      Settings settings, PinnedEstimators pinned, long started) {
    PlanCache.Planned planned = plans
        .get(new PlanCache.Request(pricing, product, market, measures, settings, pinned, false), simulation);
    List<RunningJob> jobs = planned.structure().start(planned.plan().jobs(), pricing,
        NoiseKey.results(settings.seed()));
    if (store.keeps()) {
      jobs.forEach(job -> job.keepIn(store));
    }
    return new GreeksRun(planned.plan(), jobs, simulation, backend.name(), started);
  }

  /**
   * Which estimator each number gets and why: every candidate with the verdict on it, and for the valid ones what a
   * pilot measured. Simulates pilots only.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate(Product, MarketData, Collection, Settings)}
   */
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    if (product instanceof Payments payments) {
      return KnownNumbers.explain(payments, market, measures);
    }
    PricingProgram pricing = pricing(product, market, settings);
    PlanCache.Planned planned = plans.get(
        new PlanCache.Request(pricing, product, market, measures, settings, PinnedEstimators.NONE, true), simulation);
    return Explanations.of(planned.plan());
  }

  private static PricingProgram pricing(Product product, MarketData market, Settings settings) {
    return settings.controlVariates()
        ? PricingProgram.withControl(product, market)
        : PricingProgram.of(product, market);
  }

  /** Stops the threads and releases the kernels. */
  @Override
  public void close() {
    simulation.close();
    plans.close();
  }
}
