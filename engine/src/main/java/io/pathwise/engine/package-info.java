/**
 * The Monte Carlo engine: expressions, their derivatives, sample nodes, path programs, random streams, backends and
 * statistics. It knows nothing of finance.
 */
@NullMarked
package io.pathwise.engine;

import org.jspecify.annotations.NullMarked;
