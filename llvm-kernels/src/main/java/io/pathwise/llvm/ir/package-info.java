/**
 * LLVM's language: a kernel as the text of a module. Pure functions; nothing here needs the library. Start with
 * {@link io.pathwise.llvm.ir.KernelRenderer}; {@link io.pathwise.llvm.ir.OperationTable} is where an operation becomes
 * an instruction.
 */
@NullMarked
package io.pathwise.llvm.ir;

import org.jspecify.annotations.NullMarked;
