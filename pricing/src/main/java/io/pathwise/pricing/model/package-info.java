/**
 * How prices move: the steps of a simulation, the curve, and each model's law, as expressions. Start with
 * {@link io.pathwise.pricing.model.Dynamics}, which every model has one of, and
 * {@link io.pathwise.pricing.model.LogPrices}, which moves all assets together.
 */
@NullMarked
package io.pathwise.pricing.model;

import org.jspecify.annotations.NullMarked;
