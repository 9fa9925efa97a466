/**
 * The backend {@code llvm}: programs as machine code of this CPU, made by LLVM. It knows the engine and libLLVM only,
 * and is found through {@link java.util.ServiceLoader}. Start with {@link io.pathwise.llvm.LlvmBackend};
 * {@link io.pathwise.llvm.ir.OperationTable} is where an operation becomes an instruction.
 */
@NullMarked
package io.pathwise.llvm;

import org.jspecify.annotations.NullMarked;
