/**
 * From a market and a product to a path program. Start with {@link io.pathwise.pricing.model.PricingProgram};
 * {@link io.pathwise.pricing.model.LogPrices} moves the prices, {@link io.pathwise.pricing.model.Payoff} writes what a
 * product pays.
 */
@NullMarked
package io.pathwise.pricing.model;

import org.jspecify.annotations.NullMarked;
