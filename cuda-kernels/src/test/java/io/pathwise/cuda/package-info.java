/** Tests of the GPU backend; {@link io.pathwise.engine.run.TestPrograms} holds the programs that they share. */
@NullMarked
package io.pathwise.cuda;

import org.jspecify.annotations.NullMarked;
