/**
 * The reports of a risk run: {@code summary.json}, {@code report.html}, totals, failures. Start with
 * {@link io.pathwise.batch.report.ReportPage}.
 */
@NullMarked
package io.pathwise.batch.report;

import org.jspecify.annotations.NullMarked;
