package io.pathwise.pricing.program;

import io.pathwise.engine.derive.Gradient;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.model.Prices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * By how much each normal noise of a step moves prices, and what models carry beside them, per unit and where all noise
 * is small: functions of the state before the step. Start at {@link #of}.
 */
final class NoiseLoadings {

  private static final double FAR = 1e100;
  private static final double SHORTEST = 1e-12;

  private final ProgramBuilder builder;
  private final Graph graph;
  private final Prices prices;
  private final List<Expr.Noise> noises;
  private final Map<Expr.Noise, Map<Expr.State, Expr>> loadings = new HashMap<>();

  /** Those of models that have been written. */
  NoiseLoadings(ProgramBuilder builder, Prices prices) {
    this.builder = builder;
    this.graph = builder.graph();
    this.prices = prices;
    this.noises = normals();
    noises.forEach(noise -> loadings.put(noise, moved(noise)));
  }

  /** The noises that prices are drawn with, in the order in which they are drawn. */
  List<Expr.Noise> noises() {
    return noises;
  }

  /** That of a noise on a state; empty if it does not move it. */
  Optional<Expr> of(Expr.Noise noise, Expr.State state) {
    return Optional.ofNullable(Objects.requireNonNull(loadings.get(noise)).get(state));
  }

  /** The first of the assets that a noise moves. */
  int asset(Expr.Noise noise) {
    return IntStream.range(0, prices.drawn().size()).filter(i -> of(noise, prices.drawn().get(i)).isPresent())
        .findFirst().orElse(0);
  }

  /** By how much a noise moves the return of its asset, but for a factor that is the same on all paths. */
  Expr scale(Expr.Noise noise) {
    return of(noise, prices.drawn().get(asset(noise))).filter(loading -> loading.variability() == Variability.PATH)
        .orElseGet(() -> graph.sqrt(graph.stepValue(ModelStep.STEP_LENGTH)));
  }

  /** The variance of an asset's return per year, now; empty where it is the same on all paths. */
  Optional<Expr> variance(int asset) {
    return noises.stream().flatMap(noise -> of(noise, prices.drawn().get(asset)).stream())
        .<Expr>map(loading -> graph.mul(loading, loading)).reduce(graph::add)
        .filter(sum -> sum.variability() == Variability.PATH)
        .map(sum -> graph.div(sum, graph.max(graph.literal(SHORTEST), graph.stepValue(ModelStep.STEP_LENGTH))));
  }

  /** 0 in the place of what is no number, as a mean of what has not been observed yet. */
  static Expr finite(Graph graph, Expr number) {
    return number.variability() == Variability.PATH
        ? graph.select(graph.less(graph.abs(number), graph.literal(FAR)), number, graph.literal(0.0))
        : number;
  }

  /** Whether it is the number 0. */
  static boolean isZero(Expr expression) {
    return expression instanceof Expr.Literal literal && literal.value() == 0;
  }

  private List<Expr.Noise> normals() {
    return Traversal.reachable(builder.states().stream().map(state -> builder.current(ModelStep.STAGE, state.value()))
        .toList()).stream().filter(Expr.Sample.class::isInstance).map(Expr.Sample.class::cast)
        .filter(sample -> sample.noises().size() == 1 && sample.noises().getFirst().kind() == NoiseKind.NORMAL)
        .map(sample -> sample.noises().getFirst()).toList();
  }

  private Map<Expr.State, Expr> moved(Expr.Noise noise) {
    Map<Expr.State, Expr> moved = new HashMap<>();
    List<Expr.State> states = new ArrayList<>(prices.drawn());
    states.addAll(prices.factors());
    for (Expr.State state : states) {
      Expr next = rebuilt(builder.current(ModelStep.STAGE, state),
          (node, operands) -> node instanceof Expr.Sample sample
              ? sample.distribution().draw(graph, sample.noises(), operands)
              : null);
      Expr loading = rebuilt(Gradient.of(graph, next, List.of(noise)).getFirst(),
          (node, operands) -> node instanceof Expr.Noise ? graph.literal(0.0) : null);
      if (!isZero(loading)) {
        moved.put(state, finite(graph, loading));
      }
    }
    return moved;
  }

  private Expr rebuilt(Expr expression, Traversal.Replacement replacement) {
    return Objects.requireNonNull(Traversal.rebuild(graph, List.of(expression), replacement).get(expression));
  }
}
