/**
 * Closed forms (and, for discretely monitored barriers and autocallables, a quadrature) with all their sensitivities:
 * the values that tests compare simulations with. They are never used in place of a simulation.
 *
 * <p>
 * Start at {@link io.pathwise.pricing.analytic.AnalyticPrice}. Each formula is written once, over
 * {@link io.pathwise.pricing.analytic.HyperDual} numbers, which carry exact first and second derivatives; nothing here
 * shares code with the engine's derivatives.
 */
@NullMarked
package io.pathwise.pricing.analytic;

import org.jspecify.annotations.NullMarked;
