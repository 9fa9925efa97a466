/**
 * What a risk run is asked for: files, measures, accuracy, cache. Start with
 * {@link io.pathwise.batch.request.RiskRequest}.
 */
@NullMarked
package io.pathwise.batch.request;

import org.jspecify.annotations.NullMarked;
