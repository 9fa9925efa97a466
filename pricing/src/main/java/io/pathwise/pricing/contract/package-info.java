/**
 * Products as they were agreed, with dates, and what is left of them on a day. Start at
 * {@link io.pathwise.pricing.contract.Contract}.
 */
@NullMarked
package io.pathwise.pricing.contract;

import org.jspecify.annotations.NullMarked;
