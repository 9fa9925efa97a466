/**
 * libLLVM: where it comes from, the few functions of its C interface that are called, and the machine code that it
 * makes. Start with {@link io.pathwise.llvm.library.Compiler}.
 */
@NullMarked
package io.pathwise.llvm.library;

import org.jspecify.annotations.NullMarked;
