/**
 * Records as bytes, for caches and for travel between processes. Start with
 * {@link io.pathwise.engine.bytes.RecordCodec}.
 */
@NullMarked
package io.pathwise.engine.bytes;

import org.jspecify.annotations.NullMarked;
