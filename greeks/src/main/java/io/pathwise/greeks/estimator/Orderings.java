package io.pathwise.greeks.estimator;

import io.pathwise.engine.random.Ordering;
import io.pathwise.pricing.program.PricingProgram;

/** The orderings of noise for programs of {@link PricingProgram}, whose steps have lengths. */
public final class Orderings {

  /** A Brownian bridge over the steps: cheap, and the best choice for most products. */
  public static final Ordering BRIDGE = new Ordering.Bridge(PricingProgram.STEP_LENGTH);

  /** Principal components: for averages over up to some hundred steps. */
  public static final Ordering PRINCIPAL_COMPONENTS = new Ordering.PrincipalComponents(PricingProgram.STEP_LENGTH);

  private Orderings() {}
}
