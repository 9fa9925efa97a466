package io.pathwise.engine.run;

import io.pathwise.engine.lower.Binding;

/** A source of the sums of outputs over blocks of paths. Thread-safe. */
public interface BlockSource {

  /** How many blocks a call needs on a CPU to cost little beside them. */
  int FEW_BLOCKS = 32;

  /** How many numbers a block yields. */
  int outputs();

  /** How many blocks a call should have if there are enough, see {@link Kernel#blocksPerCall}. */
  default int blocksPerCall() {
    return FEW_BLOCKS;
  }

  /**
   * Computes blocks.
   *
   * @param firstBlock
   *          number of the first
   * @param blocks
   *          how many
   * @param results
   *          receives sums over the paths of each block: entry block · outputs + output
   */
  void compute(long firstBlock, int blocks, double[] results);

  /** The blocks of a kernel on some data. */
  static BlockSource of(Kernel kernel, Binding binding, NoiseKey key) {
    return new BlockSource() {
      @Override
      public int outputs() {
        return binding.program().outputs().size();
      }

      @Override
      public int blocksPerCall() {
        return kernel.blocksPerCall();
      }

      @Override
      public void compute(long firstBlock, int blocks, double[] results) {
        kernel.run(binding, key, firstBlock, blocks, results);
      }
    };
  }
}
