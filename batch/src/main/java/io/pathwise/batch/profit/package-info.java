/**
 * What a portfolio gains or loses: value at risk over a set of scenarios, and what explains the change of its value
 * from one day to the next. Start with {@link io.pathwise.batch.profit.ValueAtRiskRun} and
 * {@link io.pathwise.batch.profit.ExplainedProfitRun}.
 */
@NullMarked
package io.pathwise.batch.profit;

import org.jspecify.annotations.NullMarked;
