/**
 * An interpreter of the part of PTX that generated kernels use, so that they can be tested where there is no GPU. It
 * follows the text of NVIDIA's "Parallel Thread Execution ISA" and knows nothing of the code that writes kernels.
 * Whatever it does not know, whatever the ISA leaves undefined, and whatever depends on the order of threads is refused
 * with the number of the line.
 *
 * <p>
 * Start reading at {@code PtxModule} (text to kernels) and {@code PtxKernel} (launching one); {@code Decoder} is the
 * table of instructions, {@code BlockRun} runs the threads of a block.
 */
@NullMarked
package io.pathwise.cuda.interpreter;

import org.jspecify.annotations.NullMarked;
