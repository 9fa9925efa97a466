package io.pathwise.greeks.execution;

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
import io.pathwise.engine.training.HeldDecisions;
import io.pathwise.engine.training.PolicyTraining;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.plan.Plan;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.Bump;
import io.pathwise.greeks.simulation.Combination;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the numbers of a product with decisions leave out. A first derivative holds the decisions of each path fixed
 * where the data move; what they add, as paths cross the boundary of exercise and as the boundary moves, is nothing for
 * the best policy only (Piterbarg 2003). It is the difference quotient of values with policies fitted anew on the same
 * training paths, less that with the decisions of every path {@linkplain HeldDecisions held}, on the same paths; where
 * all noise is scored, so that paths cross the boundary, less that with the policy as it is. And times of exercise
 * stand for exercise at any time: what that would add is about what the times add to every second of them, as the error
 * falls with their number. Start at {@link #of}.
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
   * @param plan
   *          by which the numbers are estimated
   */
  Map<Target, String> of(PricingProgram fitted, Product product, MarketData market, Settings settings, Plan plan) {
    // On a program of its own: further expressions would change the graph of the trade's.
    PricingProgram own = PricingProgram.of(product, market).fitted(fitted.inputs(), fitted.ofHalves(), fitted.note());
    LoweredProgram value = only(own.program(), PricingProgram.VALUE);
    Map<Target, String> remarks = new HashMap<>();
    for (Target target : plan.targets()) {
      if (target.measure() == Measure.VALUE && isFine(product)) {
        Inputs halved = training(own, own.inputs()).halved(own.inputs());
        Estimate gain = difference(
            List.of(new Weighted(1, value, own.inputs()), new Weighted(-1, value, halved)), settings);
        remarks.put(target, remark("exercise at any time would add about", gain));
      } else if (target.measure().order() == 1 && isParameter(own, target) && plan.decisions().containsKey(target)) {
        Decided decided = isCrossed(target, Objects.requireNonNull(plan.decisions().get(target)).chosen().candidate())
            ? new Decided(value, UnaryOperator.identity())
            : held(own, target);
        List<Weighted> terms = new ArrayList<>();
        for (Combination.Term term : new Bump(target.factors(), false).terms(own.inputs())) {
          terms.add(new Weighted(term.weight(), value, refitted(own, term.inputs(), settings)));
          terms.add(new Weighted(-term.weight(), decided.program(), decided.data().apply(term.inputs())));
        }
        remarks.put(target, remark("what decisions add, left out, is about", difference(terms, settings)));
      }
    }
    return remarks;
  }

  /** A program whose decisions move as those of an estimator do, and its data for other data of the trade. */
  private record Decided(LoweredProgram program, UnaryOperator<Inputs> data) {}

  /** Whether paths cross the boundary of exercise in an estimator of first order. */
  private static boolean isCrossed(Target target, Candidate candidate) {
    return switch (candidate.rule()) {
      case SCORE_ALL, BUMP -> true;
      case SCORE_FIRST -> target.factors().stream().allMatch(RiskFactor.Spot.class::isInstance);
      case MEAN, PATHWISE, SCORE_LAST, SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE, EXTRAPOLATED -> false;
    };
  }

  private static Decided held(PricingProgram own, Target target) {
    Set<String> names = target.factors().stream().map(PricingProgram::parameter).collect(Collectors.toSet());
    HeldDecisions held = HeldDecisions.of(
        own.program().withOutputs(List.of(own.program().output(PricingProgram.VALUE))),
        own.program().parameters().stream().filter(parameter -> names.contains(parameter.name()))
            .collect(Collectors.toSet()));
    return new Decided(only(held.program(), PricingProgram.VALUE), moved -> held.inputs(moved, own.inputs()));
  }

  /** A number of a program on some data, and what it counts with. */
  private record Weighted(double weight, LoweredProgram program, Inputs inputs) {}

  private static LoweredProgram only(Program program, String output) {
    return Lowering.lower(Pruning.prune(program.withOutputs(List.of(program.output(output)))));
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
