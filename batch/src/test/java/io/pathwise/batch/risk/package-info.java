/** Tests of the choice of backends. */
@NullMarked
package io.pathwise.batch.risk;

import org.jspecify.annotations.NullMarked;
