package io.pathwise.greeks;

import java.util.Optional;

/**
 * How far a trade has come, see {@link GreeksEngine#advanceAll}.
 *
 * @param greeks
 *          its numbers if the accuracy is reached
 * @param nextBlocks
 *          otherwise up to how many blocks it has to be simulated before the accuracy is looked at again
 */
public record Advance(Optional<Greeks> greeks, long nextBlocks) {

  /** The accuracy is reached. */
  static Advance reached(Greeks greeks) {
    return new Advance(Optional.of(greeks), 0);
  }

  /** So many blocks have to be there first. */
  static Advance upTo(long nextBlocks) {
    return new Advance(Optional.empty(), nextBlocks);
  }
}
