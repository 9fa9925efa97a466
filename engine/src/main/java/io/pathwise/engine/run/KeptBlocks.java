package io.pathwise.engine.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A source whose blocks are computed once, however often they are asked for: what several differences from the same
 * data have in common. Its memory grows with the blocks that were asked for. Start at {@link #compute}.
 */
public final class KeptBlocks implements DerivedBlocks {
  private final BlockSource source;
  private final Map<Long, double[]> kept = new ConcurrentHashMap<>();

  /** Keeps the blocks of a source. */
  public KeptBlocks(BlockSource source) {
    this.source = source;
  }

  @Override
  public BlockSource source() {
    return source;
  }

  @Override
  public void compute(long firstBlock, int blocks, double[] results) {
    for (int block = 0; block < blocks; block++) {
      double[] sums = kept.get(firstBlock + block);
      if (sums == null) {
        computeAnew(firstBlock + block, blocks - block, results, block * outputs());
        return;
      }
      System.arraycopy(sums, 0, results, block * outputs(), outputs());
    }
  }

  private void computeAnew(long firstBlock, int blocks, double[] results, int offset) {
    double[] all = new double[blocks * outputs()];
    source.compute(firstBlock, blocks, all);
    for (int block = 0; block < blocks; block++) {
      double[] sums = new double[outputs()];
      System.arraycopy(all, block * outputs(), sums, 0, outputs());
      kept.put(firstBlock + block, sums);
    }
    System.arraycopy(all, 0, results, offset, all.length);
  }
}
