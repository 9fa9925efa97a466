package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;

/**
 * The volatility of a step that moves with the price: constant over the step, so that the log return is normal, and
 * known at its start, yet of second weak order. With m the logarithm of the volatility at the start of a step, Δm what
 * it moved in the step before, and q Δt the variance of such a move, it is exp(m + Δm/2 − ¾ q Δt).
 *
 * <p>
 * Why: Euler's scheme leaves out that volatility and price move together within a step. Leading the volatility by half
 * of its last move puts that in, one step later. Let the generator be L = v A + √v C + B, v = exp(2m), with A, B and C
 * of constant coefficients in log price and log volatility. Frozen over a step Δt, expectations of u miss ½ Δt² ((Lv)
 * Au + 2 Γ(v, Au)) and the same with √v and C, where 2 Γ(f, g) = L(fg) − f Lg − g Lf (the expansion is that of Talay
 * and Tubaro 1990). With v at the end of the move, v Δm = Δv/2 + v (Δm)² up to higher orders, so E v exp(Δm) Au is, to
 * that order, E v Au with what is missed and 3/2 v q Δt Au too much: hence the last term of the exponent. In √v C only
 * half of it is too much ({@link #ofCovariance}). Where steps differ in length, half the move counts in proportion, at
 * most once. The last term, w = ¾ q Δt, is taken as w/(1 + w): near 0, where volatilities are wild, the volatility
 * would vanish else.
 *
 * @param log
 *          the logarithm of the volatility for the step
 * @param ofCovariance
 *          what is added to it in the covariance of price and volatility
 */
record LeadingVol(Expr log, Expr ofCovariance) {

  private static final double HALF = 0.5;

  /**
   * The volatility for the step.
   *
   * @param logVol
   *          its logarithm at the start of the step
   * @param spread
   *          variance of the logarithm per year, q
   */
  static LeadingVol ofStep(ModelStep step, Asset asset, Expr logVol, Expr spread) {
    Expr.State before = step.builder().state(asset.id() + ".logVolBefore", step.graph().literal(0.0));
    step.builder().update(ModelStep.STAGE, before, logVol);
    return ofMove(step, logVol, step.graph().sub(logVol, before), spread);
  }

  /**
   * The volatility for the step.
   *
   * @param logVol
   *          its logarithm at the start of the step
   * @param move
   *          what it moved in the step before
   * @param spread
   *          variance of the logarithm per year, q
   */
  static LeadingVol ofMove(ModelStep step, Expr logVol, Expr move, Expr spread) {
    Graph graph = step.graph();
    Expr previous = step.previousLength();
    Expr share = graph.select(step.hasPrevious(),
        graph.min(graph.mul(graph.literal(HALF), graph.div(step.length(), previous)), graph.literal(1.0)),
        graph.literal(0.0));
    Expr expected = graph.mul(graph.mul(graph.fma(share, share, share), previous), spread);
    Expr surplus = graph.div(expected, graph.add(graph.literal(1.0), expected));
    return new LeadingVol(graph.fma(share, move, graph.sub(logVol, surplus)),
        graph.mul(graph.literal(HALF), surplus));
  }
}
