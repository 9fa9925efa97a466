package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * The function constant + Σ coefficient · exp(offset + slope · Z) of the coordinate Z.
 *
 * @param constant
 *          the same for all Z
 * @param terms
 *          the exponentials
 */
record Exponentials(Expr constant, List<Term> terms) {

  /**
   * One exponential.
   *
   * @param coefficient
   *          the same for all Z
   * @param offset
   *          the exponent at Z = 0
   * @param slope
   *          positive
   */
  record Term(Expr coefficient, Expr offset, Expr slope) {}

  Exponentials {
    terms = List.copyOf(terms);
  }

  static Exponentials constant(Expr value) {
    return new Exponentials(value, List.of());
  }

  boolean isZero() {
    return terms.isEmpty() && isZeroLiteral(constant);
  }

  /** How many numbers are added. */
  int size() {
    return 1 + terms.size();
  }

  Exponentials times(Graph graph, Expr factor) {
    return new Exponentials(isZeroLiteral(constant) ? constant : graph.mul(constant, factor), terms.stream()
        .map(term -> new Term(graph.mul(term.coefficient, factor), term.offset, term.slope)).toList());
  }

  Exponentials over(Graph graph, Expr divisor) {
    return new Exponentials(isZeroLiteral(constant) ? constant : graph.div(constant, divisor), terms.stream()
        .map(term -> new Term(graph.div(term.coefficient, divisor), term.offset, term.slope)).toList());
  }

  Exponentials negated(Graph graph) {
    return new Exponentials(isZeroLiteral(constant) ? constant : graph.neg(constant),
        terms.stream().map(term -> new Term(graph.neg(term.coefficient), term.offset, term.slope)).toList());
  }

  Exponentials plus(Graph graph, Exponentials other) {
    List<Term> all = new ArrayList<>(terms);
    for (Term term : other.terms) {
      int same = -1;
      for (int i = 0; i < all.size() && same < 0; i++) {
        same = all.get(i).offset == term.offset && all.get(i).slope == term.slope ? i : -1;
      }
      if (same < 0) {
        all.add(term);
      } else {
        all.set(same, new Term(graph.add(all.get(same).coefficient, term.coefficient), term.offset, term.slope));
      }
    }
    return new Exponentials(isZeroLiteral(other.constant)
        ? constant
        : isZeroLiteral(constant) ? other.constant : graph.add(constant, other.constant), all);
  }

  Exponentials times(Graph graph, Exponentials other) {
    Exponentials product = isZeroLiteral(other.constant)
        ? constant(graph.literal(0.0))
        : times(graph, other.constant);
    for (Term b : other.terms) {
      List<Term> terms = new ArrayList<>();
      if (!isZeroLiteral(constant)) {
        terms.add(new Term(graph.mul(constant, b.coefficient), b.offset, b.slope));
      }
      for (Term a : this.terms) {
        terms.add(new Term(graph.mul(a.coefficient, b.coefficient), graph.add(a.offset, b.offset),
            graph.add(a.slope, b.slope)));
      }
      product = product.plus(graph, new Exponentials(graph.literal(0.0), terms));
    }
    return product;
  }

  private static boolean isZeroLiteral(Expr value) {
    return value instanceof Expr.Literal literal && literal.value() == 0.0;
  }
}
