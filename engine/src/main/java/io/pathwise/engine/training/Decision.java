package io.pathwise.engine.training;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A decision that a program takes at the steps of a stage: it compares what a path gets when it ends there with what it
 * is expected to pay otherwise, Σ coefficient · basis function. The coefficients are per-step values, which
 * {@link PolicyTraining} fits.
 *
 * @param stage
 *          in which it is taken; its last effect on the state {@code alive} is that of the decision
 * @param ending
 *          the states that tell whether a path has ended, and what it has paid; the first begins with a parameter
 * @param amount
 *          what a path gets when it ends
 * @param weight
 *          1 where the path serves the fit, else 0: where there is something to decide
 * @param observables
 *          what the basis functions are made of
 * @param basis
 *          the basis functions; the first is 1
 * @param coefficients
 *          the per-step values that receive the coefficients, one for each basis function
 * @param never
 *          the first coefficient, beside others of 0, by which the decision never ends a path
 */
public record Decision(String stage, Adjoint.Ending ending, Expr amount, Expr weight, List<Observable> observables,
    List<Expr> basis, List<String> coefficients, double never) {

  /**
   * A number of a path, standardised by per-step values: (number − centre) · scale.
   *
   * @param number
   *          as it is
   * @param centre
   *          the per-step value that receives its mean
   * @param scale
   *          the per-step value that receives one over its standard deviation; 0 where it does not vary
   */
  public record Observable(Expr number, String centre, String scale) {

    /** What varies by no more than this share of its size does not vary. */
    private static final double ROUNDING = 1e-12;

    /** Takes over its moments at a step. */
    void receive(Map<String, double[]> learnt, int step, double mean, double meanSquare) {
      double variance = meanSquare - mean * mean;
      Objects.requireNonNull(learnt.get(centre))[step] = mean;
      Objects.requireNonNull(learnt.get(scale))[step] = variance > ROUNDING * mean * mean ? 1 / Math.sqrt(variance) : 0;
    }
  }

  /** The per-step values that receive something. */
  public List<String> learnt() {
    List<String> names = new ArrayList<>(coefficients);
    names.add(nearness());
    observables.forEach(observable -> names.addAll(List.of(observable.centre(), observable.scale())));
    return names;
  }

  /**
   * The per-step value that receives one over the distance from the amount within which the fit is made good; 0 for
   * everywhere.
   */
  public String nearness() {
    return "nearness of " + stage;
  }

  /** What a path is expected to pay otherwise. */
  public Expr continuation(Graph graph) {
    return continuation(graph, basis, coefficients.stream().<Expr>map(graph::stepValue).toList());
  }

  /** What a path is expected to pay otherwise, by basis functions and their coefficients. */
  public static Expr continuation(Graph graph, List<Expr> basis, List<Expr> coefficients) {
    Expr sum = graph.literal(0.0);
    for (int i = 0; i < coefficients.size(); i++) {
      sum = graph.fma(coefficients.get(i), basis.get(i), sum);
    }
    return sum;
  }

  /** Copies the lists. */
  public Decision {
    observables = List.copyOf(observables);
    basis = List.copyOf(basis);
    coefficients = List.copyOf(coefficients);
    if (basis.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          basis.size() + " basis functions have " + coefficients.size() + " coefficients");
    }
  }
}
