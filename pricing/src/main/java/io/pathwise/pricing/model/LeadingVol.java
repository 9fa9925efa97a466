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
 * Why: over a step the scheme of Euler leaves out that price and volatility move together, half a step's worth of it
 * for every step. Leading the volatility by half of its last move puts that in, one step later. For a Markov process
 * whose generator is L = v A + B with v = exp(2m) and operators A, B that commute with themselves, one step of frozen
 * coefficients misses ½ Δt² ((Lv) A u + 2 Γ(v, A u)) of the expectation of u, Γ(f, g) = ½ (L(f g) − f L g − g L f); and
 * E v Δm A u, over the step before, is ½ Δt ((Lv) A u + 2 Γ(v, A u)) + v q Δt A u + O(Δt²). The rest, ¾ q Δt in the
 * exponent with the square of Δm, is taken off (the expansion is that of Talay and Tubaro 1990). Where steps differ in
 * length half the move counts in proportion, at most once.
 */
final class LeadingVol {

  private static final double HALF = 0.5;

  private LeadingVol() {}

  /**
   * The logarithm of the volatility for the step.
   *
   * @param logVol
   *          its logarithm at the start of the step
   * @param spread
   *          variance of the logarithm per year, q
   */
  static Expr ofStep(ModelStep step, Asset asset, Expr logVol, Expr spread) {
    Graph graph = step.graph();
    Expr.State before = step.builder().state(asset.id() + ".logVolBefore", graph.literal(0.0));
    step.builder().update(ModelStep.STAGE, before, logVol);
    Expr previous = step.previousLength();
    Expr share = graph.select(step.hasPrevious(),
        graph.min(graph.mul(graph.literal(HALF), graph.div(step.length(), previous)), graph.literal(1.0)),
        graph.literal(0.0));
    Expr square = graph.mul(graph.fma(share, share, share), previous);
    return graph.fma(share, graph.sub(logVol, before), graph.fma(graph.neg(square), spread, logVol));
  }
}
