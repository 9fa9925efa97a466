package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import java.util.Optional;

/** What an asset's model draws for the current step before the return, as far as it has to do with other assets. */
interface SharedNoise {

  /**
   * Whether the asset is drawn alone, so that its model may draw a variance by any law, with a noise that nobody sees.
   */
  boolean isAlone();

  /** Draws the standard normal noise of the asset's variance: a sample node. */
  Expr variance();

  /**
   * The part of a gamma time that the asset has in common with others.
   *
   * @param rate
   *          its expected value per year
   * @param time
   *          what it grew by over the step: gamma with variance equal to its mean
   */
  record GammaTime(Expr rate, Expr time) {}

  /** The common gamma time, the same for all assets that share it; empty where the asset shares none. */
  Optional<GammaTime> gammaTime();
}
