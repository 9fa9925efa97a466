/**
 * The integrate rule: one normal direction of the noise is integrated out in closed form, so that thresholds become
 * normal probabilities. {@link io.pathwise.engine.integrate.WidestDirection} takes one direction through the whole
 * path, {@link io.pathwise.engine.integrate.Survival} one at every step. Both follow, through the program, how every
 * expression depends on the coordinate Z along the direction: a {@link io.pathwise.engine.integrate.Profile}. Start
 * with {@code WidestDirection} and {@code Profile}.
 */
@NullMarked
package io.pathwise.engine.integrate;

import org.jspecify.annotations.NullMarked;
