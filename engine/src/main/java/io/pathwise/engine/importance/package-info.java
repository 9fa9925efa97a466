/**
 * Importance sampling: paths are drawn where the payoff is, and weighted with the likelihood ratio. Start reading at
 * {@link ImportanceSampling}; {@link ModeSearch} finds where that is.
 */
@NullMarked
package io.pathwise.engine.importance;

import org.jspecify.annotations.NullMarked;
