package io.pathwise.engine.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks over expressions, without recursion: a chain of any length fits on the stack. */
public final class Traversal {

  private Traversal() {}

  /** All expressions that the roots are computed from, the roots included, operands before their users. */
  public static List<Expr> reachable(Collection<? extends Expr> roots) {
    return reachable(roots, Set.of());
  }

  /**
   * The same without some expressions and what only these are computed from.
   *
   * @param known
   *          expressions to leave out
   */
  public static List<Expr> reachable(Collection<? extends Expr> roots, Set<Expr> known) {
    List<Expr> found = new ArrayList<>();
    BitSet seen = new BitSet();
    Deque<Expr> waiting = new ArrayDeque<>(roots);
    while (!waiting.isEmpty()) {
      Expr next = waiting.pop();
      if (!seen.get(next.id()) && !known.contains(next)) {
        seen.set(next.id());
        found.add(next);
        List<Expr> operands = next.operands();
        for (int i = 0; i < operands.size(); i++) {
          waiting.push(operands.get(i));
        }
      }
    }
    return byId(found);
  }

  /** Sorts numbers, each an id with a place behind it, which is much faster than to compare expressions. */
  private static List<Expr> byId(List<Expr> expressions) {
    long[] places = new long[expressions.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = (long) expressions.get(i).id() << Integer.SIZE | i;
    }
    Arrays.sort(places);
    List<Expr> sorted = new ArrayList<>(places.length);
    for (long place : places) {
      sorted.add(expressions.get((int) place));
    }
    return sorted;
  }

  /**
   * Rebuilds expressions with some of them replaced.
   *
   * @param graph
   *          where the results are made
   * @param roots
   *          what to rebuild
   * @param replacement
   *          the replacement of an expression, given the rebuilt operands of the original; null to keep the operation
   *          on the rebuilt operands
   * @return the rebuilt expression of everything reachable from the roots
   */
  public static Map<Expr, Expr> rebuild(Graph graph, Collection<? extends Expr> roots, Replacement replacement) {
    Map<Expr, Expr> results = new HashMap<>();
    for (Expr node : reachable(roots)) {
      List<Expr> operands = rebuiltOperands(node, results);
      @Nullable
      Expr replaced = replacement.replace(node, operands);
      results.put(node, replaced != null ? replaced : withOperands(graph, node, operands));
    }
    return results;
  }

  private static List<Expr> rebuiltOperands(Expr node, Map<Expr, Expr> results) {
    List<Expr> operands = new ArrayList<>(node.operands().size());
    for (Expr operand : node.operands()) {
      operands.add(Objects.requireNonNull(results.get(operand)));
    }
    return operands;
  }

  /** What stands for an expression in {@link #rebuild}. */
  @FunctionalInterface
  public interface Replacement {
    /** The replacement, or null to keep the operation. */
    @Nullable
    Expr replace(Expr original, List<Expr> rebuiltOperands);
  }

  /** A replacement that looks only at the original. */
  public static Replacement replacing(Function<Expr, @Nullable Expr> replacement) {
    return (original, operands) -> replacement.apply(original);
  }

  private static Expr withOperands(Graph graph, Expr node, List<Expr> operands) {
    if (graph.made(node) && operands.equals(node.operands())) {
      return node;
    }
    return switch (node) {
      case Expr.Apply apply -> graph.apply(apply.operation(), operands.toArray(Expr[]::new));
      case Expr.Sample sample -> graph.sample(sample.distribution(), operands, sample.noises());
      case Expr.Literal leaf -> leaf;
      case Expr.Truth leaf -> leaf;
      case Expr.Parameter leaf -> leaf;
      case Expr.StepValue leaf -> leaf;
      case Expr.State leaf -> leaf;
      case Expr.Noise leaf -> leaf;
      case Expr.Recall leaf -> leaf;
    };
  }
}
