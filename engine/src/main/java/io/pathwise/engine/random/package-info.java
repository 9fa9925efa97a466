/**
 * Parameter-free noise, addressed by path and draw rather than drawn in sequence, so that any path's noise can be made
 * anywhere and again. Start with {@link io.pathwise.engine.random.NoiseCode}.
 */
@NullMarked
package io.pathwise.engine.random;

import org.jspecify.annotations.NullMarked;
