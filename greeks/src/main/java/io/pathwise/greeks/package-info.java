/**
 * Estimators of sensitivities as transforms of path programs, the policy that picks among them, and the public API. It
 * knows nothing of files or the command line.
 */
@NullMarked
package io.pathwise.greeks;

import org.jspecify.annotations.NullMarked;
