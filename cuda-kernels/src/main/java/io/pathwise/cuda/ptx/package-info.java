/**
 * Programs as PTX text: a pure function of a lowered program and a way of sampling. Start at
 * {@link io.pathwise.cuda.ptx.PtxRenderer}.
 */
@NullMarked
package io.pathwise.cuda.ptx;

import org.jspecify.annotations.NullMarked;
