package io.pathwise.pricing.program;

import io.pathwise.engine.derive.Gradient;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.training.Increment;
import io.pathwise.engine.training.Martingale;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.script.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The bound of the value from its other side (Rogers 2002; Haugh and Kogan 2004): who knows the whole path chooses the
 * best time, but pays what a martingale has won since. With the martingale of the value itself that is the value; with
 * any other it is more, or less where the issuer chooses. The martingale follows the path's normal noise with
 * coefficients that are fitted ({@link #martingale}). Start at {@link #exercise}.
 */
final class Dual {

  private static final double FAR = 1e300;
  private static final int MOST_CARRIED = 6;
  private static final String SPREAD = "per spread of ";
  private static final String LEFT = "per root of time left";

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final Prices prices;
  private final Exercise policy;
  private final boolean ofOwner;
  private final Expr.State martingale;
  private final Expr.State best;
  /** What exercise would give, or take where that is less than nothing, in the state before a step. */
  private Optional<Expr> intrinsic = Optional.empty();
  /** 1 where it was better to exercise then. */
  private final Expr.State region;
  private List<Expr.State> carried = List.of();
  private final List<Increment> increments = new ArrayList<>();

  Dual(ProgramBuilder builder, InputsBuilder inputs, Prices prices, Exercise policy) {
    this.builder = builder;
    this.graph = builder.graph();
    this.inputs = inputs;
    this.prices = prices;
    this.policy = policy;
    this.ofOwner = policy.by().orElseThrow() == Statement.Holder.OWNER;
    this.martingale = builder.state("martingale", graph.literal(0.0));
    this.best = builder.state("best", graph.literal(ofOwner ? -FAR : FAR));
    this.region = builder.state("exercise region", graph.literal(0.0));
  }

  /** What the martingale moves by. */
  Martingale martingale() {
    Map<String, Expr> spreads = new HashMap<>();
    for (int i = 0; i < prices.drawn().size(); i++) {
      spreads.put(SPREAD + i, prices.returns().get(i));
    }
    return new Martingale(ModelStep.STAGE, ModelStep.STEP_LENGTH, increments, spreads);
  }

  /**
   * A time at which the product may be ended.
   *
   * @param allowed
   *          where it may be; empty for everywhere
   * @param amount
   *          what is paid then, discounted
   * @param before
   *          the same amount before a step
   * @param states
   *          those of the script
   * @param held
   *          the product without any exercise
   */
  void exercise(String stage, Optional<Expr> allowed, Expr amount, Expr before, List<Expr.State> states,
      Events held) {
    carried = List.copyOf(states);
    intrinsic = Optional.of(withoutFloor(before));
    Expr alive = graph.less(graph.literal(0.0), held.ending().alive());
    Expr possible = allowed.map(where -> graph.and(where, alive)).orElse(alive);
    Expr candidate = graph.sub(graph.add(builder.current(stage, held.ending().paid()), amount), martingale);
    Expr taken = graph.select(possible, candidate, graph.literal(ofOwner ? -FAR : FAR));
    builder.update(stage, best, extreme(best, taken));
    builder.update(stage, region, policy.isChosen(stage));
  }

  /** What max(x, 0) is the larger part of. */
  private Expr withoutFloor(Expr amount) {
    return Objects.requireNonNull(Traversal.rebuild(graph, List.of(amount),
        (node, operands) -> node instanceof Expr.Apply apply && apply.operation() == Operation.MAX
            && operands.stream().anyMatch(Dual::isZero)
                ? operands.stream().filter(operand -> !isZero(operand)).findFirst().orElseThrow()
                : null)
        .get(amount));
  }

  private static boolean isZero(Expr expression) {
    return expression instanceof Expr.Literal literal && literal.value() == 0;
  }

  /** The bound on a path, once the product has paid what it pays without any exercise. */
  Expr bound(Expr paid) {
    writeMartingale();
    return extreme(best, graph.sub(paid, martingale));
  }

  private Expr extreme(Expr a, Expr b) {
    return ofOwner ? graph.max(a, b) : graph.min(a, b);
  }

  private void writeMartingale() {
    inputs.timeLeft(LEFT, time -> 1 / Math.sqrt(time));
    List<Expr.Noise> noises = normals();
    Expr length = graph.stepValue(ModelStep.STEP_LENGTH);
    Expr root = graph.sqrt(length);
    Expr moved = martingale;
    for (int i = 0; i < noises.size(); i++) {
      Expr.Noise noise = noises.get(i);
      int asset = asset(noise);
      List<Expr> first = scaled(root, functions(asset));
      moved = add(moved, new Increment(noise, graph.literal(1.0), 1, first, names("first", i, 0, first)), noise);
      List<Expr> second = scaled(length, fewFunctions(asset));
      moved = add(moved, new Increment(noise, noise, 2, second, names("second", i, i, second)),
          graph.sub(graph.mul(noise, noise), graph.literal(1.0)));
      for (int j = 0; j < i; j++) {
        List<Expr> mixed = scaled(length, pairFunctions(asset, asset(noises.get(j))));
        moved = add(moved, new Increment(noise, noises.get(j), 1, mixed, names("mixed", i, j, mixed)),
            graph.mul(noise, noises.get(j)));
      }
    }
    builder.update(ModelStep.STAGE, martingale, moved);
  }

  private Expr add(Expr before, Increment part, Expr factor) {
    increments.add(part);
    Expr weight = graph.literal(0.0);
    for (int i = 0; i < part.functions().size(); i++) {
      weight = graph.fma(inputs.stepValue(part.coefficients().get(i), step -> 0), part.functions().get(i), weight);
    }
    return graph.fma(weight, factor, before);
  }

  private static List<String> names(String kind, int noise, int other, List<Expr> functions) {
    return IntStream.range(0, functions.size())
        .mapToObj(i -> "martingale %s %s %s %s".formatted(kind, noise, other, i)).toList();
  }

  private List<Expr> scaled(Expr scale, List<Expr> functions) {
    return functions.stream().<Expr>map(function -> graph.mul(scale, function)).toList();
  }

  /** The noises that prices are drawn with, in the order in which they are drawn. */
  private List<Expr.Noise> normals() {
    return Traversal.reachable(builder.states().stream().map(state -> builder.current(ModelStep.STAGE, state.value()))
        .toList()).stream().filter(Expr.Sample.class::isInstance).map(Expr.Sample.class::cast)
        .filter(sample -> sample.noises().size() == 1 && sample.noises().getFirst().kind() == NoiseKind.NORMAL)
        .map(sample -> sample.noises().getFirst()).toList();
  }

  /** The first of the assets that a noise moves. */
  private int asset(Expr.Noise noise) {
    for (int i = 0; i < prices.drawn().size(); i++) {
      if (Traversal.reachable(List.of(builder.current(ModelStep.STAGE, prices.drawn().get(i)))).stream()
          .anyMatch(node -> node instanceof Expr.Sample sample && sample.noises().contains(noise))) {
        return i;
      }
    }
    return 0;
  }

  /** Of the part that is linear in a noise: rich for few assets, since products of all pairs are summed. */
  private List<Expr> functions(int asset) {
    boolean few = prices.drawn().size() <= 2;
    Expr own = prices.returns().get(asset);
    List<Expr> simple = new ArrayList<>(powers(own, few ? 3 : 1));
    inTheMoney().ifPresent(depth -> {
      Expr likely = graph.normalCdf(depth);
      Expr near = bell(depth);
      powers(own, few ? 2 : 1).forEach(power -> simple.add(graph.mul(likely, power)));
      powers(own, few ? 1 : 0).forEach(power -> simple.add(graph.mul(near, power)));
      simple.add(graph.mul(near, depth));
    });
    Expr hold = graph.sub(graph.literal(1.0), region);
    List<Expr> functions = new ArrayList<>();
    simple.forEach(function -> functions.add(graph.mul(hold, function)));
    functions.add(region);
    functions.add(graph.mul(region, own));
    functions.add(graph.mul(region, gradient(asset)));
    lead(asset).ifPresent(lead -> {
      Expr leads = graph.normalCdf(lead);
      simple
          .forEach(function -> functions.addAll(List.of(graph.mul(leads, function), graph.mul(bell(lead), function))));
      Expr other = other(asset).orElseThrow();
      functions.addAll(List.of(other, graph.mul(other, own), graph.mul(leads, other)));
    });
    Stream.concat(prices.factors().stream(), carried.stream()).limit(MOST_CARRIED)
        .forEach(state -> functions.addAll(List.of(state, graph.mul(state, own))));
    return functions;
  }

  /** Of the parts that are of second order in noise. */
  private List<Expr> fewFunctions(int asset) {
    Expr own = prices.returns().get(asset);
    List<Expr> functions = new ArrayList<>(powers(own, 2));
    functions.add(graph.mul(region, gradient(asset)));
    inTheMoney().ifPresent(depth -> functions
        .addAll(List.of(graph.normalCdf(depth), bell(depth), graph.mul(bell(depth), depth))));
    lead(asset).ifPresent(lead -> inTheMoney().ifPresent(depth -> functions.addAll(List.of(graph.normalCdf(lead),
        bell(lead), graph.mul(graph.normalCdf(lead), graph.normalCdf(depth)),
        graph.mul(bell(lead), graph.normalCdf(depth)), graph.mul(graph.normalCdf(lead), bell(depth))))));
    return functions;
  }

  /** Of the parts that mix two noises. */
  private List<Expr> pairFunctions(int asset, int other) {
    List<Expr> functions = new ArrayList<>(
        List.of(graph.literal(1.0), prices.returns().get(asset), prices.returns().get(other)));
    if (asset != other) {
      Expr close = bell(apart(asset, prices.returns().get(other)));
      functions.add(close);
      inTheMoney().ifPresent(depth -> functions.addAll(List.of(graph.normalCdf(depth), bell(depth),
          graph.mul(close, graph.normalCdf(depth)), graph.mul(close, bell(depth)))));
    }
    return functions;
  }

  private Expr bell(Expr x) {
    return graph.exp(graph.mul(graph.literal(-0.5), graph.mul(x, x)));
  }

  /** By how many standard deviations of what is to come an asset's return is above the largest of the others. */
  private Optional<Expr> lead(int asset) {
    return other(asset).map(other -> apart(asset, other));
  }

  private Expr apart(int asset, Expr other) {
    return graph.mul(graph.sub(prices.returns().get(asset), other),
        graph.mul(perSpread(asset), graph.literal(Math.sqrt(0.5))));
  }

  /** How far exercise is in the money, in standard deviations of what is to come. */
  private Optional<Expr> inTheMoney() {
    return intrinsic.filter(amount -> amount.variability() == Variability.PATH).map(amount -> {
      Expr length = graph.literal(1e-30);
      for (int i = 0; i < prices.drawn().size(); i++) {
        Expr move = graph.div(gradient(i), perSpread(i));
        length = graph.fma(move, move, length);
      }
      return graph.max(graph.literal(-8.0), graph.min(graph.literal(8.0), graph.div(amount, graph.sqrt(length))));
    });
  }

  private Expr gradient(int asset) {
    return intrinsic.map(amount -> Gradient.of(graph, amount, prices.drawn()).get(asset)).orElse(graph.literal(0.0));
  }

  /** One over the standard deviation of an asset's return from a step to the last exercise. */
  private Expr perSpread(int asset) {
    return graph.mul(inputs.stepValue(SPREAD + asset, step -> 1), graph.stepValue(LEFT));
  }

  private List<Expr> powers(Expr x, int highest) {
    List<Expr> powers = new ArrayList<>(List.of(graph.literal(1.0)));
    for (int i = 1; i <= highest; i++) {
      powers.add(graph.mul(powers.getLast(), x));
    }
    return powers;
  }

  /** The largest return of the other assets. */
  private Optional<Expr> other(int asset) {
    List<Expr> returns = new ArrayList<>(prices.returns());
    returns.remove(asset);
    return returns.stream().reduce(graph::max);
  }
}
