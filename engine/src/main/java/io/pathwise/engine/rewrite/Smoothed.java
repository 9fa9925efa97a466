package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import java.util.List;

/**
 * Smooths thresholds: a condition a &lt; b on paths becomes the degree of truth H((b − a)/w), and a choice between two
 * values by it their mean with that weight. The derivatives of what results are of any order the kernel allows
 * ({@link Kernel#CALL_SPREAD}: the first), and those of an expectation that differs from the original's by a bias of
 * order w²; {@link io.pathwise.engine.statistics.SmoothingWidth} finds a width and estimates that bias.
 *
 * <p>
 * All thresholds share one width, in the units of what is compared: where logarithms are, it is relative. A state that
 * two events set to one of two numbers becomes a degree itself, and comparing it with a number gives that degree. Both
 * values of a choice are computed and weighted, so neither may be infinite or NaN where it is not chosen. Conditions on
 * frozen values and on what is the same on all paths stay sharp, as do equalities and floor.
 *
 * @param kernel
 *          H
 * @param width
 *          w, positive
 */
public record Smoothed(Kernel kernel, double width) implements Rewrite {

  /** The parameter that holds the width. */
  public static final String WIDTH = "smoothing width";

  /**
   * A width and what a result obtained with it is multiplied by.
   *
   * @param width
   *          see {@link Smoothed#width}
   * @param weight
   *          the factor
   */
  public record Weighted(double width, double weight) {}

  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException
   *           when it is not positive and finite
   */
  public Smoothed {
    new Width(WIDTH, width);
  }

  /**
   * Richardson's extrapolation (4 V(w/2) − V(w))/3 of results V on the same noise, whose bias is of order w⁴: the
   * rewrites to run, to be combined by {@link io.pathwise.engine.run.LinearCombination}.
   */
  public static List<Weighted> richardson(double width) {
    return List.of(new Weighted(0.5 * width, 4.0 / 3.0), new Weighted(width, -1.0 / 3.0));
  }

  @Override
  public String name() {
    return "smoothed-" + kernel.label();
  }

  @Override
  public boolean biased() {
    return true;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    Width parameter = new Width(WIDTH, width);
    return Thresholds.rewrite(parameter.declaredIn(program), new Blend(program.graph(), parameter.parameter(program)));
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return new Width(WIDTH, width).addedTo(inputs);
  }

  private final class Blend implements Thresholds.Rule {
    private final Graph graph;
    private final Expr inverseWidth;

    Blend(Graph graph, Expr width) {
      this.graph = graph;
      this.inverseWidth = graph.div(graph.literal(1.0), width);
    }

    @Override
    public Expr degree(Expr difference, Expr still) {
      return kernel.apply(graph, graph.mul(difference, inverseWidth));
    }

    @Override
    public Expr choice(Expr degree, Expr still, Expr x, Expr y) {
      if (y instanceof Expr.Literal zero && zero.value() == 0.0) {
        return graph.mul(degree, x);
      }
      return graph.fma(degree, graph.sub(x, y), y);
    }
  }
}
