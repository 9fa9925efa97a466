package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.training.Decision;
import io.pathwise.pricing.model.InputsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Functions of what is known when a period between two dates begins, as the stage at its end reads them: piecewise
 * linear in the standardised return of each asset, as a ratio is between 0 and 1 and may change fast anywhere, products
 * of two returns, and what else is known, alone and times each return. Potters, Bouchaud and Sestovic (2001) use such
 * functions. Start at {@link #functions}.
 */
final class StateBasis {

  /** Coefficients of all instruments at a date, about: sums of products grow with their square. */
  private static final int COEFFICIENTS = 30;
  private static final int MOST_KNOTS = 17;
  /** Knots lie within so many standard deviations. */
  private static final double FARTHEST = 2.25;

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final String stage;
  private final List<Decision.Observable> observables = new ArrayList<>();
  private final List<Expr> functions = new ArrayList<>();

  /**
   * The functions, for a stage that runs at the end of each period.
   *
   * @param instruments
   *          how many ratios are made of the functions: of several, each needs less
   * @param returns
   *          logarithmic returns of all assets since today
   * @param others
   *          states that tell what else is known, in order of preference
   * @param weight
   *          a state that all functions are multiplied with, or none
   */
  StateBasis(ProgramBuilder builder, InputsBuilder inputs, String stage, int instruments, List<Expr> returns,
      List<Expr.State> others, List<Expr.State> weight) {
    this.builder = builder;
    this.graph = builder.graph();
    this.inputs = inputs;
    this.stage = stage;
    List<Expr> prices = returns.stream().map(number -> standardised(number, graph.literal(0.0))).toList();
    int most = COEFFICIENTS / instruments;
    List<Expr> rest = others.stream().limit(Math.max(1, most / 2 / (1 + prices.size())))
        .map(state -> standardised(state, initial(state))).toList();
    functions.add(graph.literal(1.0));
    int count = prices.size();
    int left = most - 1 - count - count * (count - 1) / 2 - rest.size() * (1 + count);
    int knots = Math.clamp(left / count, 1, MOST_KNOTS);
    prices.forEach(price -> addPiecewiseLinear(price, knots));
    for (int i = 0; i < prices.size(); i++) {
      addProducts(prices.get(i), prices.subList(0, i));
    }
    for (Expr number : rest) {
      functions.add(number);
      addProducts(number, prices);
    }
    weight.forEach(state -> {
      Expr factor = known(state, initial(state));
      functions.replaceAll(function -> graph.mul(factor, function));
    });
  }

  /** What is to be standardised. */
  List<Decision.Observable> observables() {
    return observables;
  }

  /** All of them. */
  List<Expr> functions() {
    return functions;
  }

  private void addPiecewiseLinear(Expr number, int knots) {
    functions.add(number);
    IntStream.range(0, knots).mapToDouble(i -> FARTHEST * (2.0 * (i + 1) / (knots + 1) - 1))
        .forEach(knot -> functions
            .add(graph.max(graph.sub(number, graph.literal(knot)), graph.literal(0.0))));
  }

  private void addProducts(Expr number, List<Expr> with) {
    with.forEach(other -> functions.add(graph.mul(number, other)));
  }

  private Expr initial(Expr.State state) {
    return builder.states().stream().filter(own -> own.value() == state).findFirst().orElseThrow().initial();
  }

  private Expr standardised(Expr number, Expr today) {
    int count = observables.size() + 1;
    String centre = "centre " + count + " of " + stage;
    String scale = "scale " + count + " of " + stage;
    Expr known = known(number, today);
    observables.add(new Decision.Observable(known, centre, scale));
    return graph.mul(graph.sub(known, inputs.stepValue(centre, step -> 0)), inputs.stepValue(scale, step -> 0));
  }

  /** What a number was when the period began. */
  private Expr known(Expr number, Expr today) {
    Expr.State kept = builder.state("known at " + stage, today);
    builder.update(stage, kept, number);
    return kept;
  }
}
