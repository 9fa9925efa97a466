/**
 * Measurements of the engine against hand-written loops and peer libraries. Nothing depends on this package.
 */
@NullMarked
package io.pathwise.benchmarks;

import org.jspecify.annotations.NullMarked;
