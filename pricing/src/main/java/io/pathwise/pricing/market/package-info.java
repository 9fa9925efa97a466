/**
 * What is known at the valuation date: zero curves, assets with their dividend yields and volatilities, correlations.
 * All types are immutable and validated when they are built. Start at {@link io.pathwise.pricing.market.MarketData}.
 */
@NullMarked
package io.pathwise.pricing.market;

import org.jspecify.annotations.NullMarked;
