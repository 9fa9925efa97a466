/**
 * What is asked for and what comes back: measures, numbers of a product and their errors, accuracies, explanations.
 * Start with {@link io.pathwise.greeks.measure.Measure} and {@link io.pathwise.greeks.measure.Greek}.
 */
@NullMarked
package io.pathwise.greeks.measure;

import org.jspecify.annotations.NullMarked;
