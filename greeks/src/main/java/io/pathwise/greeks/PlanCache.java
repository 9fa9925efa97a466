package io.pathwise.greeks;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes plans, and keeps them by what they depend on: the program's structure and which of its per-step data are zero.
 */
final class PlanCache implements AutoCloseable {

  private record Key(String program, List<Measure> measures, Map<Measure, EstimatorChoice> estimators,
      Sampling sampling, boolean singular, Map<String, BitSet> pattern) {}

  private final KernelCache kernels;
  private final Map<Key, Plan> plans = new ConcurrentHashMap<>();

  PlanCache(Backend backend) {
    this.kernels = new KernelCache(backend);
  }

  Plan get(PricingProgram pricing, Product product, MarketData market, Collection<Measure> measures,
      Settings settings) {
    boolean singular = market.correlations().isSingular(product.assets());
    Key key = new Key(pricing.program().toString(), measures.stream().sorted().distinct().toList(),
        settings.estimators(), settings.sampling(), singular, pattern(pricing.inputs()));
    return plans.computeIfAbsent(key, missing -> make(pricing, product, market, missing));
  }

  /** What the structural analysis sees of the data. */
  private static Map<String, BitSet> pattern(Inputs inputs) {
    Map<String, BitSet> pattern = new TreeMap<>();
    inputs.stepValues().forEach((name, values) -> {
      BitSet zeros = new BitSet();
      for (int step = 0; step < values.length; step++) {
        zeros.set(step, values[step] == 0.0);
      }
      zeros.set(values.length);
      pattern.put(name, zeros);
    });
    inputs.schedules().forEach((name, flags) -> {
      BitSet steps = new BitSet();
      for (int step = 0; step < flags.length; step++) {
        steps.set(step, flags[step]);
      }
      pattern.put("at " + name, steps);
    });
    return pattern;
  }

  private Plan make(PricingProgram pricing, Product product, MarketData market, Key key) {
    Candidates candidates = new Candidates(pricing);
    Policy policy = new Policy(candidates, key.estimators());
    List<Target> targets = new ArrayList<>(Targets.of(product, market, key.measures()));
    Map<Target, Greek> failures = new LinkedHashMap<>();
    List<Choice> choices = new ArrayList<>();
    for (Target target : targets) {
      try {
        if (target.measure() == Measure.CORRELATION && key.singular()) {
          throw new Policy.RefusedException("the correlation matrix of " + product.assets()
              + " is singular, where the value has no derivative by a correlation");
        }
        choices.add(policy.choose(target));
      } catch (Policy.RefusedException refused) {
        failures.put(target, GreeksRun.failed(target, String.valueOf(refused.getMessage())));
      }
    }
    for (Measure measure : key.measures()) {
      if (targets.stream().noneMatch(target -> target.measure() == measure)) {
        Target absent = new Target(measure, List.of());
        targets.add(absent);
        failures.put(absent, new Greek(measure, List.of(), Double.NaN, Double.NaN, "", "", 0,
            Greek.Status.NOT_APPLICABLE, Targets.absence(measure)));
      }
    }
    targets.sort(Comparator.comparing(Target::measure));
    List<Plan.Prepared> jobs = new ArrayList<>();
    for (Job job : new Planner(candidates).plan(choices)) {
      LoweredProgram lowered = Lowering.lower(job.reduced());
      jobs.add(new Plan.Prepared(job, lowered, kernels.get(lowered, key.sampling())));
    }
    return new Plan(targets, failures, jobs);
  }

  @Override
  public void close() {
    kernels.close();
    plans.clear();
  }
}
