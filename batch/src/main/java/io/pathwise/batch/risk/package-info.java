/**
 * Risk runs: a portfolio window by window, from files to results. Start at {@link io.pathwise.batch.risk.RiskRun}.
 */
@NullMarked
package io.pathwise.batch.risk;

import org.jspecify.annotations.NullMarked;
