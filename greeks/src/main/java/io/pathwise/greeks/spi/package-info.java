/**
 * Evaluations in parts, for code that distributes them over machines. Start with
 * {@link io.pathwise.greeks.spi.PartialRuns}.
 */
@NullMarked
package io.pathwise.greeks.spi;

import org.jspecify.annotations.NullMarked;
