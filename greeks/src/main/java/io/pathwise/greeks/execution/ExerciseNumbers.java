package io.pathwise.greeks.execution;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.Inference;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.engine.training.Decision;
import io.pathwise.engine.training.MartingaleTraining;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.greeks.simulation.StatedNumber;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What there is to know of a product's decisions beside its value: when it is exercised, and how far the value may be
 * from that of the best decisions. They are simulated with as many paths as decisions are learnt from. Start at
 * {@link #numbers}.
 */
final class ExerciseNumbers {

  private static final How MEAN = new How("mean", "mean over paths that the policy follows");
  private static final How DUAL = new How("dual", "mean of the best that hindsight gives less what a martingale wins");
  private static final String CONTROLLED = "mean-martingale-control";
  /** The derivatives that the martingale is fitted to vary little, and so does the bound. */
  private static final int BOUND_PART = 4;
  /** What the martingale is made of depends on the time left, so that much of it may stay the same for long. */
  private static final int MOST_GROUPS = 12;

  /** An estimator, and why it is. */
  private record How(String estimator, String reason) {}

  private final KernelCache kernels;
  private final Simulation simulation;

  ExerciseNumbers(KernelCache kernels, Simulation simulation) {
    this.kernels = kernels;
    this.simulation = simulation;
  }

  /**
   * All of them, and the value itself if the martingale is the better control variate.
   *
   * @param fitted
   *          the product's program with fitted decisions
   */
  Map<Target, Greek> numbers(PricingProgram fitted, Product product, MarketData market,
      Collection<Measure> measures, Settings settings) {
    Map<Target, Greek> numbers = new LinkedHashMap<>();
    // On a program of its own: further expressions would change the graph of the trade's.
    PricingProgram own = PricingProgram.of(product, market);
    List<Double> times = product.domestic().exerciseTimesLeft();
    List<String> outputs = new ArrayList<>(
        IntStream.rangeClosed(1, times.size()).mapToObj(PricingProgram::exercisedAt).toList());
    outputs.addAll(List.of(PricingProgram.EXERCISE_TIME, PricingProgram.VALUE));
    BlockMoments moments = simulate(own.program(), outputs, MomentLayout.of(outputs.size()), fitted.inputs(), settings,
        ExercisePolicies.blocks(settings));
    double[] ofLearning = errorsOfLearning(own, outputs, fitted, settings);
    for (int i = 0; i < times.size(); i++) {
      Target target = new Target(Measure.EXERCISE_PROBABILITY, List.of(new RiskFactor.ExerciseTime(times.get(i))));
      numbers.put(target, LearningErrors.with(ofLearning[i], number(target, MEAN, moments, i, fitted)));
    }
    Target time = new Target(Measure.EXERCISE_TIME, List.of());
    numbers.put(time,
        LearningErrors.with(ofLearning[times.size()], number(time, MEAN, moments, times.size(), fitted)));
    PricingProgram bounded = PricingProgram.withBound(product, market);
    Target bound = new Target(Measure.BOUND, List.of());
    if (bounded.martingale().isEmpty()) {
      numbers.put(bound, new Greek(bound.measure(), bound.factors(), Double.NaN, Double.NaN, "", "", 0,
          Greek.Status.NOT_APPLICABLE, "both sides decide: what bounds the value is not known"));
      return numbers;
    }
    BlockMoments dual = dual(bounded, fitted, settings);
    numbers.put(bound, number(bound, DUAL, dual, 0, fitted));
    Target value = new Target(Measure.VALUE, List.of());
    if (measures.contains(Measure.VALUE) && settings.controlVariates() && settings.estimators().isEmpty()
        && settings.sampling().randomisations() == 0) {
      Greek controlled = controlled(value, dual, fitted.note());
      if (pays(controlled, moments.estimate(times.size() + 1), settings.accuracy())) {
        numbers.put(value, controlled);
      }
    }
    return numbers;
  }

  /** What the means of outputs change by with decisions learnt from halves of the paths, in the mean square. */
  private double[] errorsOfLearning(PricingProgram own, List<String> outputs, PricingProgram fitted,
      Settings settings) {
    MomentLayout layout = MomentLayout.of(outputs.size());
    long blocks = Math.min(LearningErrors.BLOCKS, ExercisePolicies.blocks(settings));
    double[] squares = new double[outputs.size()];
    BlockMoments all = simulate(own.program(), outputs, layout, fitted.inputs(), settings, blocks);
    for (Inputs half : fitted.ofHalves()) {
      BlockMoments moments = simulate(own.program(), outputs, layout, half, settings, blocks);
      for (int i = 0; i < squares.length; i++) {
        double change = moments.mean(i) - all.mean(i);
        squares[i] += change * change / fitted.ofHalves().size();
      }
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** The bound, the value and the martingale of it. */
  private BlockMoments dual(PricingProgram bounded, PricingProgram fitted, Settings settings) {
    Inputs policy = onSteps(bounded, fitted);
    long blocks = Math.ceilDiv(ExercisePolicies.blocks(settings), BOUND_PART);
    MartingaleTraining.Task task = new MartingaleTraining.Task(bounded.program(), PricingProgram.VALUE,
        bounded.decisions().getFirst().ending(), bounded.martingale().orElseThrow(), groups(bounded), policy);
    Inputs learnt = MartingaleTraining.train(task, kernels::get, simulation, settings.seed(), blocks);
    List<String> outputs = List.of(PricingProgram.BOUND, PricingProgram.VALUE, PricingProgram.MARTINGALE);
    return simulate(bounded.program(), outputs, MomentLayout.of(outputs.size()).withControls(1, 2), learnt, settings,
        blocks);
  }

  private static Greek controlled(Target target, BlockMoments dual, String note) {
    Inference inference = Inference.of(dual, 1, new int[]{2}, new double[]{0}, 0);
    double plain = dual.estimate(1).standardError();
    return new Greek(target.measure(), target.factors(), inference.estimate().mean(), inference.standardError(),
        CONTROLLED, String.format(Locale.ROOT,
            "a martingale of the paths' noise takes the standard error to %.2g of that of as many paths",
            inference.standardError() / plain),
        inference.estimate().paths(), inference.verdict() == Inference.Verdict.NEAR_NORMAL
            ? Greek.Status.OK
            : Greek.Status.FEW_HITS,
        note, dual.errors(1, inference.regressors()));
  }

  /** Whether its error is less than that of the plain mean of as many paths as there may be, or small enough. */
  private static boolean pays(Greek controlled, Estimate plain, Accuracy accuracy) {
    boolean isSmaller = controlled.standardError() < plain.standardError()
        * Math.sqrt((double) plain.paths() / accuracy.mostPaths());
    return controlled.status() == Greek.Status.OK && switch (accuracy) {
      case Accuracy.Paths paths -> isSmaller;
      case Accuracy.TargetError target -> isSmaller || controlled.standardError() <= Math.max(target.absolute(),
          target.relative() * Math.abs(controlled.value()));
    };
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

  private BlockMoments simulate(Program program, List<String> outputs, MomentLayout layout, Inputs inputs,
      Settings settings, long blocks) {
    Program wanted = Pruning.prune(program.withOutputs(outputs.stream().<Output>map(program::output).toList()));
    LoweredProgram lowered = Lowering.lower(wanted);
    return simulation.run(BlockSource.of(kernels.get(lowered, Sampling.INDEPENDENT), new Binding(lowered, inputs),
        NoiseKey.results(settings.seed())), layout.withBatches(), 0, blocks);
  }

  /** A number without a control. */
  private static Greek number(Target target, How estimator, BlockMoments moments, int output,
      PricingProgram fitted) {
    Inference inference = Inference.of(moments, output, new int[0], new double[0], 0);
    Estimate estimate = inference.estimate();
    ErrorProfile errors = moments.errors(output, List.of());
    return switch (inference.verdict()) {
      case NEAR_NORMAL -> greek(target, estimator, estimate, inference.standardError(), Greek.Status.OK, fitted.note(),
          errors);
      case FEW_OBSERVATIONS ->
        greek(target, estimator, estimate, inference.standardError(), Greek.Status.FEW_HITS,
            TradeRun.join(fitted.note(), StatedNumber.fewPaths(inference)), errors);
      case NOT_FINITE -> target.failed("it is no finite number on some path");
      case NO_SPREAD -> fitted.hasZeroVol()
          ? greek(target, estimator, estimate, inference.standardError(), Greek.Status.OK, fitted.note(), errors)
          : withoutSpread(target, estimator, estimate, fitted.note());
    };
  }

  /** Where all paths gave the same, what is rare has not been seen; a probability is between 0 and 1 nevertheless. */
  private static Greek withoutSpread(Target target, How estimator, Estimate estimate, String note) {
    double rarest = StatedNumber.rarest(estimate.paths());
    double error = target.measure() == Measure.EXERCISE_PROBABILITY
        ? StatedNumber.errorOfUnseen(1, rarest)
        : Double.NaN;
    return greek(target, estimator, estimate, error, Greek.Status.NO_HITS,
        TradeRun.join(note, StatedNumber.allTheSame(estimate.paths(), rarest)), ErrorProfile.NONE);
  }

  private static Greek greek(Target target, How how, Estimate estimate, double error, Greek.Status status,
      String message, ErrorProfile errors) {
    return new Greek(target.measure(), target.factors(), estimate.mean(), error, how.estimator(),
        how.reason(), estimate.paths(),
        status, message, errors);
  }
}
