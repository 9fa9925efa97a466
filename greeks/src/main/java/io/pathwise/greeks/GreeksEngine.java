package io.pathwise.greeks;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Simulation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes values and Greeks by simulation. Thread-safe; keeps compiled kernels, so one engine should serve many
 * trades. Start with {@link #evaluate}.
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
    GreeksRun run = start(product, market, measures, settings);
    run.extendTo(settings.accuracy());
    return run.greeks(settings.accuracy());
  }

  /**
   * A run without paths yet, to be extended step by step; the accuracy of the settings is not looked at.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate}
   */
  public GreeksRun start(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    long started = System.nanoTime();
    PricingProgram pricing = PricingProgram.of(product, market);
    Plan plan = plans.get(pricing, product, market, measures, settings);
    Inputs inputs = ScoredNodes.markAll(pricing.inputs());
    List<RunningJob> jobs = plan.jobs().stream().map(job -> new RunningJob(job, inputs, settings)).toList();
    return new GreeksRun(plan.targets(), plan.failures(), jobs, simulation, backend.name(), started);
  }

  /**
   * Which estimator each number gets and why, without simulating.
   *
   * @throws IllegalArgumentException
   *           as {@link #evaluate}
   */
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    PricingProgram pricing = PricingProgram.of(product, market);
    Plan plan = plans.get(pricing, product, market, measures, settings);
    Inputs inputs = ScoredNodes.markAll(pricing.inputs());
    Map<Target, Explanation.Row> rows = new LinkedHashMap<>();
    List<Explanation.ProgramText> programs = new ArrayList<>();
    for (Plan.Prepared prepared : plan.jobs()) {
      Job job = prepared.job();
      double cost = Cost.of(prepared.program(), inputs) * job.bump().map(bump -> bump.terms(inputs).size()).orElse(1);
      for (Job.Entry entry : job.entries()) {
        Choice choice = entry.choice();
        rows.put(choice.target(), new Explanation.Row(choice.target().measure(), choice.target().factors(),
            entry.estimator(), choice.reason(), choice.grade(), cost));
      }
      programs.add(new Explanation.ProgramText(job.title(), job.reduced().toString()));
    }
    plan.failures().forEach((target, failure) -> rows.put(target,
        new Explanation.Row(target.measure(), target.factors(), "", failure.message(), "", 0.0)));
    return new Explanation(plan.targets().stream().map(rows::get).toList(), programs);
  }

  /** Stops the threads and releases the kernels. */
  @Override
  public void close() {
    simulation.close();
    plans.close();
  }
}
