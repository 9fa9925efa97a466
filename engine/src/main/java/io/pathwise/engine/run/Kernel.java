package io.pathwise.engine.run;

import io.pathwise.engine.lower.Binding;

/** A program compiled by a {@link Backend}. Thread-safe: several threads may run different blocks at once. */
public interface Kernel extends AutoCloseable {

  /** How its noise is made. */
  Sampling sampling();

  /** How many blocks a call should have if there are enough: so many that the call costs little beside them. */
  default int blocksPerCall() {
    return BlockSource.FEW_BLOCKS;
  }

  /**
   * Runs blocks of {@link Backend#BLOCK} paths each; block b holds the paths 256·b to 256·b + 255.
   *
   * @param binding
   *          the program's data; made from the program this kernel was compiled from, or from one that differs in names
   *          only
   * @param key
   *          which noise
   * @param firstBlock
   *          number of the first block
   * @param blocks
   *          how many
   * @param results
   *          receives for each block its outputs (sums over paths): entry block · outputs + output
   */
  void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results);

  /** Releases what the kernel holds on a device; nothing by default. */
  @Override
  default void close() {}
}
