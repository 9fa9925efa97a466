package io.pathwise.greeks.simulation;

import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A range of blocks of one simulation, done apart from the others, see {@code PartialRuns.simulate}. Start with
 * {@link #unite}.
 *
 * @param simulation
 *          which simulation
 * @param firstCheckpoint
 *          its moments are kept after 2^k times so many blocks
 * @param firstBlock
 *          the first of the range
 * @param lastBlock
 *          one behind the last
 * @param moments
 *          of the range's blocks
 */
public record RangeMoments(Fingerprint simulation, long firstCheckpoint, long firstBlock, long lastBlock,
    BlockMoments.Snapshot moments) {

  /**
   * Unites ranges, in whatever order they come, with the moments of the blocks before them.
   *
   * @param ranges
   *          of any simulations; those of one follow each other without gaps or overlaps
   * @param from
   *          where the moments before the first range are, unless it begins at block 0
   * @param to
   *          gets what a run that simulated everything itself would have kept
   * @throws IllegalArgumentException
   *           when a range or the moments before it are missing, or a range is there twice
   */
  public static void unite(List<RangeMoments> ranges, Store from, Store to) {
    Require.given("from", from);
    Require.given("to", to);
    Map<Fingerprint, List<RangeMoments>> simulations = new LinkedHashMap<>();
    for (RangeMoments range : Require.elements("ranges", ranges)) {
      simulations.computeIfAbsent(range.simulation(), simulation -> new ArrayList<>()).add(range);
    }
    simulations.values().forEach(parts -> uniteOne(parts, from, to));
  }

  private static void uniteOne(List<RangeMoments> ranges, Store from, Store to) {
    List<RangeMoments> inOrder = ranges.stream().sorted(Comparator.comparingLong(RangeMoments::firstBlock)).toList();
    RangeMoments first = inOrder.getFirst();
    Checkpoints.carry(from, to, first.simulation(), first.schedule(), first.firstBlock());
    BlockMoments all = first.firstBlock() == 0
        ? new BlockMoments(first.moments().layout())
        : first.before(from);
    for (RangeMoments range : inOrder) {
      if (range.firstBlock() != all.blocks()) {
        throw new IllegalArgumentException(
            "blocks up to " + all.blocks() + " are there, but the next range begins at " + range.firstBlock());
      }
      all.merge(range.moments().restore());
      Checkpoints.keep(to, range.simulation(), range.schedule(), all);
    }
  }

  private CheckpointSchedule schedule() {
    return new CheckpointSchedule(firstCheckpoint);
  }

  private BlockMoments before(Store from) {
    return Checkpoints.find(from, simulation, schedule(), firstBlock)
        .orElseThrow(() -> new IllegalArgumentException(
            "the moments of the blocks before " + firstBlock + " are missing"));
  }
}
