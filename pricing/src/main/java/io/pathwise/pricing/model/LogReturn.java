package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

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
 */
public record LogReturn(Expr mean, Expr deviation, Expr diffusion) {

  /** The return of a diffusion without jumps. */
  public static LogReturn diffusion(Expr mean, Expr deviation) {
    return new LogReturn(mean, deviation, deviation);
  }

  /** The share of the diffusion in the deviation, from 0 to 1. */
  public Expr share(Graph graph) {
    return diffusion == deviation ? graph.literal(1.0) : Positive.quotient(graph, diffusion, deviation, 1.0);
  }
}
