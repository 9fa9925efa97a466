/** Tests of the backend that LLVM makes machine code for; start with {@link io.pathwise.llvm.ConformanceTest}. */
@NullMarked
package io.pathwise.llvm;

import org.jspecify.annotations.NullMarked;
