package io.pathwise.greeks;

import java.util.Optional;

/**
 * How far a trade has come, see {@link GreeksEngine#advanceAll}.
 *
 * @param greeks
 *          its numbers if the accuracy is reached
 * @param blocks
 *          otherwise how many blocks are done
 * @param nextBlocks
 *          and up to how many blocks it has to be simulated before the accuracy is looked at again
 */
public record Advance(Optional<Greeks> greeks, long blocks, long nextBlocks) {

  /** The accuracy is reached. */
  static Advance reached(Greeks greeks) {
    return new Advance(Optional.of(greeks), 0, 0);
  }

  /** More blocks have to be there first. */
  static Advance upTo(long blocks, long nextBlocks) {
    return new Advance(Optional.empty(), blocks, nextBlocks);
  }
}
