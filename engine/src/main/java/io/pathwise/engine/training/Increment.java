package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import java.util.List;

/**
 * A part of what a martingale moves by in a step: h · Σ coefficient · function, where h is a polynomial of the step's
 * normal noises with mean 0 given the past. The expectation of a number times h is that of its derivative with respect
 * to a noise times another polynomial (Stein's lemma), which is what is regressed: it has far less variance.
 *
 * @param noise
 *          with respect to which the derivative is taken
 * @param multiplier
 *          of the derivative, so that their product has the expectation of the number times h
 * @param norm
 *          the expectation of h²
 * @param functions
 *          of states before the step
 * @param coefficients
 *          the per-step values that receive the coefficients, one for each function
 */
public record Increment(Expr.Noise noise, Expr multiplier, double norm, List<Expr> functions,
    List<String> coefficients) {

  /** Copies the lists. */
  public Increment {
    functions = List.copyOf(functions);
    coefficients = List.copyOf(coefficients);
    if (functions.size() != coefficients.size()) {
      throw new IllegalArgumentException(functions.size() + " functions have " + coefficients.size() + " coefficients");
    }
  }
}
