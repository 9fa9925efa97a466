/**
 * A lowered program as one kernel: loops, branches, memory and straight lines of operations, for a path or for many in
 * step. What every compiled backend needs stands here once: where noise has its numbers, how it is reordered, what goes
 * to the tape, what is summed where. A backend translates the kinds of {@link io.pathwise.engine.kernel.Statement} and
 * the operations of {@link io.pathwise.engine.code.Op}. Start with {@link io.pathwise.engine.kernel.KernelWriter}.
 */
@NullMarked
package io.pathwise.engine.kernel;

import org.jspecify.annotations.NullMarked;
