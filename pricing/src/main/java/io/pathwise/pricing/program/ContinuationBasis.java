package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.training.Decision;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Basis functions by which the value of what is to come is estimated at the steps of a stage: polynomials of numbers
 * that are standardised. By default these are the amount of exercise, the returns of all prices from the largest to the
 * smallest, what models carry beside prices, and the states of the script (Glasserman 2003, section 8.6, shows what
 * such choices are worth). Start at {@link #observe}.
 */
final class ContinuationBasis {

  /** Of so many numbers all products of two are functions; of further ones the squares only. */
  private static final int MOST_MULTIPLIED = 6;
  private static final int MOST_OBSERVED = 12;
  /** Of so many numbers all products of three are functions. */
  private static final int MOST_IN_CUBES = 4;

  private final Graph graph;
  private final InputsBuilder inputs;
  private final String stage;
  private final List<Decision.Observable> observables = new ArrayList<>();
  private final List<Expr> functions = new ArrayList<>();

  ContinuationBasis(Graph graph, InputsBuilder inputs, String stage) {
    this.graph = graph;
    this.inputs = inputs;
    this.stage = stage;
    functions.add(graph.literal(1.0));
  }

  List<Decision.Observable> observables() {
    return observables;
  }

  /** The first is 1. */
  List<Expr> functions() {
    return functions;
  }

  /** Numbers that are functions as they are. */
  void use(List<Expr> numbers) {
    numbers.forEach(number -> functions.add(standardised(number)));
  }

  /** Polynomials of what is known at the step. */
  void observe(Optional<Expr> amount, Prices prices, List<Expr> states) {
    List<Expr> cubed = new ArrayList<>();
    List<Expr> numbers = new ArrayList<>();
    amount.map(this::standardised).ifPresent(number -> {
      numbers.add(number);
      cubed.add(number);
    });
    List<Expr> returns = fromLargest(prices.returns()).stream().map(this::standardised).toList();
    numbers.addAll(returns);
    cubed.add(returns.getFirst());
    if (returns.size() > 1) {
      cubed.add(returns.getLast());
    }
    prices.factors().stream().limit(MOST_OBSERVED).map(this::standardised).forEach(numbers::add);
    states.stream().limit(MOST_OBSERVED).map(this::standardised).forEach(numbers::add);
    functions.addAll(numbers);
    for (int i = 0; i < numbers.size(); i++) {
      for (int j = i; j < numbers.size(); j++) {
        if (j == i || j < MOST_MULTIPLIED) {
          functions.add(graph.mul(numbers.get(i), numbers.get(j)));
        }
      }
    }
    if (numbers.size() <= MOST_IN_CUBES) {
      addCubes(numbers);
    } else {
      cubed.forEach(number -> functions.add(graph.mul(number, graph.mul(number, number))));
    }
  }

  /** All products of three. */
  private void addCubes(List<Expr> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      for (int j = i; j < numbers.size(); j++) {
        for (int k = j; k < numbers.size(); k++) {
          functions.add(graph.mul(numbers.get(i), graph.mul(numbers.get(j), numbers.get(k))));
        }
      }
    }
  }

  private Expr standardised(Expr number) {
    int count = observables.size() + 1;
    String centre = "centre " + count + " of " + stage;
    String scale = "scale " + count + " of " + stage;
    observables.add(new Decision.Observable(number, centre, scale));
    return graph.mul(graph.sub(number, inputs.stepValue(centre, step -> 0)), inputs.stepValue(scale, step -> 0));
  }

  private List<Expr> fromLargest(List<Expr> numbers) {
    return IntStream.range(0, numbers.size()).mapToObj(i -> Ranking.ranked(graph, numbers.size() - i, numbers))
        .toList();
  }
}
