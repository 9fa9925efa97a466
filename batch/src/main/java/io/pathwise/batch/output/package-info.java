/**
 * Writing results. Start at {@link io.pathwise.batch.output.OutputFile}, which makes files appear whole or not at all,
 * and {@link io.pathwise.batch.output.ResultsCsv}; {@link io.pathwise.batch.output.TextTable} is for people.
 */
@NullMarked
package io.pathwise.batch.output;

import org.jspecify.annotations.NullMarked;
