/** Tests of what holds devices to the CPU, with the CPU in a device's place. */
@NullMarked
package io.pathwise.batch.gpu;

import org.jspecify.annotations.NullMarked;
