package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** Sums of products of all pairs of functions, a row of the lower triangle after the other. Start at {@link #of}. */
final class Products {

  private Products() {}

  /** The products of pairs. */
  static List<Expr> of(Graph graph, List<Expr> functions) {
    return of(graph, functions, functions);
  }

  /**
   * The products of pairs, weighted.
   *
   * @param weighted
   *          the functions times a weight
   */
  static List<Expr> of(Graph graph, List<Expr> weighted, List<Expr> functions) {
    List<Expr> products = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      for (int j = 0; j <= i; j++) {
        products.add(graph.mul(weighted.get(i), functions.get(j)));
      }
    }
    return products;
  }

  /** How many there are of so many functions. */
  static int count(int functions) {
    return functions * (functions + 1) / 2;
  }

  /**
   * The symmetric matrix of their means in a group of a stage.
   *
   * @param first
   *          the number of the first of them
   */
  static double[][] matrix(StepSums.Means means, String stage, int group, int first, int functions) {
    double[][] matrix = new double[functions][functions];
    int number = first;
    for (int i = 0; i < functions; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = means.of(stage, group, number++);
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }
}
