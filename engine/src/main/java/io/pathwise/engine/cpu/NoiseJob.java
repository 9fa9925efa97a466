package io.pathwise.engine.cpu;

/** One or two noises to be made for tile after tile, on one thread. */
interface NoiseJob {

  /** Prepares for the tiles of a block. */
  void startBlock(long block);

  /** Makes them for the paths in {@link NoisePair#PATH_ROW}; the first noise's lane 0 goes to the given element. */
  void run(double[] rows, long[] rare, int noiseBase);
}
