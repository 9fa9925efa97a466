/**
 * The command line and the nightly risk run: portfolio and market files in, result files out. Start reading at
 * {@link io.pathwise.batch.Main}; commands call {@code risk}, which reads through {@code input} and writes through
 * {@code output}.
 */
@NullMarked
package io.pathwise.batch;

import org.jspecify.annotations.NullMarked;
