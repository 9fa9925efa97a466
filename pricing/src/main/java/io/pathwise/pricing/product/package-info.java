/**
 * What can be priced: immutable, validated descriptions of payoffs, free of any model and of how they are simulated.
 * Start at {@link io.pathwise.pricing.product.Product}.
 */
@NullMarked
package io.pathwise.pricing.product;

import org.jspecify.annotations.NullMarked;
