/** Tests of the PTX text: that it stays, that NVIDIA's compiler takes it, and what it costs in registers. */
@NullMarked
package io.pathwise.cuda.ptx;

import org.jspecify.annotations.NullMarked;
