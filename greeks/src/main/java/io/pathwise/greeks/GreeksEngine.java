package io.pathwise.greeks;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;

/**
 * Computes values and Greeks by simulation. Thread-safe; keeps compiled kernels, so one engine should serve many
 * trades. Start with {@link #evaluate(Product, MarketData, Collection, Settings)}.
 */
public final class GreeksEngine implements AutoCloseable {

  private final Backend backend;
  private final PlanCache plans;
  private final Simulation simulation;

  /**
   * An engine.
   *
   * @param backend
   *          what runs the programs
   * @param threads
   *          how many threads simulate, at least 1; does not change any number
   */
  public GreeksEngine(Backend backend, int threads) {
    this.backend = backend;
    this.plans = new PlanCache(backend);
    this.simulation = new Simulation(threads);
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
    GreeksRun run = start(product, market, measures, settings, pinned);
    run.extendTo(settings.accuracy());
    return run.greeks(settings.accuracy());
  }

  /**
   * A run without paths yet, to be extended step by step; the accuracy of the settings is not looked at.
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
    PricingProgram pricing = pricing(product, market, settings);
    PlanCache.Planned planned = plans
        .get(new PlanCache.Request(pricing, product, market, measures, settings, pinned, false), simulation);
    List<RunningJob> jobs = planned.structure().start(planned.plan().jobs(), pricing,
        NoiseKey.results(settings.seed()));
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
