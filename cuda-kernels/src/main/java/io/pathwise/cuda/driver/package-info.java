/**
 * What the backend needs of the CUDA driver: {@link io.pathwise.cuda.driver.Driver} and its implementation by JCuda.
 */
@NullMarked
package io.pathwise.cuda.driver;

import org.jspecify.annotations.NullMarked;
