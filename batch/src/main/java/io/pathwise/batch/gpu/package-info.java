/**
 * Holds a device to the CPU's bits and measures it: {@code pathwise gpu-check}. Start at
 * {@link io.pathwise.batch.gpu.GpuCheck} and {@link io.pathwise.batch.gpu.GpuBench}.
 */
@NullMarked
package io.pathwise.batch.gpu;

import org.jspecify.annotations.NullMarked;
