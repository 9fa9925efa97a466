package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.Optional;

/**
 * The conditional law of an asset's log return over the current step, given what its model has drawn for the step
 * before it: normal.
 *
 * @param mean
 *          its mean if the assets were independent
 * @param deviation
 *          its standard deviation
 * @param diffusion
 *          the part of the deviation that is due to the Brownian motion which is correlated with those of other assets
 * @param varianceLoading
 *          by how much the return moves with the noise of the asset's variance, to leading order in the step; empty
 *          where the model draws none
 */
public record LogReturn(Expr mean, Expr deviation, Expr diffusion, Optional<Expr> varianceLoading) {

  /** The return of a diffusion without jumps. */
  public static LogReturn diffusion(Expr mean, Expr deviation) {
    return new LogReturn(mean, deviation, deviation, Optional.empty());
  }

  /** The same return of a model that draws a variance. */
  LogReturn withVarianceLoading(Expr loading) {
    return new LogReturn(mean, deviation, diffusion, Optional.of(loading));
  }

  /** The standard deviation of the return without jumps, given what is known at the start of the step. */
  Expr diffusionOfStep(Graph graph) {
    return varianceLoading.map(loading -> Positive.root(graph,
        graph.fma(loading, loading, graph.mul(diffusion, diffusion)), 0.0)).orElse(diffusion);
  }

  /** The share of the diffusion in the deviation, from 0 to 1. */
  public Expr share(Graph graph) {
    return diffusion == deviation ? graph.literal(1.0) : Positive.quotient(graph, diffusion, deviation, 1.0);
  }
}
