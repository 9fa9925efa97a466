/**
 * The GPU backend: path programs as PTX text ({@link io.pathwise.cuda.ptx.PtxRenderer}), run through the CUDA driver
 * ({@link io.pathwise.cuda.driver.Driver}). Start at {@link io.pathwise.cuda.CudaBackend}.
 *
 * <p>
 * The module depends on the engine alone, and nothing is compiled against it: the command line has it on the class path
 * at run time and finds the backend through {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.pathwise.cuda;

import org.jspecify.annotations.NullMarked;
