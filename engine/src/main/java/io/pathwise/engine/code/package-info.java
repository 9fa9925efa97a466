/**
 * Primitive code: straight lines of IEEE binary64 and 64-bit integer operations that every backend executes with the
 * same bits. Start with {@link io.pathwise.engine.code.Op}, then {@link io.pathwise.engine.code.CodeBuilder}.
 */
@NullMarked
package io.pathwise.engine.code;

import org.jspecify.annotations.NullMarked;
