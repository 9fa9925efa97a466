/**
 * The place of the GPU backend: path programs written as PTX text and run through the CUDA driver. Empty until that
 * backend is written.
 *
 * <p>
 * The module depends on the engine alone, and nothing is compiled against it: the command line has it on the class path
 * at run time, and a backend in this package joins by naming its implementation of the engine's backend interface in
 * {@code META-INF/services}, where {@link java.util.ServiceLoader} finds it.
 */
@NullMarked
package io.pathwise.cuda;

import org.jspecify.annotations.NullMarked;
