/**
 * Rewrites of a program before it is differentiated: each keeps the expectation of every output (or says that it is
 * biased) and changes how the outputs depend on the parameters with the noise held fixed. Start with
 * {@link io.pathwise.engine.rewrite.Rewrite}.
 */
@NullMarked
package io.pathwise.engine.rewrite;

import org.jspecify.annotations.NullMarked;
