/**
 * Derivatives as transforms from program to program, which compose: {@link io.pathwise.engine.derive.Tangent},
 * {@link io.pathwise.engine.derive.Adjoint}, {@link io.pathwise.engine.derive.Score}. All of them use the one table
 * {@link io.pathwise.engine.derive.DerivativeRules}; {@link io.pathwise.engine.derive.Smoothness} tells whether a
 * derivative may be taken at all. Start with {@code Tangent}.
 */
@NullMarked
package io.pathwise.engine.derive;

import org.jspecify.annotations.NullMarked;
