package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The Cholesky factor of a correlation matrix as expressions of its entries, row by row, so that correlation
 * sensitivities follow by differentiating it: the lower triangular L with L Lᵀ = ρ and ρ_aa = 1. Where a pivot is zero,
 * as with a correlation of 1, an asset keeps a millionth of its noise to itself: its variance is 1 + 10⁻¹², and scores
 * of its draws and integrals over them exist. Start at {@link #add}.
 */
final class Cholesky {

  /** A pivot below this is a zero, blurred by rounding. */
  private static final double SMALLEST_PIVOT = 1e-12;

  private final Graph graph;
  private final List<List<Expr>> rows = new ArrayList<>();

  Cholesky(Graph graph) {
    this.graph = graph;
  }

  /**
   * The next row of L, up to its diagonal.
   *
   * @param correlation
   *          ρ_ab with each row b before it
   */
  List<Expr> add(IntFunction<Expr> correlation) {
    List<Expr> row = new ArrayList<>();
    Expr pivot = graph.literal(1.0);
    for (int b = 0; b < rows.size(); b++) {
      Expr rest = correlation.apply(b);
      for (int c = 0; c < b; c++) {
        if (!isZero(row.get(c)) && !isZero(rows.get(b).get(c))) {
          rest = graph.fma(graph.neg(row.get(c)), rows.get(b).get(c), rest);
        }
      }
      Expr diagonal = rows.get(b).get(b);
      Expr entry = isZero(rest) || diagonal instanceof Expr.Literal
          ? rest
          : Positive.quotient(graph, rest, diagonal, 0.0);
      row.add(entry);
      if (!isZero(entry)) {
        pivot = graph.fma(graph.neg(entry), entry, pivot);
      }
    }
    row.add(pivot instanceof Expr.Literal ? pivot : graph.sqrt(graph.max(pivot, graph.literal(SMALLEST_PIVOT))));
    rows.add(row);
    return row;
  }

  /** Whether an expression is 0 whatever the data are. */
  static boolean isZero(Expr expr) {
    return expr instanceof Expr.Literal literal && literal.value() == 0;
  }
}
