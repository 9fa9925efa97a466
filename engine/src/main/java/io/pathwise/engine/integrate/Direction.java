package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The direction in the normal noises of one step along which all drawn states rise together: for states x = m + M ε
 * with a triangular M and positive weights c it is q = M⁻¹c/|M⁻¹c|, and a step along it by one standard deviation moves
 * the states by the slopes c/|M⁻¹c|. The rest of the noise, ε − q (q·ε), is independent of the coordinate q·ε. As all
 * slopes are positive, every threshold of every state is one threshold of the coordinate, whatever the correlations.
 *
 * @param stage
 *          where the states are drawn
 * @param samples
 *          the draws, by the state that takes them
 * @param components
 *          q, by noise; expressions that are differentiated like any other
 * @param slopes
 *          c/|M⁻¹c|, by state
 * @param coordinate
 *          q·ε
 */
record Direction(Stage stage, Map<Expr.State, Expr.Sample> samples, Map<Expr.Noise, Expr> components,
    Map<Expr.State, Expr> slopes, Expr coordinate) {

  /** How far the states move along the direction, in relation to each other. */
  enum Tilt {
    /** As their deviations: with equal correlations the widest direction. */
    PROPORTIONAL,
    /** All alike, so that a sum of exponentials of them moves as a whole. */
    PARALLEL
  }

  /** How many steps a coordinate belongs to. */
  enum Reach {
    /** One: a deviation may depend on the state that it moves, as it was at the start of the step. */
    STEP,
    /** All: it would change the deviations of the steps behind. */
    PATH
  }

  /**
   * The direction of a program.
   *
   * @param isActive
   *          whether the step has noise at all; elsewhere deviations may be 0
   * @throws NotApplicableException
   *           when no state is drawn from a normal law
   */
  static Direction of(Program program, Expr isActive, Tilt tilt, Reach reach) {
    Stage stage = stageOfDraws(program);
    Map<Expr.State, Expr.Sample> samples = samples(stage);
    while (removeVolatilities(samples, reach)) {
      if (samples.isEmpty()) {
        break;
      }
    }
    if (samples.isEmpty()) {
      throw new NotApplicableException("no state is drawn from a normal law whose deviation is independent of it");
    }
    return of(program.graph(), stage, samples, isActive, tilt);
  }

  private static Stage stageOfDraws(Program program) {
    List<Stage> stages = program.forward().stages().stream().filter(stage -> !samples(stage).isEmpty()).toList();
    if (stages.size() != 1) {
      throw new NotApplicableException(
          stages.isEmpty() ? "no state is drawn from a normal law" : "states are drawn in several stages");
    }
    if (stages.getFirst().schedule() != null) {
      throw new NotApplicableException("states are drawn at some steps only");
    }
    return stages.getFirst();
  }

  private static Map<Expr.State, Expr.Sample> samples(Stage stage) {
    Map<Expr.State, Expr.Sample> samples = new LinkedHashMap<>();
    stage.updates().forEach((state, next) -> {
      if (next instanceof Expr.Sample sample && sample.distribution() instanceof Normal) {
        samples.put(state, sample);
      }
    });
    return samples;
  }

  /**
   * A state that some deviation depends on, such as a variance, does not move along the direction; that its own does is
   * no matter inside one step.
   */
  private static boolean removeVolatilities(Map<Expr.State, Expr.Sample> samples, Reach reach) {
    List<Expr.Sample> draws = List.copyOf(samples.values());
    List<Expr> all = used(draws);
    return samples.entrySet().removeIf(entry -> {
      List<Expr> others = switch (reach) {
        case STEP -> used(draws.stream().filter(sample -> sample != entry.getValue()).toList());
        case PATH -> all;
      };
      return others.contains(entry.getKey()) || all.contains(entry.getValue().noise())
          || all.contains(entry.getValue());
    });
  }

  /** What deviations depend on. */
  private static List<Expr> used(Collection<Expr.Sample> samples) {
    return Traversal.reachable(samples.stream().map(sample -> sample.operands().get(1)).toList());
  }

  private static Direction of(Graph graph, Stage stage, Map<Expr.State, Expr.Sample> samples, Expr isActive,
      Tilt tilt) {
    List<Expr.State> states = new ArrayList<>(samples.keySet());
    List<Expr.Sample> draws = new ArrayList<>(samples.values());
    Expr one = graph.literal(1.0);
    if (draws.size() == 1) {
      Expr.Noise noise = draws.getFirst().noise();
      return new Direction(stage, samples, Map.of(noise, one),
          Map.of(states.getFirst(), draws.getFirst().operands().get(1)), noise);
    }
    List<Expr> solution = new ArrayList<>();
    List<Expr> weights = new ArrayList<>();
    for (int a = 0; a < draws.size(); a++) {
      Expr deviation = graph.select(isActive, draws.get(a).operands().get(1), one);
      List<Expr> row = new ArrayList<>();
      Expr variance = graph.mul(deviation, deviation);
      for (int b = 0; b < draws.size(); b++) {
        @Nullable
        Expr coefficient = LinearCoefficient.of(graph, draws.get(a).operands().get(0), draws.get(b).noise());
        if (coefficient != null) {
          if (b >= a) {
            throw new NotApplicableException("draws depend on each other's noise in a circle");
          }
          variance = graph.fma(coefficient, coefficient, variance);
          row.add(graph.mul(coefficient, solution.get(b)));
        }
      }
      weights.add(switch (tilt) {
        case PROPORTIONAL -> graph.sqrt(variance);
        case PARALLEL -> one;
      });
      Expr rest = weights.get(a);
      for (Expr term : row) {
        rest = graph.sub(rest, term);
      }
      solution.add(graph.div(rest, deviation));
    }
    Expr square = graph.mul(solution.getFirst(), solution.getFirst());
    for (Expr y : solution.subList(1, solution.size())) {
      square = graph.fma(y, y, square);
    }
    Expr loading = graph.div(one, graph.sqrt(square));
    Map<Expr.Noise, Expr> components = new LinkedHashMap<>();
    Map<Expr.State, Expr> slopes = new LinkedHashMap<>();
    Expr coordinate = graph.literal(-0.0);
    for (int a = 0; a < draws.size(); a++) {
      Expr component = graph.mul(solution.get(a), loading);
      slopes.put(states.get(a), graph.mul(weights.get(a), loading));
      components.put(draws.get(a).noise(), component);
      coordinate = graph.fma(component, draws.get(a).noise(), coordinate);
    }
    return new Direction(stage, samples, components, slopes, coordinate);
  }

  /** A new state for every slope that differs, by drawn state. */
  Map<Expr.State, Expr.State> slopeStates(Graph graph, String name) {
    Map<Expr, Expr.State> bySlope = new LinkedHashMap<>();
    Map<Expr.State, Expr.State> byState = new LinkedHashMap<>();
    slopes.forEach((state, slope) -> byState.put(state,
        bySlope.computeIfAbsent(slope, missing -> graph.newState(state.name() + "." + name))));
    return byState;
  }

  /** The noises with the coordinate along the direction replaced. */
  Map<Expr, Expr> noises(Graph graph, Expr newCoordinate) {
    Map<Expr, Expr> noises = new LinkedHashMap<>();
    if (components.size() == 1) {
      noises.put(components.keySet().iterator().next(), newCoordinate);
      return noises;
    }
    Expr shift = graph.sub(newCoordinate, coordinate);
    components.forEach((noise, component) -> noises.put(noise, graph.fma(component, shift, noise)));
    return noises;
  }
}
