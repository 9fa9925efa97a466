package io.pathwise.engine.training;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fits the decisions of a program by least squares on paths of their own (Longstaff and Schwartz 2001): at each of
 * their steps what the rest of a path pays is regressed on basis functions. What it pays is the adjoint of the state
 * that tells whether the path is alive, so it follows from a backward sweep, whatever the program.
 *
 * <p>
 * A pass fits all steps at once, with the decisions of later steps as they were before it. So after n passes the last n
 * steps are as backward induction on the same paths would have them; passes end when the value stays what it was, long
 * before that: this is policy iteration, which improves all steps at once. Start at {@link #train}.
 */
public final class PolicyTraining {

  /** Passes end when the value changes by less than this share of its standard error. */
  private static final double SETTLED = 0.01;
  /** So many paths for each basis function are needed at a step; with fewer the path goes on. */
  private static final int PATHS_PER_FUNCTION = 10;
  /** What varies by no more than this share of its size does not vary. */
  private static final double ROUNDING = 1e-12;

  private final Inputs untrained;
  private final Program program;
  private final List<Fit> fits = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final Map<String, double[]> indicators = new HashMap<>();

  /** A kernel of a program. */
  public interface Compiler {
    Kernel compile(LoweredProgram program, Sampling sampling);
  }

  /**
   * What was learnt.
   *
   * @param inputs
   *          the program's data with the coefficients
   * @param value
   *          of the output on the paths of the training, which the decisions know: too good, by a little
   * @param passes
   *          how many there were
   * @param settled
   *          whether the value stayed what it was at last, or the steps were fitted one after the other
   * @param leftOut
   *          how many directions of basis functions were not told apart at the step where that was worst
   * @param heldBack
   *          at how many steps too few paths had something to decide, so that none ends there
   */
  public record Trained(Inputs inputs, Estimate value, int passes, boolean settled, int leftOut, int heldBack) {}

  /** A decision at one of its steps, and where its sums are among the outputs. */
  private record Fit(Decision decision, int step, int first) {
    private int functions() {
      return decision.basis().size();
    }

    int weight() {
      return first;
    }

    int sum(int observable) {
      return first + 1 + 2 * observable;
    }

    int square(int observable) {
      return first + 2 + 2 * observable;
    }

    int product(int i, int j) {
      int low = Math.min(i, j);
      int high = Math.max(i, j);
      return first + 1 + 2 * decision.observables().size() + high * (high + 1) / 2 + low;
    }

    int response(int i) {
      return product(functions() - 1, functions() - 1) + 1 + i;
    }
  }

  /**
   * The training of a program's decisions.
   *
   * @param program
   *          with one forward sweep and path sums as outputs
   * @param value
   *          the output that decisions are to make as large or as small as they can
   * @param inputs
   *          its data; the per-step values that receive something may have any numbers
   */
  public PolicyTraining(Program program, String value, List<Decision> decisions, Inputs inputs) {
    this.untrained = inputs;
    Program alone = program.withOutputs(List.of(program.output(value)));
    Set<Expr.Parameter> parameters = Set.copyOf(program.parameters().stream()
        .filter(parameter -> decisions.stream().anyMatch(decision -> begins(program, decision, parameter))).toList());
    Adjoint.Reversed reversed = Adjoint.reverse(alone, value, parameters);
    outputs.addAll(reversed.program().outputs());
    Map<String, List<Stage.Sink>> sinks = new HashMap<>();
    for (Decision decision : decisions) {
      sinks.computeIfAbsent(decision.stage() + " adjoint", missing -> new ArrayList<>())
          .addAll(sinks(program.graph(), decision, reversed));
    }
    this.program = Pruning.prune(new Program(program.graph(), reversed.program().parameters(),
        reversed.program().noises(),
        reversed.program().sweeps().stream().map(sweep -> withSinks(sweep, sinks)).toList(), outputs));
  }

  private static boolean begins(Program program, Decision decision, Expr.Parameter parameter) {
    return program.forward().states().stream()
        .anyMatch(state -> state.value() == decision.alive() && state.initial() == parameter);
  }

  private static Sweep withSinks(Sweep sweep, Map<String, List<Stage.Sink>> sinks) {
    return new Sweep(sweep.direction(), sweep.states(), sweep.stages().stream()
        .map(stage -> new Stage(stage.name(), stage.schedule(), stage.updates(),
            sinks.getOrDefault(stage.name(), stage.sinks())))
        .toList());
  }

  /** What is summed at each step of a decision; adds an output for each of its sums and steps. */
  private List<Stage.Sink> sinks(Graph graph, Decision decision, Adjoint.Reversed reversed) {
    String stage = decision.stage();
    Expr toCome = Objects.requireNonNull(reversed.adjoints().get(decision.alive()), "no adjoint of the state alive");
    Expr weight = graph.recall(decision.weight(), stage);
    List<Expr> summed = new ArrayList<>(List.of(weight));
    for (Decision.Observable observable : decision.observables()) {
      Expr number = graph.recall(observable.number(), stage);
      summed.add(graph.mul(weight, number));
      summed.add(graph.mul(weight, graph.mul(number, number)));
    }
    List<Expr> basis = decision.basis().stream().map(function -> graph.recall(function, stage)).toList();
    for (int i = 0; i < basis.size(); i++) {
      for (int j = 0; j <= i; j++) {
        summed.add(graph.mul(weight, graph.mul(basis.get(i), basis.get(j))));
      }
    }
    basis.forEach(function -> summed.add(graph.mul(weight, graph.mul(function, toCome))));
    List<Stage.Sink> sinks = IntStream.range(0, summed.size())
        .mapToObj(i -> new Stage.Sink("training " + stage + " " + i, summed.get(i))).toList();
    boolean[] runs = untrained.schedule(schedule(decision));
    for (int step = 0; step < runs.length; step++) {
      if (runs[step]) {
        fits.add(new Fit(decision, step, outputs.size()));
        Expr here = indicator(graph, step);
        for (Stage.Sink sink : sinks) {
          outputs.add(new Output.Pullback(sink.name() + " at " + step, List.of(new Output.SinkTerm(sink.name(), here))));
        }
      }
    }
    return sinks;
  }

  private static String schedule(Decision decision) {
    return decision.stage();
  }

  private Expr indicator(Graph graph, int step) {
    String name = "training at step " + step;
    double[] numbers = new double[untrained.steps()];
    numbers[step] = 1;
    indicators.put(name, numbers);
    return graph.stepValue(name);
  }

  /**
   * Fits the decisions.
   *
   * @param blocks
   *          of paths
   */
  public Trained train(Compiler compiler, Simulation simulation, long seed, long blocks) {
    LoweredProgram lowered = Lowering.lower(program);
    Kernel kernel = compiler.compile(lowered, Sampling.INDEPENDENT);
    Map<String, double[]> learnt = new HashMap<>(untrained.stepValues());
    learnt.putAll(indicators);
    fits.forEach(fit -> {
      fit.decision().observables().forEach(observable -> {
        learnt.put(observable.centre(), new double[untrained.steps()]);
        learnt.put(observable.scale(), new double[untrained.steps()]);
      });
      for (String coefficient : fit.decision().coefficients()) {
        learnt.put(coefficient, new double[untrained.steps()]);
      }
    });
    fits.forEach(fit -> numbers(learnt, fit.decision().coefficients().getFirst())[fit.step()] = fit.decision().never());
    BlockMoments moments = simulate(lowered, kernel, learnt, simulation, seed, blocks);
    fits.forEach(fit -> standardise(fit, moments, learnt));
    Estimate before = moments.estimate(0);
    int most = fits.size() + 1;
    for (int pass = 1;; pass++) {
      BlockMoments next = simulate(lowered, kernel, learnt, simulation, seed, blocks);
      Estimate now = next.estimate(0);
      boolean settled = pass > 1 && Math.abs(now.mean() - before.mean()) <= SETTLED * now.standardError();
      if (settled || pass > most) {
        return new Trained(inputs(learnt), now, pass, true, leftOut, heldBack);
      }
      before = now;
      leftOut = 0;
      heldBack = 0;
      fits.forEach(fit -> fit(fit, next, learnt));
    }
  }

  private int leftOut;
  private int heldBack;

  private Inputs inputs(Map<String, double[]> stepValues) {
    return new Inputs(untrained.steps(), untrained.parameters(), stepValues, untrained.schedules());
  }

  private BlockMoments simulate(LoweredProgram lowered, Kernel kernel, Map<String, double[]> learnt,
      Simulation simulation, long seed, long blocks) {
    return simulation.run(BlockSource.of(kernel, new Binding(lowered, inputs(learnt)), NoiseKey.training(seed)),
        MomentLayout.of(outputs.size()), 0, blocks);
  }

  private static void standardise(Fit fit, BlockMoments moments, Map<String, double[]> learnt) {
    double weight = moments.estimate(fit.weight()).mean();
    for (int i = 0; i < fit.decision().observables().size() && weight > 0; i++) {
      Decision.Observable observable = fit.decision().observables().get(i);
      double mean = moments.estimate(fit.sum(i)).mean() / weight;
      double variance = moments.estimate(fit.square(i)).mean() / weight - mean * mean;
      numbers(learnt, observable.centre())[fit.step()] = mean;
      numbers(learnt, observable.scale())[fit.step()] = variance > ROUNDING * mean * mean
          ? 1 / Math.sqrt(variance)
          : 0;
    }
  }

  private void fit(Fit fit, BlockMoments moments, Map<String, double[]> learnt) {
    int size = fit.functions();
    List<Double> coefficients = new ArrayList<>(Collections.nCopies(size, 0.0));
    Estimate weight = moments.estimate(fit.weight());
    if (weight.mean() * weight.paths() < (double) PATHS_PER_FUNCTION * size) {
      coefficients.set(0, fit.decision().never());
      heldBack++;
    } else {
      double[][] products = new double[size][size];
      double[] responses = new double[size];
      for (int i = 0; i < size; i++) {
        responses[i] = moments.estimate(fit.response(i)).mean();
        for (int j = 0; j < size; j++) {
          products[i][j] = moments.estimate(fit.product(i, j)).mean();
        }
      }
      NormalEquations.Solution solution = NormalEquations.solve(products, responses);
      coefficients = solution.coefficients();
      leftOut = Math.max(leftOut, solution.leftOut());
    }
    for (int i = 0; i < size; i++) {
      numbers(learnt, fit.decision().coefficients().get(i))[fit.step()] = coefficients.get(i);
    }
  }

  private static double[] numbers(Map<String, double[]> learnt, String name) {
    return Objects.requireNonNull(learnt.get(name), name);
  }
}
