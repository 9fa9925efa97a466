package io.pathwise.greeks.execution;

import io.pathwise.greeks.measure.Greeks;
import java.util.Optional;

/**
 * How far a trade has come, see {@code PartialRuns.advanceAll}.
 *
 * @param greeks
 *          its numbers if the accuracy is reached
 * @param blocks
 *          otherwise how many blocks are done
 * @param nextBlocks
 *          and up to how many blocks it has to be simulated before the accuracy is looked at again
 */
public record Progress(Optional<Greeks> greeks, long blocks, long nextBlocks) {

  /** The accuracy is reached. */
  static Progress reached(Greeks greeks) {
    return new Progress(Optional.of(greeks), 0, 0);
  }

  /** More blocks have to be there first. */
  static Progress upTo(long blocks, long nextBlocks) {
    return new Progress(Optional.empty(), blocks, nextBlocks);
  }
}
