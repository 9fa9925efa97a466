/**
 * The long validation: simulated numbers against closed forms, with the statistics that say whether values and standard
 * errors are right. Start with {@link io.pathwise.benchmarks.validation.Validation}.
 */
@NullMarked
package io.pathwise.benchmarks.validation;

import org.jspecify.annotations.NullMarked;
