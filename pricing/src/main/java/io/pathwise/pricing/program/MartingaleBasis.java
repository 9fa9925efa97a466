package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.Prices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Functions of the state before a step, by which the martingale of a product with decisions is made: how much a noise
 * moves prices or what models carry beside them (its loading), times what the value's derivative with respect to those
 * looks like. That is made of how likely exercise is to be in the money, how near the payoff's levels are, which asset
 * leads, whether it was better to exercise already, and polynomials. Start at {@link #first}.
 */
final class MartingaleBasis {

  private static final int MOST_CARRIED = 6;
  /** Up to so many assets powers are many: products of all pairs of functions are summed. */
  private static final int FEW = 1;
  /**
   * One over so many standard deviations, as over a year, are where {@link #bounded} numbers are half of the largest.
   */
  private static final double PER_SPREADS = 1;
  private static final String SPREAD = "per spread of ";
  private static final String FACTOR_SPREAD = "per spread of factor ";
  private static final String LEFT = "per root of time left";

  private final Graph graph;
  private final InputsBuilder inputs;
  private final Prices prices;
  private final Expr region;
  private final List<Expr.State> carried;
  private final NoiseLoadings loadings;
  private final List<Expr> perSpread;
  /** What exercise would give, or take where that is less than nothing, by the return of each asset. */
  private final List<Expr> gradient;
  private final List<Moneyness> levels;
  /** How far exercise is in the money, in standard deviations of what is to come. */
  private final Optional<Expr> depth;

  /**
   * The functions.
   *
   * @param amount
   *          what exercise would give; empty where there is none
   * @param region
   *          1 where it was better to exercise at the last time that there was
   * @param levels
   *          numbers that are 0 where the payoff jumps or bends
   * @param carried
   *          states of the product
   */
  MartingaleBasis(ProgramBuilder builder, InputsBuilder inputs, Prices prices, Optional<Expr> amount, Expr region,
      List<Expr> levels, List<Expr.State> carried) {
    this.graph = builder.graph();
    this.inputs = inputs;
    this.prices = prices;
    this.region = region;
    this.carried = carried;
    inputs.timeLeft(LEFT, time -> 1 / Math.sqrt(time));
    this.loadings = new NoiseLoadings(builder, prices);
    this.perSpread = IntStream.range(0, prices.drawn().size()).mapToObj(this::perSpread).toList();
    Optional<Expr> intrinsic = amount.map(this::withoutFloor).filter(value -> value.variability() == Variability.PATH);
    Optional<Moneyness> moneyness = intrinsic.map(this::moneyness);
    this.gradient = moneyness.map(Moneyness::gradient)
        .orElseGet(() -> prices.drawn().stream().<Expr>map(state -> graph.literal(0.0)).toList());
    this.depth = moneyness.map(Moneyness::depth);
    this.levels = levels.stream().map(this::moneyness).toList();
  }

  /** Numbers whose standard deviation grows like the root of time, by the per-step value of one over that. */
  static Map<String, Expr> spreads(Prices prices) {
    Map<String, Expr> spreads = new HashMap<>();
    for (int i = 0; i < prices.drawn().size(); i++) {
      spreads.put(SPREAD + i, prices.returns().get(i));
    }
    for (int i = 0; i < prices.factors().size(); i++) {
      spreads.put(FACTOR_SPREAD + i, prices.factors().get(i));
    }
    return spreads;
  }

  /** The noises that prices are drawn with, in the order in which they are drawn. */
  List<Expr.Noise> noises() {
    return loadings.noises();
  }

  /** Of the part that is linear in a noise. */
  List<Expr> first(Expr.Noise noise) {
    int asset = loadings.asset(noise);
    List<Expr> functions = new ArrayList<>(scaled(loadings.scale(noise), many(asset)));
    for (Expr.State factor : prices.factors()) {
      loadings.of(noise, factor)
          .ifPresent(loading -> functions.addAll(
              scaled(loading, withProducts(simple(asset), List.of(bounded(prices.factors().indexOf(factor)))))));
    }
    return functions;
  }

  /** Of the part that is the product of two noises, or the square of one less one. */
  List<Expr> second(Expr.Noise noise, Expr.Noise other) {
    int asset = loadings.asset(noise);
    List<Expr> functions = asset == loadings.asset(other) ? simple(asset) : ofPair(asset, loadings.asset(other));
    return scaled(graph.mul(loadings.scale(noise), loadings.scale(other)), functions);
  }

  private List<Expr> scaled(Expr scale, List<Expr> functions) {
    return functions.stream().<Expr>map(function -> graph.mul(scale, function)).toList();
  }

  /** What max(x, 0) is the larger part of. */
  private Expr withoutFloor(Expr amount) {
    return Objects.requireNonNull(Traversal.rebuild(graph, List.of(amount),
        (node, operands) -> node instanceof Expr.Apply apply && apply.operation() == Operation.MAX
            && operands.stream().anyMatch(NoiseLoadings::isZero)
                ? operands.stream().filter(operand -> !NoiseLoadings.isZero(operand)).findFirst().orElseThrow()
                : null)
        .get(amount));
  }

  private Moneyness moneyness(Expr number) {
    return Moneyness.of(graph, number, prices.drawn(), perSpread);
  }

  /** One over the standard deviation of an asset's return from a step to the last exercise. */
  private Expr perSpread(int asset) {
    Expr perYear = inputs.stepValue(SPREAD + asset, step -> 1);
    return graph.mul(graph.stepValue(LEFT), loadings.variance(asset).<Expr>map(current -> {
      Expr usual = graph.div(graph.literal(1.0), graph.mul(perYear, perYear));
      return graph.div(graph.literal(1.0), graph.sqrt(graph.mul(graph.literal(0.5), graph.add(usual, current))));
    }).orElse(perYear));
  }

  private List<Expr> many(int asset) {
    boolean few = prices.drawn().size() <= FEW;
    Expr own = prices.returns().get(asset);
    List<Expr> simple = new ArrayList<>(powers(own, few ? 3 : 1));
    depth.ifPresent(depth -> {
      Expr likely = graph.normalCdf(depth);
      Expr near = bell(depth);
      powers(own, few ? 2 : 1).forEach(power -> simple.add(graph.mul(likely, power)));
      powers(own, few ? 1 : 0).forEach(power -> simple.add(graph.mul(near, power)));
      simple.add(graph.mul(near, depth));
    });
    Expr hold = graph.sub(graph.literal(1.0), region);
    List<Expr> functions = new ArrayList<>(scaled(hold, simple));
    functions.addAll(List.of(region, graph.mul(region, own), graph.mul(region, gradient.get(asset))));
    List<Expr> all = new ArrayList<>(withProducts(functions,
        IntStream.range(0, Math.min(MOST_CARRIED, prices.factors().size())).mapToObj(this::bounded).toList()));
    other(asset).ifPresent(other -> {
      Expr moneyness = graph.mul(own, perSpread.get(asset));
      simple.addAll(List.of(graph.normalCdf(moneyness), bell(moneyness)));
      Expr lead = apart(asset, other);
      Expr leads = graph.normalCdf(lead);
      simple.forEach(function -> all.addAll(List.of(graph.mul(leads, function), graph.mul(bell(lead), function))));
      all.addAll(List.of(other, graph.mul(other, own), graph.mul(leads, other)));
    });
    all.addAll(scaled(hold, nearLevels(asset)));
    carried.stream().limit(MOST_CARRIED).forEach(state -> all.addAll(List.of(state, graph.mul(state, own))));
    return all;
  }

  /** As a payoff's derivative is near its levels, where the asset moves what is compared. */
  private List<Expr> nearLevels(int asset) {
    return levels.stream().filter(level -> !NoiseLoadings.isZero(level.gradient().get(asset)))
        .flatMap(level -> scaled(level.gradient().get(asset),
            List.of(graph.normalCdf(level.depth()), bell(level.depth()), graph.mul(bell(level.depth()), level.depth())))
            .stream())
        .toList();
  }

  private List<Expr> simple(int asset) {
    Expr own = prices.returns().get(asset);
    List<Expr> functions = new ArrayList<>(powers(own, 2));
    functions.add(graph.mul(region, gradient.get(asset)));
    levels.forEach(
        level -> functions.addAll(List.of(bell(level.depth()), graph.mul(bell(level.depth()), level.depth()))));
    depth.ifPresent(depth -> {
      Expr likely = graph.normalCdf(depth);
      functions.addAll(List.of(likely, bell(depth), graph.mul(bell(depth), depth)));
      other(asset).map(other -> apart(asset, other)).ifPresent(lead -> {
        Expr leads = graph.normalCdf(lead);
        functions.addAll(List.of(leads, bell(lead), graph.mul(leads, likely), graph.mul(bell(lead), likely),
            graph.mul(leads, bell(depth))));
      });
    });
    return functions;
  }

  private List<Expr> ofPair(int asset, int other) {
    Expr close = bell(apart(asset, prices.returns().get(other)));
    List<Expr> functions = new ArrayList<>(
        List.of(graph.literal(1.0), prices.returns().get(asset), prices.returns().get(other), close));
    depth.ifPresent(depth -> functions.addAll(List.of(graph.normalCdf(depth), bell(depth),
        graph.mul(close, graph.normalCdf(depth)), graph.mul(close, bell(depth)))));
    return functions;
  }

  /** Functions, and each of them times each of some factors. */
  private List<Expr> withProducts(List<Expr> functions, List<Expr> factors) {
    List<Expr> all = new ArrayList<>(functions);
    factors.forEach(factor -> all.addAll(scaled(factor, functions)));
    return all;
  }

  /** What a model carries beside prices as a number between −1 and 1, so that a rare one does not outweigh others. */
  private Expr bounded(int factor) {
    Expr few = graph.mul(prices.factors().get(factor),
        graph.mul(graph.literal(PER_SPREADS), inputs.stepValue(FACTOR_SPREAD + factor, step -> 1)));
    return graph.div(few, graph.add(graph.literal(1.0), graph.abs(few)));
  }

  private Expr bell(Expr x) {
    return graph.exp(graph.mul(graph.literal(-0.5), graph.mul(x, x)));
  }

  /** By how many standard deviations of what is to come an asset's return is above another number. */
  private Expr apart(int asset, Expr other) {
    return graph.mul(graph.sub(prices.returns().get(asset), other),
        graph.mul(perSpread.get(asset), graph.literal(Math.sqrt(0.5))));
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
