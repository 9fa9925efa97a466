/**
 * The Monte Carlo engine: expressions, their derivatives, sample nodes, path programs, random streams, backends and
 * statistics. It knows nothing of finance. Start with {@link io.pathwise.engine.program.Program}, then
 * {@link io.pathwise.engine.derive.Score} and {@link io.pathwise.engine.run.Simulation}.
 */
@NullMarked
package io.pathwise.engine;

import org.jspecify.annotations.NullMarked;
