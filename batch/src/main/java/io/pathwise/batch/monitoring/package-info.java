/**
 * Monitoring of a run: progress, its rate, the log, metrics. Start with {@link io.pathwise.batch.monitoring.Monitoring}
 * and {@link io.pathwise.batch.monitoring.RunProgress}.
 */
@NullMarked
package io.pathwise.batch.monitoring;

import org.jspecify.annotations.NullMarked;
