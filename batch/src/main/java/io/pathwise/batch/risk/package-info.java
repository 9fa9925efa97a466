/**
 * Evaluating a portfolio. Start at {@link io.pathwise.batch.risk.RiskRun}; {@link io.pathwise.batch.risk.Evaluator} is
 * what it knows of the engine.
 */
@NullMarked
package io.pathwise.batch.risk;

import org.jspecify.annotations.NullMarked;
