package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The integrands of a sum of a program, Σ integrand · increment over the steps of a stage and over several increments:
 * the increment of a period is known at the step that ends it, its integrand when the period begins, as Σ coefficient ·
 * function. The coefficients are per-step values, which {@link IntegrandTraining} fits, so that the sum comes as close
 * to a target as it can.
 *
 * @param stage
 *          which runs at the steps that end a period
 * @param remainder
 *          what is left of the target, an expression of final states: the target less its centre and the sum
 * @param centre
 *          the parameter that receives a number near the mean of the target
 * @param observables
 *          what the functions are made of
 * @param functions
 *          of what is known when the period begins, as the stage reads them
 * @param increments
 *          of which the expectation is 0, whatever is known when the period begins; as the stage reads them
 * @param coefficients
 *          for each increment the per-step values that receive the coefficients, one for each function
 */
public record Integrands(String stage, Expr remainder, String centre, List<Decision.Observable> observables,
    List<Expr> functions, List<Expr> increments, List<List<String>> coefficients) {

  /** Copies the lists. */
  public Integrands {
    Objects.requireNonNull(remainder, "remainder");
    observables = List.copyOf(observables);
    functions = List.copyOf(functions);
    increments = List.copyOf(increments);
    coefficients = coefficients.stream().map(List::copyOf).toList();
    int size = functions.size();
    if (coefficients.size() != increments.size() || coefficients.stream().anyMatch(names -> names.size() != size)) {
      throw new IllegalArgumentException("%s increments with %s functions have coefficients %s"
          .formatted(increments.size(), size, coefficients));
    }
  }

  /** Σ coefficient · function, the integrand of one increment. */
  public static Expr integrand(Graph graph, List<Expr> functions, List<String> coefficients) {
    Expr integrand = graph.literal(0.0);
    for (int i = 0; i < functions.size(); i++) {
      integrand = graph.fma(graph.stepValue(coefficients.get(i)), functions.get(i), integrand);
    }
    return integrand;
  }

  /** How many coefficients a period has. */
  public int size() {
    return functions.size() * increments.size();
  }

  /** The per-step values that receive a coefficient, in the order of {@link #products}. */
  List<String> names() {
    return coefficients.stream().flatMap(List::stream).toList();
  }

  /** Each increment times each function, as the stage reads them. */
  List<Expr> products(Graph graph) {
    List<Expr> products = new ArrayList<>();
    increments.forEach(increment -> functions.forEach(function -> products.add(graph.mul(increment, function))));
    return products;
  }
}
