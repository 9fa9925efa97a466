/**
 * How all the numbers of a trade are to be computed, and what of that is kept by the structure of programs. Start with
 * {@link io.pathwise.greeks.plan.PlanCache}.
 */
@NullMarked
package io.pathwise.greeks.plan;

import org.jspecify.annotations.NullMarked;
