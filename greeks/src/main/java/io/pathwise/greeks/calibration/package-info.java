/**
 * Models calibrated to prices that are simulated. Start with {@link io.pathwise.greeks.calibration.PriceCalibration}.
 */
@NullMarked
package io.pathwise.greeks.calibration;

import org.jspecify.annotations.NullMarked;
