/** Tests of what lies between the backend and libLLVM. */
@NullMarked
package io.pathwise.llvm.library;

import org.jspecify.annotations.NullMarked;
