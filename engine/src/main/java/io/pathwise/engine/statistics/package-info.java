/**
 * Statistics whose bits do not depend on the order of the work. A block of paths is summed in one fixed tree
 * ({@link io.pathwise.engine.statistics.BlockTree}); block sums enter exact accumulators
 * ({@link io.pathwise.engine.statistics.BlockMoments} of {@link io.pathwise.engine.statistics.ExactSum}s), which merge
 * in any order; means, standard errors ({@link io.pathwise.engine.statistics.Estimate}) and regressions on control
 * variates ({@link io.pathwise.engine.statistics.ControlRegression}) are formed from them at the end. Start with
 * {@code BlockMoments}.
 */
@NullMarked
package io.pathwise.engine.statistics;

import org.jspecify.annotations.NullMarked;
