/**
 * Prices that know nothing of the simulation: finite differences in one and two factors, and Schroder's formula, with
 * derivatives by differences. Start with {@link io.pathwise.benchmarks.reference.ReferencePrice}.
 */
@NullMarked
package io.pathwise.benchmarks.reference;

import org.jspecify.annotations.NullMarked;
