/**
 * The options of a risk run: files, measures, accuracy, cache. Start with
 * {@link io.pathwise.batch.request.RiskRequest}.
 */
@NullMarked
package io.pathwise.batch.request;

import org.jspecify.annotations.NullMarked;
