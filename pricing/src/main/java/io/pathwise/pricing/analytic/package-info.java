/**
 * Closed forms (and, for discretely monitored barriers and autocallables, a quadrature) with all their sensitivities:
 * the values that tests compare simulations with, and the expectations of control variates. They are never used in
 * place of a simulation. Transcendental functions are those of {@link java.lang.StrictMath} and of Commons Math, so
 * that an expectation has the same bits on every machine.
 *
 * <p>
 * Start at {@link io.pathwise.pricing.analytic.AnalyticPrice}. Each formula is written once, over
 * {@link io.pathwise.pricing.analytic.HyperDual} numbers, which carry exact first and second derivatives; nothing here
 * shares code with the engine's derivatives.
 */
@NullMarked
package io.pathwise.pricing.analytic;

import org.jspecify.annotations.NullMarked;
