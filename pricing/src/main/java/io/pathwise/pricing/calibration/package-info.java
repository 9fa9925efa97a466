/**
 * Models fitted to quoted implied volatilities. Start at {@link io.pathwise.pricing.calibration.Calibration}; quotes
 * are checked by {@link io.pathwise.pricing.calibration.StaticArbitrage}, and
 * {@link io.pathwise.pricing.calibration.QuoteSlopes} tells how a fit moves with them.
 */
@NullMarked
package io.pathwise.pricing.calibration;

import org.jspecify.annotations.NullMarked;
