package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.Asset;

/** What the forward price of an asset has grown by since today. */
final class Growth {

  private Growth() {}

  /** Its logarithm at the start of the current step. */
  static Expr untilStep(ModelStep step, Asset asset, Expr carry) {
    Expr.State growth = step.builder().state(asset.id() + ".growth", step.graph().literal(0.0));
    step.builder().update(ModelStep.STAGE, growth, step.graph().add(growth, carry));
    return growth;
  }
}
