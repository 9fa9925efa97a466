package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.plan.PlanCache;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.simulation.CompiledJob;
import io.pathwise.greeks.simulation.Job;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.StatedNumber;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes by how much a value changes from a market to a scenario of it. Start with {@link #change}. */
final class ValueChange {

  private static final Target VALUE = new Target(Measure.VALUE, List.of());
  private static final Set<Measure> ONLY_VALUE = EnumSet.of(Measure.VALUE);

  private final PlanCache plans;
  private final Simulation simulation;
  private final Store store;

  ValueChange(PlanCache plans, Simulation simulation, Store store) {
    this.plans = plans;
    this.simulation = simulation;
    this.store = store;
  }

  /** As {@code GreeksEngine.change}, to a program of the scenario. */
  Greek change(PlanCache.Request base, PricingProgram after, MarketChange wanted) {
    long paths = wanted.paths();
    PlanCache.Planned planned = plans.get(base, simulation);
    Greek failure = planned.plan().withoutSimulation().get(VALUE);
    Decision decision = planned.plan().decisions().get(VALUE);
    if (failure != null || decision == null) {
      return VALUE.failed(failure == null ? "the value is not among the measures" : failure.message());
    }
    boolean common = PlanCache.haveEqualStructure(base.pricing(), after);
    CompiledJob prepared = prepare(planned, decision);
    JobRun job = common
        ? planned.structure().startDifference(prepared, base.pricing(), after, noise(base))
        : start(planned, prepared, base.pricing(), base);
    run(job, paths);
    Job.Entry entry = job.job().entries().getFirst();
    StatedNumber stated = StatedNumber.of(job, entry);
    if (!common) {
      return apart(base, after, wanted, stated, job.errors(entry, stated.inference()), decision);
    }
    return stated.status() == Greek.Status.FAILED
        ? VALUE.failed(stated.message())
        : new Greek(Measure.VALUE, List.of(), stated.value(), stated.standardError(), entry.estimator(),
            decision.reason(), stated.inference().estimate().paths(), stated.status(),
            TradeRun.join(stated.message(), job.note()), job.errors(entry, stated.inference()));
  }

  /** As {@code GreeksEngine.change}, to payments that are known and worth an amount. */
  Greek toKnown(PlanCache.Request base, double after, long paths) {
    PlanCache.Planned planned = plans.get(base, simulation);
    Greek failure = planned.plan().withoutSimulation().get(VALUE);
    Decision decision = planned.plan().decisions().get(VALUE);
    if (failure != null || decision == null) {
      return VALUE.failed(failure == null ? "the value is not among the measures" : failure.message());
    }
    JobRun job = start(planned, prepare(planned, decision), base.pricing(), base);
    run(job, paths);
    Job.Entry entry = job.job().entries().getFirst();
    StatedNumber stated = StatedNumber.of(job, entry);
    return stated.status() == Greek.Status.FAILED
        ? VALUE.failed(stated.message())
        : new Greek(Measure.VALUE, List.of(), after - stated.value(), stated.standardError(), entry.estimator(),
            decision.reason(), stated.inference().estimate().paths(), stated.status(),
            TradeRun.join(stated.message(), job.note()), job.errors(entry, stated.inference()).scaled(-1));
  }

  /**
   * The change where a quote becomes zero or changes its sign, or time passes, which may make another program of the
   * trade: the difference of two simulations. Its error is at most the sum of theirs.
   */
  private Greek apart(PlanCache.Request base, PricingProgram after, MarketChange wanted, StatedNumber before,
      ErrorProfile errorsBefore, Decision decision) {
    PinnedEstimators pinned = new PinnedEstimators(Map.of(VALUE, decision.chosen().candidate()));
    PlanCache.Planned planned = plans
        .get(new PlanCache.Request(after, wanted.productAfter(), wanted.after(), ONLY_VALUE,
            base.settings(), pinned, false), simulation);
    Greek failure = planned.plan().withoutSimulation().get(VALUE);
    Decision there = planned.plan().decisions().get(VALUE);
    if (failure != null || there == null) {
      return VALUE.failed(failure == null ? "no estimator was chosen" : failure.message());
    }
    JobRun job = start(planned, prepare(planned, there), after, base);
    run(job, wanted.paths());
    Job.Entry entry = job.job().entries().getFirst();
    StatedNumber stated = StatedNumber.of(job, entry);
    if (stated.status() == Greek.Status.FAILED || before.status() == Greek.Status.FAILED) {
      return VALUE.failed(TradeRun.join(stated.message(), before.message()));
    }
    return new Greek(Measure.VALUE, List.of(), stated.value() - before.value(),
        stated.standardError() + before.standardError(), entry.estimator(), there.reason(),
        stated.inference().estimate().paths(), worse(stated.status(), before.status()),
        TradeRun.join(TradeRun.join(stated.message(), before.message()),
            "difference of two simulations; the standard error is at most so large"),
        job.errors(entry, stated.inference()).minus(errorsBefore));
  }

  /** Statuses come in the order of how little a number says. */
  private static Greek.Status worse(Greek.Status a, Greek.Status b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static CompiledJob prepare(PlanCache.Planned planned, Decision decision) {
    return planned.structure().prepare(List.of(decision.chosen().choice())).getFirst();
  }

  private static JobRun start(PlanCache.Planned planned, CompiledJob prepared, PricingProgram pricing,
      PlanCache.Request base) {
    return planned.structure().start(List.of(prepared), pricing, noise(base)).getFirst();
  }

  private static NoiseKey noise(PlanCache.Request base) {
    return NoiseKey.results(base.settings().seed());
  }

  private void run(JobRun job, long paths) {
    if (store.keeps()) {
      job.keepIn(store);
    }
    job.extendTo(job.sampling().wholeBlocks(Math.ceilDiv(paths, Backend.BLOCK)), simulation);
  }
}
