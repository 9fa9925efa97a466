/**
 * Elementary and special functions as expansions into {@linkplain io.pathwise.engine.code.Op primitive operations}, so
 * that every backend computes them with the same bits. One file per function; measured errors are in docs/functions.md.
 *
 * <p>
 * Conventions. An expansion takes a {@link io.pathwise.engine.code.CodeBuilder} and operands, and returns the value.
 * Errors are in ulp of the exact result, "max" being the largest seen by the tests. NaN in gives NaN out. Unlikely
 * arguments (tails, subnormals, infinities) are on the rare side of
 * {@link io.pathwise.engine.code.CodeBuilder#selectRare}, so that the usual ones do not pay for them. Coefficients are
 * our own: polynomials from Sollya's fpminimax (Brisebarre &amp; Chevillard 2007, "Efficient polynomial
 * L&#8734;-approximations"), rational functions from a Remez exchange in 110-digit arithmetic, whose common factor was
 * then chosen among some thousand to make the rounding of the coefficients harmless (below 0.06 ulp). Start with
 * {@link io.pathwise.engine.function.Exp}.
 */
@NullMarked
package io.pathwise.engine.function;

import org.jspecify.annotations.NullMarked;
