package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes caps and floors soft: with the softplus function s(d) = w log(1 + e^(d/w)), max(a, b) becomes b + s(a − b),
 * min(a, b) becomes a − s(a − b), and |a| becomes 2 s(a) − a. What results is smooth where the original has kinks, so
 * that second derivatives exist on every path; its expectation has a bias of order w².
 *
 * <p>
 * The largest or smallest of logarithms, of which the exponential is taken, is made soft as that of the numbers
 * themselves: the width is in their units.
 *
 * <p>
 * Caps and floors in stages that draw, and in initial values, belong to the path itself (a variance kept from falling
 * below zero, say) and stay, as do those of frozen values.
 *
 * @param width
 *          w, positive, in the units of what is capped: currency for a payoff
 */
public record SoftClip(double width) implements Rewrite {

  /** The parameter that holds the width. */
  public static final String WIDTH = "clip width";

  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException
   *           when it is not positive and finite
   */
  public SoftClip {
    new Width(WIDTH, width);
  }

  @Override
  public String name() {
    return "soft-clip";
  }

  @Override
  public boolean biased() {
    return true;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    Width parameter = new Width(WIDTH, width);
    Expr declared = parameter.parameter(program);
    Program numbers = Rewriter.rewrite(program, new Clipping(program, declared)::ofNumbers);
    Clipping clipping = new Clipping(numbers, declared);
    Program rewritten = Rewriter.rewrite(parameter.declaredIn(numbers), clipping::replace);
    if (!clipping.applied) {
      throw new NotApplicableException(
          "the program has no cap or floor on paths, but for those of the paths themselves");
    }
    return rewritten;
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return new Width(WIDTH, width).addedTo(inputs);
  }

  private static final class Clipping {
    private final Graph graph;
    private final Expr width;
    private final PathDependence dependence;
    private final Set<Expr> ofThePath;
    private final Map<Expr, Expr> exponentials = new HashMap<>();
    private boolean applied;

    Clipping(Program program, Expr width) {
      this.graph = program.graph();
      this.width = width;
      this.dependence = new PathDependence(program);
      this.ofThePath = new HashSet<>(Traversal.reachable(dynamics(program)));
    }

    private static List<Expr> dynamics(Program program) {
      List<Expr> roots = new ArrayList<>();
      for (Sweep sweep : program.sweeps()) {
        sweep.states().stream().map(State::initial).forEach(roots::add);
        for (Stage stage : sweep.stages()) {
          if (Traversal.reachable(stage.updates().values()).stream()
              .anyMatch(node -> node instanceof Expr.Noise || node instanceof Expr.Sample)) {
            roots.addAll(stage.updates().values());
          }
        }
      }
      return roots;
    }

    /** exp(max(a, b)) as max(exp(a), exp(b)). */
    @Nullable
    Expr ofNumbers(Expr node, List<Expr> operands) {
      boolean isExponential = node instanceof Expr.Apply apply && apply.operation() == Operation.EXP
          && dependence.contains(node) && !ofThePath.contains(node);
      return isExponential ? exponential(operands.getFirst()) : null;
    }

    /** Each is looked at once: the ranked one of many numbers shares most of what it is made of. */
    private Expr exponential(Expr logarithm) {
      Expr known = exponentials.get(logarithm);
      if (known == null) {
        known = logarithm instanceof Expr.Apply apply
            && (apply.operation() == Operation.MAX || apply.operation() == Operation.MIN)
                ? graph.apply(apply.operation(), exponential(apply.operand(0)), exponential(apply.operand(1)))
                : graph.exp(logarithm);
        exponentials.put(logarithm, known);
      }
      return known;
    }

    @Nullable
    Expr replace(Expr node, List<Expr> operands) {
      if (!(node instanceof Expr.Apply apply) || !dependence.contains(node) || ofThePath.contains(node)) {
        return null;
      }
      Expr first = operands.getFirst();
      if (apply.operation() == Operation.MAX) {
        return graph.add(operands.get(1), softplus(graph.sub(first, operands.get(1))));
      }
      if (apply.operation() == Operation.MIN) {
        return graph.sub(first, softplus(graph.sub(first, operands.get(1))));
      }
      if (apply.operation() == Operation.ABS) {
        return graph.sub(graph.mul(graph.literal(2.0), softplus(first)), first);
      }
      return null;
    }

    /** max(d, 0) + w log(1 + e^(−|d|/w)), in which nothing overflows. */
    private Expr softplus(Expr difference) {
      applied = true;
      Expr negative = graph.less(graph.frozen(difference), graph.literal(0.0));
      Expr minusAbsolute = graph.select(negative, difference, graph.neg(difference));
      Expr excess = graph.apply(Operation.LOG1P, graph.exp(graph.div(minusAbsolute, width)));
      return graph.fma(width, excess, graph.select(negative, graph.literal(0.0), difference));
    }
  }
}
