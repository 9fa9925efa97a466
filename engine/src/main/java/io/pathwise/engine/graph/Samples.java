package io.pathwise.engine.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sample nodes of expressions. */
public final class Samples {

  private Samples() {}

  /**
   * The samples that the roots are computed from, each after those whose draw or noise its arguments read: the order in
   * which they can be replaced one after the other. Ids do not give it, since a noise may be older than its sample.
   */
  public static List<Expr.Sample> inOrder(Collection<? extends Expr> roots) {
    List<Expr.Sample> waiting = new ArrayList<>();
    for (Expr node : Traversal.reachable(roots)) {
      if (node instanceof Expr.Sample sample) {
        waiting.add(sample);
      }
    }
    List<Expr.Sample> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Set<Expr> unready = new HashSet<>(waiting);
      waiting.forEach(sample -> unready.addAll(sample.noises()));
      int before = waiting.size();
      for (Iterator<Expr.Sample> each = waiting.iterator(); each.hasNext();) {
        Expr.Sample sample = each.next();
        if (Traversal.reachable(sample.operands()).stream().noneMatch(unready::contains)) {
          ordered.add(sample);
          each.remove();
        }
      }
      if (waiting.size() == before) {
        throw new IllegalArgumentException("the samples read each other's noise in a circle: " + waiting.getFirst());
      }
    }
    return ordered;
  }

  /**
   * Checks that each sample has a noise of its own, as those have to that are scored.
   *
   * @throws IllegalArgumentException
   *           naming two that share one, as the copies of an enumerated program do
   */
  public static void requireOwnNoises(Collection<Expr.Sample> samples) {
    Map<Expr, Expr> drawn = new HashMap<>();
    for (Expr.Sample sample : samples) {
      for (Expr.Noise noise : sample.noises()) {
        Expr other = drawn.put(noise, sample);
        if (other != null) {
          throw new IllegalArgumentException(
              "two samples are drawn with one noise, so they cannot be scored: " + other + " and " + sample);
        }
      }
    }
  }
}
