/**
 * Hedges, static or at several dates: how much of given instruments leaves the least variance of a position. Start with
 * {@link io.pathwise.greeks.hedging.Hedging}.
 */
@NullMarked
package io.pathwise.greeks.hedging;

import org.jspecify.annotations.NullMarked;
