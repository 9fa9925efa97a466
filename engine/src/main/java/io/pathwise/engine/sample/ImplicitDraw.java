package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;

/**
 * Draws y that are given by an equation h(y; a) = t instead of a formula: implicit reparameterisation (Figurnov,
 * Mohamed and Mnih 2018, "Implicit reparameterization gradients", eq. 5), for derivatives up to the third order. h is
 * the logarithm of a distribution function or whatever else suits.
 *
 * <p>
 * With δ = y − ŷ, h(y) = h(ŷ) + h′ (δ + b δ²/2 + c δ³/6 + ...), where b = h″/h′ and c = h‴/h′ at ŷ. Inverting the
 * series, the solution is y = ŷ + r − (b/2) r² + (b²/2 − c/6) r³ + ... with the residual r = (t − h(ŷ))/h′(ŷ). This one
 * formula serves twice. As a numerical step ({@link #solve}) it converges with order four. At the solution
 * ({@link #moving}) ŷ is frozen and r is zero, but its derivatives with respect to the arguments are not, and those of
 * the formula are those of y. The equation is differentiated in its arguments only, never in y, since b and c are known
 * in closed form where h is a distribution function.
 */
final class ImplicitDraw {

  /**
   * The equation near a point.
   *
   * @param excess
   *          t − h
   * @param inverseSlope
   *          1/h′
   * @param bend
   *          b = h″/h′
   * @param twist
   *          c = h‴/h′
   */
  record Expansion(Expr excess, Expr inverseSlope, Expr bend, Expr twist) {

    /**
     * The equation log P(Y ≤ y) = log u, or log P(Y &gt; y) = log(1 − u) where that is the smaller tail.
     *
     * @param noise
     *          u
     * @param tail
     *          the tail's probability, divided by the density of Y
     * @param logDensity
     *          of Y
     * @param slope
     *          (log density)′
     * @param curvature
     *          (log density)″
     */
    static Expansion ofTail(Graph graph, Expr noise, Tail tail, Expr logDensity, Expr slope, Expr curvature) {
      Expr target = graph.select(tail.isLower(), graph.log(noise),
          graph.apply(Operation.LOG1P, graph.neg(noise)));
      Expr size = graph.select(tail.isLower(), tail.ratio(), graph.neg(tail.ratio()));
      Expr excess = graph.sub(graph.sub(target, logDensity), graph.log(size));
      Expr hazard = graph.div(graph.literal(1.0), tail.ratio());
      Expr bend = graph.sub(slope, hazard);
      Expr twist = graph.fma(bend, graph.sub(bend, hazard), curvature);
      return new Expansion(excess, tail.ratio(), bend, twist);
    }
  }

  /**
   * The smaller tail of a law at y, relative to its density p: accurate where probabilities themselves would underflow.
   *
   * @param isLower
   *          which tail; a condition on frozen values, since either gives the same number
   * @param ratio
   *          P(Y ≤ y)/p for the lower tail, −P(Y &gt; y)/p for the upper one
   */
  record Tail(Expr isLower, Expr ratio) {

    /** P(Y ≤ y), given p. */
    Expr probability(Graph graph, Expr density) {
      Expr offset = graph.select(isLower, graph.literal(0.0), graph.literal(1.0));
      return graph.fma(density, ratio, offset);
    }
  }

  /** The equation to be solved. */
  interface Equation {
    /** Its expansion at ŷ. */
    Expansion at(Expr point);
  }

  private ImplicitDraw() {}

  /**
   * The solution as a number, by a fixed number of steps.
   *
   * @param start
   *          where the steps begin
   * @param steps
   *          how many; each raises the error to its fourth power
   * @param equation
   *          an equation of frozen arguments, so that no time goes into derivatives of the steps
   */
  static Expr solve(Graph graph, Expr start, int steps, Equation equation) {
    Expr y = start;
    for (int i = 0; i < steps; i++) {
      Expansion expansion = equation.at(y);
      Expr residual = graph.mul(expansion.excess(), expansion.inverseSlope());
      Expr factor = factor(graph, residual, expansion);
      // Far from the solution the series may mislead; Newton's step then does not.
      Expr trusted = graph.and(graph.less(graph.literal(0.0), factor), graph.less(factor, graph.literal(2.0)));
      y = graph.fma(residual, graph.select(trusted, factor, graph.literal(1.0)), y);
    }
    return graph.frozen(y);
  }

  /**
   * The solution as a differentiable expression.
   *
   * @param root
   *          the frozen solution
   * @param equation
   *          the equation of the arguments as they are
   */
  static Expr moving(Graph graph, Expr root, Equation equation) {
    Expansion expansion = equation.at(root);
    Expr excess = graph.apply(Operation.PINNED, graph.literal(0.0), expansion.excess());
    Expr residual = graph.mul(excess, expansion.inverseSlope());
    return graph.apply(Operation.PINNED, root, graph.fma(residual, factor(graph, residual, expansion), root));
  }

  /** 1 − (b/2) r + (b²/2 − c/6) r². */
  private static Expr factor(Graph graph, Expr residual, Expansion expansion) {
    Expr halfBend = graph.mul(graph.literal(0.5), expansion.bend());
    Expr cubic = graph.fma(halfBend, expansion.bend(), graph.mul(graph.literal(-1.0 / 6.0), expansion.twist()));
    return graph.fma(residual, graph.fma(residual, cubic, graph.neg(halfBend)), graph.literal(1.0));
  }
}
