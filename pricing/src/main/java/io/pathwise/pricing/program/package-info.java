/**
 * From a market and a product to a path program. Start with {@link io.pathwise.pricing.program.PricingProgram};
 * {@link io.pathwise.pricing.program.Payoff} writes what a product pays.
 */
@NullMarked
package io.pathwise.pricing.program;

import org.jspecify.annotations.NullMarked;
