/**
 * Evaluators: this process on one of the backends, or a cluster. Start with
 * {@link io.pathwise.batch.evaluation.Evaluator}.
 */
@NullMarked
package io.pathwise.batch.evaluation;

import org.jspecify.annotations.NullMarked;
