/**
 * What code needs that distributes evaluations over machines. Start with {@link io.pathwise.greeks.spi.PartialRuns}.
 */
@NullMarked
package io.pathwise.greeks.spi;

import org.jspecify.annotations.NullMarked;
