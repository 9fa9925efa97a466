/** Hedges of portfolios, from files to files. Start with {@link io.pathwise.batch.hedging.HedgeRun}. */
@NullMarked
package io.pathwise.batch.hedging;

import org.jspecify.annotations.NullMarked;
