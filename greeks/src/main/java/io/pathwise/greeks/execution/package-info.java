/**
 * Trades on the way to their numbers: runs, rounds from checkpoint to checkpoint, whether a pilot pays, what is kept.
 * Start with {@link io.pathwise.greeks.execution.TradeEngine}, then {@link io.pathwise.greeks.execution.TradeRun}.
 */
@NullMarked
package io.pathwise.greeks.execution;

import org.jspecify.annotations.NullMarked;
