package io.pathwise.greeks.execution;

import io.pathwise.engine.program.Program;
import io.pathwise.engine.range.Range;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.estimator.Validity;
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
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes by how much the value of a product changes from one market to scenarios of it. The first market's paths are
 * simulated once for all of them. Start with {@link #to}. Not thread-safe.
 */
final class ValueChange {

  private static final Target VALUE = new Target(Measure.VALUE, List.of());
  private static final Set<Measure> ONLY_VALUE = EnumSet.of(Measure.VALUE);

  /** So many standard deviations from its mean a payoff hardly ever is. */
  private static final double DEVIATIONS = 4;

  private final PlanCache plans;
  private final Simulation simulation;
  private final Store store;
  private final PlanCache.Request base;
  private final PlanCache.Planned planned;
  private final Optional<Decision> decision;
  private final boolean jumps;
  private final Optional<JobRun> before;
  private final PlanCache.Structure structure;
  /** A program of the structure, which need not be looked at again. */
  private @Nullable Program equal;

  /** Changes from the market of a request whose plan stands. */
  ValueChange(PlanCache plans, Simulation simulation, Store store, PlanCache.Request base) {
    this.plans = plans;
    this.simulation = simulation;
    this.store = store;
    this.base = base;
    this.planned = plans.get(base, simulation);
    this.structure = PlanCache.Structure.of(base.pricing());
    this.decision = planned.plan().withoutSimulation().containsKey(VALUE)
        ? Optional.empty()
        : Optional.ofNullable(planned.plan().decisions().get(VALUE)).map(this::continuous);
    List<RiskFactor> spots = base.product().assets().stream().<RiskFactor>map(RiskFactor.Spot::new).toList();
    this.jumps = decision.isPresent() && planned.structure().jumps(decision.get().chosen(), spots);
    this.before = decision.map(chosen -> start(planned, prepare(planned, chosen), base.pricing()));
  }

  /** Where a payoff jumps, few paths or none cross the threshold when data move by little: then it is integrated. */
  private Decision continuous(Decision chosen) {
    if (base.settings().estimators().containsKey(Measure.VALUE)) {
      return chosen;
    }
    Validity continuous = planned.structure().continuous(chosen.chosen());
    return continuous.equals(chosen.chosen())
        ? chosen
        : new Decision(continuous, "on a path it changes by little where data do", "", List.of());
  }

  /** Whether the program of a scenario has the structure of the first market's, so that {@link #to} may be asked. */
  @SuppressWarnings("ReferenceEquality") // what is not the same object is compared as text
  boolean hasStructureOf(PricingProgram after) {
    if (after.program() == equal) {
      return structure.hasPatternOf(after);
    }
    if (!structure.equals(PlanCache.Structure.of(after))) {
      return false;
    }
    equal = after.program();
    return true;
  }

  /** As {@code GreeksEngine.change}, to a program of the scenario that has the structure. */
  Greek to(PricingProgram after, long paths) {
    return before.isEmpty()
        ? failure(planned)
        : number(planned.structure().startDifference(before.get(), after), paths);
  }

  /** As {@code GreeksEngine.change}, to payments that are known and worth an amount. */
  Greek toKnown(double after, long paths) {
    if (before.isEmpty()) {
      return failure(planned);
    }
    Greek value = number(before.get(), paths);
    return value.status() == Greek.Status.FAILED
        ? value
        : new Greek(Measure.VALUE, List.of(), after - value.value(), value.standardError(), value.estimator(),
            value.reason(), value.paths(), value.status(), value.message(), value.errors().scaled(-1));
  }

  /**
   * The change where a quote becomes zero or changes its sign, or time passes, which may make another program of the
   * trade: the difference of two simulations. Its error is at most the sum of theirs.
   *
   * @param after
   *          may be rewritten in its graph
   */
  Greek apart(PricingProgram after, MarketChange wanted) {
    if (before.isEmpty()) {
      return failure(planned);
    }
    PinnedEstimators pinned = new PinnedEstimators(
        Map.of(VALUE, decision.orElseThrow().chosen().candidate()));
    PlanCache.Planned there = plans
        .get(new PlanCache.Request(after, wanted.productAfter(), wanted.after(), ONLY_VALUE,
            base.settings(), pinned, false), simulation);
    Decision chosen = there.plan().decisions().get(VALUE);
    if (there.plan().withoutSimulation().containsKey(VALUE) || chosen == null) {
      return failure(there);
    }
    Greek valueBefore = number(before.orElseThrow(), wanted.paths());
    Greek value = number(start(there, prepare(there, chosen), after), wanted.paths(), chosen);
    if (value.status() == Greek.Status.FAILED || valueBefore.status() == Greek.Status.FAILED) {
      return VALUE.failed(TradeRun.join(value.message(), valueBefore.message()));
    }
    return new Greek(Measure.VALUE, List.of(), value.value() - valueBefore.value(),
        value.standardError() + valueBefore.standardError(), value.estimator(), value.reason(),
        value.paths(), worse(value.status(), valueBefore.status()),
        TradeRun.join(TradeRun.join(value.message(), valueBefore.message()),
            "difference of two simulations; the standard error is at most so large"),
        value.errors().minus(valueBefore.errors()));
  }

  private static Greek failure(PlanCache.Planned planned) {
    Greek failure = planned.plan().withoutSimulation().get(VALUE);
    return VALUE.failed(failure == null ? "the value is not among the measures" : failure.message());
  }

  private Greek number(JobRun job, long paths) {
    return number(job, paths, decision.orElseThrow());
  }

  private Greek number(JobRun job, long paths, Decision chosen) {
    run(job, paths);
    Job.Entry entry = job.job().entries().getFirst();
    StatedNumber stated = jumps
        ? StatedNumber.of(job, entry).withUnseenJumps(job, farthest(paths))
        : StatedNumber.of(job, entry);
    return stated.status() == Greek.Status.FAILED
        ? VALUE.failed(stated.message())
        : new Greek(Measure.VALUE, List.of(), stated.value(), stated.standardError(), entry.estimator(),
            chosen.reason(), stated.inference().estimate().paths(), stated.status(),
            TradeRun.join(stated.message(), job.note()), job.errors(entry, stated.inference()));
  }

  /** By how much a payoff jumps at most: by all that it can pay, or by several of its standard deviations. */
  private double farthest(long paths) {
    JobRun job = before.orElseThrow();
    Job.Entry entry = job.job().entries().getFirst();
    Range range = job.range(entry);
    run(job, paths);
    return Math.min(range.upper() - range.lower(),
        DEVIATIONS * Math.sqrt(JobRun.variance(job.inference(entry).estimate())));
  }

  /** Statuses come in the order of how little a number says. */
  private static Greek.Status worse(Greek.Status a, Greek.Status b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static CompiledJob prepare(PlanCache.Planned planned, Decision decision) {
    return planned.structure().prepare(List.of(decision.chosen().choice())).getFirst();
  }

  private JobRun start(PlanCache.Planned planned, CompiledJob prepared, PricingProgram pricing) {
    return planned.structure().start(List.of(prepared), pricing, NoiseKey.results(base.settings().seed())).getFirst();
  }

  private void run(JobRun job, long paths) {
    if (store.keeps()) {
      job.keepIn(store);
    }
    job.extendTo(job.sampling().wholeBlocks(Math.ceilDiv(paths, Backend.BLOCK)), simulation);
  }
}
