/**
 * From a path program to primitive code: what is not PATH becomes host code, evaluated once per run or step; every
 * stage becomes straight-line path code. Start with {@link io.pathwise.engine.lower.LoweredProgram} (the result) and
 * {@link io.pathwise.engine.lower.Lowering} (how it is made).
 */
@NullMarked
package io.pathwise.engine.lower;

import org.jspecify.annotations.NullMarked;
