package io.pathwise.batch.monitoring;

import io.pathwise.batch.log.LogFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The log and metrics by which a run is followed; no result depends on them.
 *
 * @param logFormat
 *          what the log looks like
 * @param metrics
 *          the file that gets metrics every minute and at the end, if there shall be any
 */
public record Monitoring(LogFormat logFormat, Optional<Path> metrics) {}
