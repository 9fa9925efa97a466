/**
 * Models fitted to the quotes of a file: the fit, the market file with what was found, and what is told of it. Start at
 * {@link io.pathwise.batch.calibration.CalibrationRun}.
 */
@NullMarked
package io.pathwise.batch.calibration;

import org.jspecify.annotations.NullMarked;
