/**
 * Distributions of sample nodes, one file each with its rules side by side. Start with
 * {@link io.pathwise.engine.graph.Distribution} and {@link io.pathwise.engine.sample.Normal}.
 */
@NullMarked
package io.pathwise.engine.sample;

import org.jspecify.annotations.NullMarked;
