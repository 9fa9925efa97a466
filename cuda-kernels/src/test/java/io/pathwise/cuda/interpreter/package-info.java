/**
 * An interpreter of the part of PTX that generated kernels use, so that they can be tested where there is no GPU. It
 * follows the text of NVIDIA's "Parallel Thread Execution ISA" and knows nothing of the code that writes kernels.
 * Whatever it does not know, whatever the ISA leaves undefined, and whatever depends on the order of threads is refused
 * with the number of the line.
 *
 * <p>
 * Start reading at {@code PtxModule} (text to kernels) and {@code PtxKernel} (launching one); {@code Decoder} is the
 * table of instructions, {@code BlockRun} runs the threads of a block. It executes about 4 · 10⁸ instructions of
 * threads a second on one core, checks included.
 *
 * <p>
 * What it rests on: {@code InstructionTest} has results computed by hand; {@code ConstantFoldingTest} finds that
 * NVIDIA's compiler gets the same ones where it evaluates instructions itself; {@code AssemblerAgreementTest} that
 * NVIDIA's assembler takes what is executed here and refuses what is called wrong. It is stricter than the ISA where a
 * kernel should not go: all threads of a block have to reach a barrier together, also those that have ended; rounding
 * has to be written out; memory and registers have to be written before they are read; four bytes that one thread
 * writes are not another's to read or write before a barrier.
 */
@NullMarked
package io.pathwise.cuda.interpreter;

import org.jspecify.annotations.NullMarked;
