package io.pathwise.greeks.simulation;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.measure.Accuracy;

/**
 * The numbers of blocks after which a simulation is examined and kept: the first checkpoint times 2^k, so that a longer
 * run goes on from the same moments that a shorter one has had. Start at {@link #of}.
 *
 * @param first
 *          the first checkpoint, in blocks
 */
public record CheckpointSchedule(long first) {

  /** The first checkpoint, in blocks, where the sampling does not ask for more. */
  public static final long FIRST = 64;

  /** The checkpoints of simulations with some sampling. */
  public static CheckpointSchedule of(Sampling sampling) {
    return new CheckpointSchedule(sampling.wholeBlocks(FIRST));
  }

  /** The first checkpoint behind so many blocks. */
  long after(long blocks) {
    long checkpoint = first;
    while (checkpoint <= blocks) {
      checkpoint *= 2;
    }
    return checkpoint;
  }

  /** The last checkpoint up to so many blocks; the first one for fewer. */
  long lastUpTo(long blocks) {
    return first * Long.highestOneBit(Math.max(1, blocks / first));
  }

  /** The last checkpoint before so many blocks; 0 if there is none. */
  long before(long blocks) {
    return blocks <= first ? 0 : lastUpTo(blocks - 1);
  }

  /** How many blocks are simulated for sure: with a target error those up to the first look at it. */
  public static long certainBlocks(Accuracy accuracy, Sampling sampling) {
    return switch (accuracy) {
      case Accuracy.Paths paths -> sampling.wholeBlocks(Math.ceilDiv(paths.paths(), Backend.BLOCK));
      case Accuracy.TargetError target -> Math.min(of(sampling).first, mostBlocks(target, sampling));
    };
  }

  /** Up to how many blocks a target error is pursued. */
  public static long mostBlocks(Accuracy.TargetError target, Sampling sampling) {
    return sampling.mostBlocks(Math.ceilDiv(target.maximumPaths(), Backend.BLOCK));
  }

  /** How many looks there are up to so many blocks, in fractions between checkpoints. */
  public static double looks(long blocks) {
    return blocks == 0 ? 0 : 1 + Math.max(0, Math.log((double) blocks / FIRST) / Math.log(2));
  }
}
