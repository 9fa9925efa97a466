/**
 * The command line and the nightly risk run: portfolio and market files in, result files out. Start reading at
 * {@link io.pathwise.batch.Main}; then {@link io.pathwise.batch.command.PathwiseCommand}, the commands, and
 * {@link io.pathwise.batch.risk.RiskRun}, which reads through {@code input} and writes through {@code output} and
 * {@code report}.
 */
@NullMarked
package io.pathwise.batch;

import org.jspecify.annotations.NullMarked;
