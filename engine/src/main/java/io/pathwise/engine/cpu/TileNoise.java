package io.pathwise.engine.cpu;

/** The noise of a run on one thread, tile after tile. */
interface TileNoise {

  /** How many rows it takes, from {@link CompiledProgram#firstNoiseRow} on. */
  long rows();

  /** Prepares for the tiles of a block. */
  void startBlock(long block);

  /** Prepares for a tile, whose paths are in {@link NoisePair#PATH_ROW}. */
  void startTile(double[] rows, long[] rare);

  /** Prepares for a sweep of that tile. */
  void startSweep(int sweep);

  /** The row of the first of a step's noises, all of which are there afterwards. */
  int rowOf(int step, double[] rows, long[] rare);
}
