/**
 * Running programs: backends, blocks of paths and the simulation that collects them. Start with
 * {@link io.pathwise.engine.run.Simulation}; {@link io.pathwise.engine.run.ReferenceBackend} defines what running
 * means.
 */
@NullMarked
package io.pathwise.engine.run;

import org.jspecify.annotations.NullMarked;
