/**
 * What can be said of a program's outputs without simulating it: whether noise reaches them at all, how far rounding
 * may have moved those that it does not, and between which bounds the others lie. Start reading at
 * {@link OutputRanges}.
 */
@NullMarked
package io.pathwise.engine.range;

import org.jspecify.annotations.NullMarked;
