package io.pathwise.engine.training;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.State;
import io.pathwise.engine.run.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits a martingale to what a program is to pay, in every step from what is known before it (Belomestny, Bender and
 * Schoenmakers 2009, without a simulation within the simulation). The derivatives with respect to the step's noise come
 * from a backward sweep, of a program whose thresholds are {@linkplain SmoothThresholds smooth}: whatever a martingale
 * is fitted to, it is one. Steps of a group share their coefficients. Start at {@link #train}.
 */
public final class MartingaleTraining {

  private static final String NUDGE = "nudge";
  /** At so many steps of a group it is seen what paths have to say. */
  private static final int MOST_SEEN = 4;

  private final Program program;
  private final String value;
  private final Adjoint.Ending ending;
  private final Martingale martingale;
  private final String stage;
  private final List<Increment> increments;
  private final List<List<Integer>> groups;
  private final List<List<Integer>> seen;
  private final Inputs inputs;
  private final List<List<Expr>> distinct;

  /**
   * What a martingale is fitted to.
   *
   * @param program
   *          with one forward sweep
   * @param value
   *          the output whose expectation it follows, a path sum
   * @param groups
   *          the steps that share coefficients
   * @param inputs
   *          data, with decisions fitted
   */
  public record Task(Program program, String value, Adjoint.Ending ending, Martingale martingale,
      List<List<Integer>> groups, Inputs inputs) {

    /** Copies the list, and leaves other outputs out. */
    public Task {
      groups = List.copyOf(groups);
      program = program.withOutputs(List.of(program.output(value)));
    }

    private Optional<Task> smooth() {
      return SmoothThresholds.of(program, inputs, SmoothThresholds.states(martingale.spreads().values()))
          .map(smooth -> new Task(smooth.program(), value, ending, martingale, groups, smooth.inputs()));
    }
  }

  private MartingaleTraining(Task task) {
    this.martingale = task.martingale();
    this.program = task.program();
    this.value = task.value();
    this.ending = task.ending();
    this.stage = martingale.stage();
    this.increments = martingale.increments();
    this.groups = task.groups();
    this.seen = groups.stream().map(MartingaleTraining::some).toList();
    this.inputs = task.inputs();
    this.distinct = this.increments.stream().map(Increment::functions).distinct().toList();
  }

  /**
   * Fits the coefficients.
   *
   * @param blocks
   *          of paths
   * @return the data with them; with zeros, where what is summed is no finite number
   */
  public static Inputs train(Task task, PolicyTraining.Compiler compiler, Simulation simulation, long seed,
      long blocks) {
    Inputs given = task.inputs();
    return Stream.concat(task.smooth().stream(), Stream.of(task))
        .map(part -> new MartingaleTraining(part).fit(compiler, simulation, seed, blocks)).flatMap(Optional::stream)
        .findFirst().map(learnt -> new Inputs(given.steps(), given.parameters(), learnt, given.schedules()))
        .orElse(given);
  }

  /** The per-step values with the coefficients; nothing if they are not finite. */
  private Optional<Map<String, double[]>> fit(PolicyTraining.Compiler compiler, Simulation simulation, long seed,
      long blocks) {
    Map<String, double[]> learnt = new HashMap<>(inputs.stepValues());
    increments.forEach(part -> part.coefficients().forEach(name -> learnt.put(name, new double[inputs.steps()])));
    spread(compiler, simulation, seed, blocks, learnt);
    StepSums.Means products = new StepSums(program, Map.of(stage, products()), Map.of(stage, seen), inputs, compiler)
        .run(learnt, simulation, seed, blocks);
    StepSums.Means responses = responses(compiler, learnt).run(learnt, simulation, seed, blocks);
    if (!products.areFinite() || !responses.areFinite()) {
      return Optional.empty();
    }
    for (int group = 0; group < groups.size(); group++) {
      int response = 0;
      for (Increment part : increments) {
        List<Double> coefficients = solve(part, group, products, responses, response);
        response += part.functions().size();
        for (int i = 0; i < coefficients.size(); i++) {
          double[] numbers = Objects.requireNonNull(learnt.get(part.coefficients().get(i)));
          for (int step : groups.get(group)) {
            numbers[step] = coefficients.get(i);
          }
        }
      }
    }
    return Optional.of(learnt);
  }

  /** One over the standard deviation of numbers that grow like the root of time, by the last group of steps. */
  private void spread(PolicyTraining.Compiler compiler, Simulation simulation, long seed, long blocks,
      Map<String, double[]> learnt) {
    Graph graph = program.graph();
    List<Expr> summed = new ArrayList<>();
    List<String> names = martingale.spreads().keySet().stream().sorted().toList();
    names.stream().map(name -> Objects.requireNonNull(martingale.spreads().get(name)))
        .forEach(number -> summed.addAll(List.of(number, graph.mul(number, number))));
    int step = inputs.steps() - 1;
    StepSums.Means means = new StepSums(program, Map.of(stage, summed), Map.of(stage, List.of(List.of(step))), inputs,
        compiler).run(learnt, simulation, seed, blocks);
    double time = 0;
    for (int i = 0; i < step; i++) {
      time += inputs.stepValue(martingale.stepLength())[i];
    }
    int number = 0;
    for (String name : names) {
      double mean = means.of(stage, 0, number);
      double variance = means.of(stage, 0, number + 1) - mean * mean;
      number += 2;
      double[] values = new double[inputs.steps()];
      Arrays.fill(values, variance > 0 && time > 0 ? Math.sqrt(time / variance) : 1);
      learnt.put(name, values);
    }
  }

  private List<Expr> products() {
    return distinct.stream().flatMap(functions -> Products.of(program.graph(), functions).stream()).toList();
  }

  /** For every increment its functions times the derivative of what is to come with respect to its noise. */
  private StepSums responses(PolicyTraining.Compiler compiler, Map<String, double[]> learnt) {
    Graph graph = program.graph();
    Map<Expr.Noise, Expr> nudges = new HashMap<>();
    Expr.Parameter nudge = graph.parameter(NUDGE);
    for (Increment part : increments) {
      nudges.computeIfAbsent(part.noise(), noise -> {
        String name = "nudge of " + noise;
        double[] ones = new double[inputs.steps()];
        Arrays.fill(ones, 1);
        learnt.put(name, ones);
        return graph.mul(nudge, graph.stepValue(name));
      });
    }
    Program drawn = Rewriter.drawn(program);
    List<Expr.Parameter> parameters = new ArrayList<>(drawn.parameters());
    parameters.add(nudge);
    Program nudged = Rewriter.rewrite(
        new Program(graph, parameters, drawn.noises(), drawn.sweeps(), drawn.outputs()),
        (node, operands) -> node instanceof Expr.Noise noise && nudges.containsKey(noise)
            ? graph.add(node, Objects.requireNonNull(nudges.get(noise)))
            : null);
    Set<Expr.Parameter> moved = new HashSet<>(Set.of(nudge));
    program.forward().states().stream().filter(state -> state.value() == ending.alive()).map(State::initial)
        .filter(Expr.Parameter.class::isInstance).forEach(begin -> moved.add((Expr.Parameter) begin));
    Adjoint.Reversed reversed = Adjoint.ofRest(nudged, value, moved, ending);
    Map<Expr, Expr> again = fromRecalledStates();
    List<Expr> summed = new ArrayList<>();
    for (Increment part : increments) {
      Expr derivative = graph.mul(graph.recall(part.multiplier(), stage), Objects.requireNonNull(
          reversed.ofSteps().get(nudges.get(part.noise())), "what is to come has no derivative in a noise"));
      part.functions()
          .forEach(function -> summed.add(graph.mul(Objects.requireNonNull(again.get(function)), derivative)));
    }
    String backward = Adjoint.stage(stage);
    return new StepSums(reversed.program(), Map.of(backward, summed), Map.of(backward, seen),
        inputs.withNewParameter(NUDGE, 0), compiler);
  }

  /**
   * Functions as a backward stage computes them where they are summed: there are more of them than of states to keep.
   */
  private Map<Expr, Expr> fromRecalledStates() {
    Graph graph = program.graph();
    return Traversal.rebuild(graph, distinct.stream().flatMap(List::stream).toList(),
        Traversal.replacing(node -> node instanceof Expr.State ? graph.recall(node, stage) : null));
  }

  private List<Double> solve(Increment part, int group, StepSums.Means products, StepSums.Means responses,
      int firstResponse) {
    int first = distinct.stream().takeWhile(functions -> !functions.equals(part.functions()))
        .mapToInt(functions -> Products.count(functions.size())).sum();
    int size = part.functions().size();
    double[] right = IntStream.range(0, size)
        .mapToDouble(i -> responses.of(Adjoint.stage(stage), group, firstResponse + i) / part.norm()).toArray();
    return NormalEquations.solve(Products.matrix(products, stage, group, first, size), right).coefficients();
  }

  /** Steps in the middle of equal parts of a group, which say almost as much as all of them. */
  private static List<Integer> some(List<Integer> group) {
    int parts = Math.min(group.size(), MOST_SEEN);
    return IntStream.range(0, parts).mapToObj(part -> group.get((2 * part + 1) * group.size() / (2 * parts))).toList();
  }

  /** Groups of the steps of which each ends a group. */
  public static List<List<Integer>> groups(int steps, List<Integer> last) {
    List<List<Integer>> groups = new ArrayList<>();
    int from = 0;
    for (int end : last) {
      groups.add(IntStream.rangeClosed(from, end).boxed().toList());
      from = end + 1;
    }
    if (from < steps) {
      groups.add(IntStream.range(from, steps).boxed().toList());
    }
    return groups;
  }
}
