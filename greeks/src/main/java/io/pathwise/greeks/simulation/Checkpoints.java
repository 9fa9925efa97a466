package io.pathwise.greeks.simulation;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The moments of one simulation as a {@link Store} keeps them: at every checkpoint ({@link CheckpointSchedule}), and at
 * the furthest that was reached. So a longer run goes on from there, and a shorter one finds the moments that it would
 * have had by itself. Each entry has the batches of blocks since the checkpoint before it only, so that none is kept
 * twice.
 */
final class Checkpoints {

  private static final long FURTHEST = -1;

  private final Store store;
  private final Fingerprint simulation;
  private final MomentLayout layout;
  private final CheckpointSchedule schedule;

  /**
   * Those of a simulation.
   *
   * @param terms
   *          the data that the program is run on, with weights: one, or those of a difference quotient
   */
  Checkpoints(Store store, CompiledJob prepared, List<Combination.Term> terms, NoiseKey noise, MomentLayout layout) {
    this.store = store;
    this.layout = layout;
    Sampling sampling = prepared.kernel().sampling();
    this.schedule = CheckpointSchedule.of(sampling);
    Fingerprint.Builder builder = Fingerprint.builder().add(prepared.fingerprint().sha256()).addValue(sampling)
        .add(noise.seed()).add(noise.purpose()).addValue(layout).add(terms.size());
    for (Combination.Term term : terms) {
      Inputs inputs = term.inputs();
      builder.add(term.weight()).add(inputs);
    }
    this.simulation = builder.build();
  }

  /** The moments of at least so many and at most so many blocks, as many as are kept. */
  Optional<BlockMoments> furthest(long least, long most) {
    Optional<BlockMoments> best = find(FURTHEST).filter(found -> least <= found.blocks() && found.blocks() <= most);
    long enough = Math.max(best.map(BlockMoments::blocks).orElse(0L) + 1, least);
    for (long checkpoint = schedule.lastUpTo(most); checkpoint >= Math.max(enough, schedule.first()); checkpoint /= 2) {
      long blocks = checkpoint;
      Optional<BlockMoments> found = find(blocks).filter(moments -> moments.blocks() == blocks);
      if (found.isPresent() && blocks <= most) {
        return found;
      }
    }
    return best;
  }

  /** Where to stop and keep something on the way to so many blocks. */
  long next(long blocks, long total) {
    return Math.min(schedule.after(blocks), total);
  }

  /** Keeps moments. */
  void keep(BlockMoments moments) {
    keep(store, simulation, schedule, moments);
  }

  /** Keeps moments of a simulation whose checkpoints are known. */
  static void keep(Store store, Fingerprint simulation, CheckpointSchedule schedule, BlockMoments moments) {
    byte[] bytes = moments.toBytes(schedule.before(moments.blocks()));
    if (schedule.lastUpTo(moments.blocks()) == moments.blocks()) {
      store.keep(key(simulation, moments.blocks()), bytes);
    } else if (read(store, simulation, FURTHEST).filter(found -> found.blocks() >= moments.blocks()).isEmpty()) {
      store.keep(key(simulation, FURTHEST), bytes);
    }
  }

  /**
   * The moments of a simulation after exactly so many blocks, if they are kept; of the batches those since the last
   * checkpoint.
   */
  static Optional<BlockMoments> find(Store store, Fingerprint simulation, CheckpointSchedule schedule,
      long blocks) {
    return read(store, simulation, schedule.lastUpTo(blocks) == blocks ? blocks : FURTHEST)
        .filter(moments -> moments.blocks() == blocks);
  }

  /** Carries what is kept of a simulation at the checkpoints up to a number of blocks from one store to another. */
  static void carry(Store from, Store to, Fingerprint simulation, CheckpointSchedule schedule, long blocks) {
    for (long checkpoint = schedule.first(); checkpoint <= blocks; checkpoint *= 2) {
      Store.Key key = key(simulation, checkpoint);
      from.find(key).ifPresent(bytes -> to.keep(key, bytes));
    }
  }

  /** What simulates ranges of blocks, cut at the checkpoints. */
  interface Range {
    /** The moments of a range. */
    BlockMoments simulate(long firstBlock, long lastBlock);
  }

  /** A range of blocks, cut at the checkpoints. */
  List<RangeMoments> ranges(long firstBlock, long lastBlock, Range range) {
    List<RangeMoments> ranges = new ArrayList<>();
    for (long from = firstBlock; from < lastBlock;) {
      long to = next(from, lastBlock);
      ranges.add(new RangeMoments(simulation, schedule.first(), from, to, range.simulate(from, to).snapshot()));
      from = to;
    }
    return ranges;
  }

  private Optional<BlockMoments> find(long blocks) {
    return read(store, simulation, blocks).filter(moments -> moments.layout().equals(layout)).filter(this::complete);
  }

  /** Fetches the batches that are kept with earlier checkpoints; false if they are lost. */
  private boolean complete(BlockMoments moments) {
    long missing = layout.batches() ? schedule.before(moments.blocks()) : 0;
    while (missing > 0) {
      long blocks = missing;
      Optional<BlockMoments> earlier = read(store, simulation, blocks).filter(found -> found.blocks() == blocks)
          .filter(found -> found.layout().equals(layout));
      earlier.ifPresent(moments::addBatchesOf);
      missing = earlier.isPresent() ? schedule.before(blocks) : 0;
    }
    return !layout.batches() || moments.hasBatches();
  }

  private static Optional<BlockMoments> read(Store store, Fingerprint simulation, long blocks) {
    return store.find(key(simulation, blocks)).flatMap(Checkpoints::moments);
  }

  private static Optional<BlockMoments> moments(byte[] bytes) {
    try {
      return Optional.of(BlockMoments.fromBytes(bytes));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static Store.Key key(Fingerprint simulation, long blocks) {
    return new Store.Key(Store.Kind.MOMENTS,
        Fingerprint.builder().add(simulation.sha256()).add(blocks).build());
  }
}
