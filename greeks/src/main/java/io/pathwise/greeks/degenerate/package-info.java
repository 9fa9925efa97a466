/**
 * Numbers that follow from product and market without a simulation: derivatives that do not exist, vegas of prices that
 * do not vary, deterministic cash flows. Start with {@link io.pathwise.greeks.degenerate.NumbersWithoutSimulation}.
 */
@NullMarked
package io.pathwise.greeks.degenerate;

import org.jspecify.annotations.NullMarked;
