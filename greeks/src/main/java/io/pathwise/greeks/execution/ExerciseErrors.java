package io.pathwise.greeks.execution;

import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.LinearCombination;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.engine.training.PolicyTraining;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.Bump;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the numbers of a product with decisions leave out. A first derivative holds the decisions of each path fixed
 * where the data move; what they add, as paths cross the boundary of exercise and as the boundary moves, is nothing for
 * the best policy only (Piterbarg 2003), and is the difference of values with policies fitted anew on the same training
 * paths, less the derivative on the same paths. And times of exercise stand for exercise at any time: what that would
 * add is about what the times add to every second of them, as the error falls with their number. Start at {@link #of}.
 */
final class ExerciseErrors {

  private static final double MONTHLY = 1.0 / 12;

  private final KernelCache kernels;
  private final Simulation simulation;

  ExerciseErrors(KernelCache kernels, Simulation simulation) {
    this.kernels = kernels;
    this.simulation = simulation;
  }

  /**
   * What is to be said of some numbers.
   *
   * @param fitted
   *          the product's program with fitted decisions
   */
  Map<Target, String> of(PricingProgram fitted, Product product, MarketData market, Collection<Measure> measures,
      Settings settings) {
    // On a program of its own: further expressions would change the graph of the trade's.
    PricingProgram own = PricingProgram.of(product, market).fitted(fitted.inputs(), fitted.note());
    LoweredProgram value = only(own.program(), PricingProgram.VALUE);
    Map<Target, String> remarks = new HashMap<>();
    for (Target target : Targets.of(product, market, measures)) {
      if (target.measure() == Measure.VALUE && isFine(product)) {
        Inputs halved = training(own, own.inputs()).halved(own.inputs());
        Estimate gain = difference(
            List.of(new Weighted(1, value, own.inputs()), new Weighted(-1, value, halved)), settings);
        remarks.put(target, remark("exercise at any time would add about", gain));
      } else if (target.measure().order() == 1 && isParameter(own, target)) {
        List<Weighted> terms = new ArrayList<>(new Bump(target.factors(), false).terms(own.inputs()).stream()
            .map(term -> new Weighted(term.weight(), value, refitted(own, term.inputs(), settings))).toList());
        terms.add(new Weighted(-1, derivative(own, target), own.inputs()));
        remarks.put(target, remark("what decisions add, left out, is about", difference(terms, settings)));
      }
    }
    return remarks;
  }

  /** A number of a program on some data, and what it counts with. */
  private record Weighted(double weight, LoweredProgram program, Inputs inputs) {}

  private static LoweredProgram only(Program program, String output) {
    return Lowering.lower(Pruning.prune(program.withOutputs(List.of(program.output(output)))));
  }

  /** The derivative along paths, of which each is exercised when it is. */
  private static LoweredProgram derivative(PricingProgram pricing, Target target) {
    String name = PricingProgram.parameter(target.factors().getFirst());
    Expr.Parameter parameter = pricing.program().parameters().stream().filter(other -> other.name().equals(name))
        .findFirst().orElseThrow();
    return only(Tangent.differentiate(pricing.program(), Map.of(PricingProgram.VALUE, List.of(parameter))),
        Tangent.name(PricingProgram.VALUE, parameter));
  }

  /** Whether its times are so many that they stand for any time. */
  private static boolean isFine(Product product) {
    List<Double> times = product.domestic().exerciseTimesLeft().stream().sorted().toList();
    double longest = times.getFirst();
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest < 1.01 * MONTHLY;
  }

  private static boolean isParameter(PricingProgram pricing, Target target) {
    return pricing.inputs().parameters().containsKey(PricingProgram.parameter(target.factors().getFirst()));
  }

  private static PolicyTraining training(PricingProgram pricing, Inputs inputs) {
    return new PolicyTraining(pricing.program(), PricingProgram.VALUE, pricing.decisions(), inputs);
  }

  private Inputs refitted(PricingProgram pricing, Inputs shifted, Settings settings) {
    return training(pricing, shifted).refit(kernels::get, simulation, settings.seed(),
        ExercisePolicies.blocks(settings));
  }

  private Estimate difference(List<Weighted> terms, Settings settings) {
    List<LinearCombination.Term> sources = terms.stream().map(term -> new LinearCombination.Term(term.weight(),
        BlockSource.of(kernels.get(term.program(), Sampling.INDEPENDENT), new Binding(term.program(), term.inputs()),
            NoiseKey.results(settings.seed()))))
        .toList();
    return simulation.run(new LinearCombination(sources), MomentLayout.of(1), 0, ExercisePolicies.blocks(settings))
        .estimate(0);
  }

  private static String remark(String what, Estimate estimate) {
    return String.format(Locale.ROOT, "%s %.3g ± %.2g", what, estimate.mean(), estimate.standardError());
  }
}
