package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.training.Increment;
import io.pathwise.engine.training.Martingale;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The bound of the value from its other side (Rogers 2002; Haugh and Kogan 2004): who knows the whole path chooses the
 * best time, but pays what a martingale has won since. With the martingale of the value itself that is the value; with
 * any other it is more, or less where the issuer chooses. The martingale follows the path's normal noise with
 * coefficients that are fitted ({@link #martingale}), of functions that {@link MartingaleBasis} has. Events call
 * {@link #exercise}; start at {@link #bound}.
 */
final class Dual {

  private static final double FAR = 1e300;

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final Prices prices;
  private final Exercise policy;
  private final boolean ofOwner;
  private final Expr.State martingale;
  private final Expr.State best;
  /** 1 where it was better to exercise at the last time that there was. */
  private final Expr.State region;
  /** What the martingale had won where the policy ended the product. */
  private final Expr.State atExercise;
  /** What exercise would give in the state before a step, as the last event has it. */
  private Optional<Expr> amount = Optional.empty();
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
    this.atExercise = builder.state("martingale at exercise", graph.literal(0.0));
  }

  /** What the martingale moves by. */
  Martingale martingale() {
    return new Martingale(ModelStep.STAGE, ModelStep.STEP_LENGTH, increments, MartingaleBasis.spreads(prices));
  }

  /**
   * A time at which the product may be ended.
   *
   * @param allowed
   *          where it may be; empty for everywhere
   * @param paid
   *          what is paid then, discounted
   * @param before
   *          the same amount before a step
   * @param states
   *          those of the script
   * @param held
   *          the product without any exercise
   */
  void exercise(String stage, Optional<Expr> allowed, Expr paid, Expr before, List<Expr.State> states,
      Events held) {
    carried = List.copyOf(states);
    amount = Optional.of(before);
    Expr alive = graph.less(graph.literal(0.0), held.ending().alive());
    Expr possible = allowed.map(where -> graph.and(where, alive)).orElse(alive);
    Expr candidate = graph.sub(graph.add(builder.current(stage, held.ending().paid()), paid), martingale);
    Expr taken = graph.select(possible, candidate, graph.literal(ofOwner ? -FAR : FAR));
    builder.update(stage, best, extreme(best, taken));
    builder.update(stage, region, policy.isChosen(stage));
    builder.update(stage, atExercise, graph.select(policy.ends(stage), martingale, atExercise));
  }

  /** The bound on a path, once the product has paid what it pays without any exercise. */
  Expr bound(Expr paid) {
    writeMartingale();
    return extreme(best, graph.sub(paid, martingale));
  }

  /** What the martingale has won on a path when the policy ends the product. */
  Expr atEnd() {
    return graph.select(policy.hasEnded(), atExercise, martingale);
  }

  private Expr extreme(Expr a, Expr b) {
    return ofOwner ? graph.max(a, b) : graph.min(a, b);
  }

  private void writeMartingale() {
    List<Expr> levels = PayoffLevels.of(graph, builder.stages(), prices.drawn(), amount);
    MartingaleBasis basis = new MartingaleBasis(builder, inputs, prices, amount, region, levels, carried);
    List<Expr.Noise> noises = basis.noises();
    Expr moved = martingale;
    for (int i = 0; i < noises.size(); i++) {
      Expr.Noise noise = noises.get(i);
      List<Expr> first = basis.first(noise);
      moved = add(moved, new Increment(noise, graph.literal(1.0), 1, first, names("first", i, 0, first)), noise);
      List<Expr> second = basis.second(noise, noise);
      moved = add(moved, new Increment(noise, noise, 2, second, names("second", i, i, second)),
          graph.sub(graph.mul(noise, noise), graph.literal(1.0)));
      for (int j = 0; j < i; j++) {
        List<Expr> mixed = basis.second(noise, noises.get(j));
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
}
