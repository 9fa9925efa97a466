package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** Numbers of a path in the order of their size. Start at {@link #ranked}. */
final class Ranking {

  private Ranking() {}

  /**
   * One of some numbers by its rank: by exchanging neighbours, as many times as the rank asks for.
   *
   * @param rank
   *          1 for the smallest
   */
  static Expr ranked(Graph graph, int rank, List<Expr> of) {
    List<Expr> left = new ArrayList<>(of);
    Expr smallest = left.getFirst();
    for (int round = 0; round < rank; round++) {
      smallest = left.removeFirst();
      for (int i = 0; i < left.size(); i++) {
        Expr larger = graph.max(smallest, left.get(i));
        smallest = graph.min(smallest, left.get(i));
        left.set(i, larger);
      }
    }
    return smallest;
  }
}
