/**
 * Market data, products and closed forms. Start reading at {@link io.pathwise.pricing.market.MarketData} for what is
 * known today, at {@link io.pathwise.pricing.product.Product} for what is to be priced, and at the package
 * {@code io.pathwise.pricing.analytic} for the closed forms that tests compare simulations with.
 */
@NullMarked
package io.pathwise.pricing;

import org.jspecify.annotations.NullMarked;
