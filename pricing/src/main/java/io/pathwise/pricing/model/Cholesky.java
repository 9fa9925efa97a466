package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * The Cholesky factor of a correlation matrix as expressions of its entries, so that correlation sensitivities follow
 * by differentiating it. A pivot that is zero up to rounding (a singular matrix) gives a zero column.
 */
final class Cholesky {

  /** A pivot below this is a zero blurred by rounding. */
  private static final double ZERO_PIVOT = 1e-13;

  /** A correlation. */
  @FunctionalInterface
  interface Entry {
    Expr at(int row, int column);
  }

  private Cholesky() {}

  /**
   * The lower triangular L with L Lᵀ = ρ and ρ_aa = 1.
   *
   * @param size
   *          how many rows
   * @param correlation
   *          ρ_ab for b &lt; a
   */
  static List<List<Expr>> factor(Graph graph, int size, Entry correlation) {
    List<List<Expr>> rows = new ArrayList<>();
    for (int a = 0; a < size; a++) {
      List<Expr> row = new ArrayList<>();
      Expr pivot = graph.literal(1.0);
      for (int b = 0; b < a; b++) {
        Expr rest = correlation.at(a, b);
        for (int c = 0; c < b; c++) {
          rest = graph.fma(graph.neg(row.get(c)), rows.get(b).get(c), rest);
        }
        Expr diagonal = rows.get(b).get(b);
        Expr entry = diagonal instanceof Expr.Literal ? rest : Positive.quotient(graph, rest, diagonal, 0.0);
        row.add(entry);
        pivot = graph.fma(graph.neg(entry), entry, pivot);
      }
      row.add(pivot instanceof Expr.Literal ? pivot : Positive.root(graph, pivot, ZERO_PIVOT));
      rows.add(row);
    }
    return rows;
  }
}
