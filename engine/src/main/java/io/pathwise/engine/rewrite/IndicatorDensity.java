package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;

/**
 * Differentiates indicators by the density at their threshold (Fries 2018, "Stochastic algorithmic differentiation of
 * (expectations of) discontinuous functions (indicator functions)"): values stay sharp, and
 *
 * <pre>
 * d/dθ E[ 0 &lt; h ? x : y ] = E[ 0 &lt; h ? x' : y' ] + φ(0) E[ (x − y) h' | h = 0 ],   φ the density of h,
 * </pre>
 *
 * where density times conditional expectation is the mean of (x − y) h' over the paths with |h| &lt; w/2, divided by w.
 * Derivatives are biased by an order of w², values are not. First derivatives only, by tangents or adjoints, which a
 * score may differentiate once more. As for {@link Smoothed}, all thresholds share one width, and guards such as
 * "knocked in" pass on the derivatives of the events that set them.
 *
 * @param width
 *          w, positive, in the units of what is compared
 */
public record IndicatorDensity(double width) implements Rewrite {

  /** The parameter that holds the width. */
  public static final String WIDTH = "density width";

  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException
   *           when it is not positive and finite
   */
  public IndicatorDensity {
    new Width(WIDTH, width);
  }

  @Override
  public String name() {
    return "indicator-density";
  }

  @Override
  public boolean biased() {
    return true;
  }

  @Override
  public int highestOrder() {
    return 2;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    Width parameter = new Width(WIDTH, width);
    return Thresholds.rewrite(parameter.declaredIn(program), new Sharp(program.graph(), parameter.parameter(program)));
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return new Width(WIDTH, width).addedTo(inputs);
  }

  /** Values are those of the sharp conditions; degrees move as a call spread of the width does. */
  private record Sharp(Graph graph, Expr width) implements Thresholds.Rule {
    @Override
    public Expr degree(Expr difference, Expr still) {
      Expr sharp = graph.select(still, graph.literal(1.0), graph.literal(0.0));
      return movedBy(sharp, graph.literal(1.0), Kernel.CALL_SPREAD.apply(graph, graph.div(difference, width)));
    }

    @Override
    public Expr choice(Expr degree, Expr still, Expr x, Expr y) {
      return movedBy(graph.select(still, x, y), graph.frozen(graph.sub(x, y)), degree);
    }

    /** The value of an expression, with its derivatives and factor times those of another. */
    private Expr movedBy(Expr value, Expr factor, Expr other) {
      return graph.apply(Operation.PINNED, value,
          graph.fma(factor, graph.sub(other, graph.frozen(other)), value));
    }
  }
}
