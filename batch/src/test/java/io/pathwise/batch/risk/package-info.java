/** Tests of windows of trades, of the limit of work, and of full disks. */
@NullMarked
package io.pathwise.batch.risk;

import org.jspecify.annotations.NullMarked;
