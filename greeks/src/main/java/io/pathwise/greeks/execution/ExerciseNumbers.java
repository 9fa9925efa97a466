package io.pathwise.greeks.execution;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.engine.training.Decision;
import io.pathwise.engine.training.MartingaleTraining;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What there is to know of a product's decisions beside its value: when it is exercised, and how far the value may be
 * from that of the best decisions. They are simulated with as many paths as decisions are learnt from. Start at
 * {@link #numbers}.
 */
final class ExerciseNumbers {

  private static final String DUAL = "dual";
  /** The derivatives that the martingale is fitted to vary little, and so does the bound. */
  private static final int BOUND_PART = 4;
  /** What the martingale is made of depends on the time left, so that much of it may stay the same for long. */
  private static final int MOST_GROUPS = 12;

  private final KernelCache kernels;
  private final Simulation simulation;

  ExerciseNumbers(KernelCache kernels, Simulation simulation) {
    this.kernels = kernels;
    this.simulation = simulation;
  }

  /**
   * All of them.
   *
   * @param fitted
   *          the product's program with fitted decisions
   */
  Map<Target, Greek> numbers(PricingProgram fitted, Product product, MarketData market, Settings settings) {
    Map<Target, Greek> numbers = new LinkedHashMap<>();
    Target bound = new Target(Measure.BOUND, List.of());
    numbers.put(bound, bound(bound, fitted, product, market, settings));
    // On a program of its own: further expressions would change the graph of the trade's.
    PricingProgram own = PricingProgram.of(product, market);
    List<Double> times = product.domestic().script().exerciseTimes().stream().filter(product.domestic()::isToCome)
        .map(product.domestic()::left).distinct().toList();
    List<String> outputs = new ArrayList<>(
        IntStream.rangeClosed(1, times.size()).mapToObj(PricingProgram::exercisedAt).toList());
    outputs.add(PricingProgram.EXERCISE_TIME);
    BlockMoments moments = simulate(own.program(), outputs, fitted.inputs(), settings, blocks(settings));
    for (int i = 0; i < times.size(); i++) {
      Target target = new Target(Measure.EXERCISE_PROBABILITY, List.of(new RiskFactor.ExerciseTime(times.get(i))));
      numbers.put(target, number(target, "mean", moments, i, fitted.note()));
    }
    Target target = new Target(Measure.EXERCISE_TIME, List.of());
    numbers.put(target, number(target, "mean", moments, times.size(), fitted.note()));
    return numbers;
  }

  private Greek bound(Target target, PricingProgram fitted, Product product, MarketData market, Settings settings) {
    PricingProgram pricing = PricingProgram.withBound(product, market);
    if (pricing.martingale().isEmpty()) {
      return new Greek(target.measure(), target.factors(), Double.NaN, Double.NaN, "", "", 0,
          Greek.Status.NOT_APPLICABLE, "both sides decide: what bounds the value is not known");
    }
    Inputs policy = onSteps(pricing, fitted);
    MartingaleTraining training = new MartingaleTraining(pricing.program(), PricingProgram.VALUE,
        pricing.decisions().getFirst().ending(), pricing.martingale().get(), groups(pricing), policy);
    Inputs learnt = training.train(kernels::get, simulation, settings.seed(), blocks(settings) / BOUND_PART);
    return number(target, DUAL,
        simulate(pricing.program(), List.of(PricingProgram.BOUND), learnt, settings, blocks(settings) / BOUND_PART), 0,
        fitted.note());
  }

  /** The steps that lead to a time of decision, or to some of them, share what the martingale moves by. */
  private static List<List<Integer>> groups(PricingProgram pricing) {
    TreeSet<Integer> ends = new TreeSet<>();
    pricing.decisions().forEach(decision -> ends.addAll(steps(pricing, decision)));
    List<Integer> last = List.copyOf(ends);
    int size = Math.ceilDiv(last.size(), MOST_GROUPS);
    return MartingaleTraining.groups(pricing.inputs().steps(),
        IntStream.range(0, last.size()).filter(i -> (i + 1) % size == 0).mapToObj(last::get).toList());
  }

  /** What was fitted, on a program that has further steps. */
  private static Inputs onSteps(PricingProgram pricing, PricingProgram fitted) {
    Map<String, double[]> values = new HashMap<>(pricing.inputs().stepValues());
    for (int d = 0; d < pricing.decisions().size(); d++) {
      Decision decision = pricing.decisions().get(d);
      List<Integer> to = steps(pricing, decision);
      List<Integer> from = steps(fitted, fitted.decisions().get(d));
      for (String name : decision.learnt()) {
        double[] numbers = new double[pricing.inputs().steps()];
        for (int i = 0; i < to.size(); i++) {
          numbers[to.get(i)] = fitted.inputs().stepValue(name)[from.get(i)];
        }
        values.put(name, numbers);
      }
    }
    return new Inputs(pricing.inputs().steps(), pricing.inputs().parameters(), values, pricing.inputs().schedules());
  }

  private static List<Integer> steps(PricingProgram pricing, Decision decision) {
    boolean[] runs = pricing.inputs().schedule(decision.stage());
    return IntStream.range(0, runs.length).filter(step -> runs[step]).boxed().toList();
  }

  private BlockMoments simulate(Program program, List<String> outputs, Inputs inputs, Settings settings,
      long blocks) {
    Program wanted = Pruning.prune(program.withOutputs(outputs.stream().<Output>map(program::output).toList()));
    LoweredProgram lowered = Lowering.lower(wanted);
    return simulation.run(BlockSource.of(kernels.get(lowered, Sampling.INDEPENDENT), new Binding(lowered, inputs),
        NoiseKey.results(settings.seed())), MomentLayout.of(outputs.size()).withBatches(), 0, blocks);
  }

  private static long blocks(Settings settings) {
    return Math.ceilDiv(settings.trainingPaths(), Backend.BLOCK);
  }

  private static Greek number(Target target, String estimator, BlockMoments moments, int output, String note) {
    Estimate estimate = moments.estimate(output);
    ErrorProfile errors = moments.errors(output, List.of());
    return new Greek(target.measure(), target.factors(), estimate.mean(), estimate.standardError(), estimator, "",
        estimate.paths(), Greek.Status.OK, note, errors);
  }
}
