/**
 * Measurements of the engine against hand-written loops and peer libraries. Nothing depends on this package. Start with
 * {@link io.pathwise.benchmarks.PeerComparison} and {@link io.pathwise.benchmarks.EngineBenchmark}.
 */
@NullMarked
package io.pathwise.benchmarks;

import org.jspecify.annotations.NullMarked;
