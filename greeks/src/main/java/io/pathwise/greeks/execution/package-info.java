/**
 * The evaluation of trades: runs, rounds from checkpoint to checkpoint, the decision for a pilot, kept numbers. Start
 * with {@link io.pathwise.greeks.execution.TradeEngine}, then {@link io.pathwise.greeks.execution.TradeRun}.
 */
@NullMarked
package io.pathwise.greeks.execution;

import org.jspecify.annotations.NullMarked;
