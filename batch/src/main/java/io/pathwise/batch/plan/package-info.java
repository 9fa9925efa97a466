/**
 * What {@code risk --dry-run} does: looks at all input and estimates paths and memory. Start at
 * {@link io.pathwise.batch.plan.DryRun}.
 */
@NullMarked
package io.pathwise.batch.plan;

import org.jspecify.annotations.NullMarked;
