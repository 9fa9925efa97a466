package io.pathwise.engine.cpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Noise made as the steps need it, a few steps at a time; made again in every sweep. */
final class StepNoise implements TileNoise {

  private final Tile tile;
  private final int firstRow;
  private final int noises;
  private final int stepsAtOnce;
  private final List<@Nullable NoiseJob[]> jobs;
  private @Nullable NoiseJob[] current = {};
  private int chunk;

  /**
   * Noise.
   *
   * @param jobs
   *          for each sweep its pairs of noises; null where neither of the two is read
   */
  StepNoise(CompiledProgram program, Tile tile, List<@Nullable NoiseJob[]> jobs) {
    this.tile = tile;
    this.firstRow = program.firstNoiseRow();
    this.noises = program.lowered().noises().size();
    this.stepsAtOnce = program.stepsOfNoise();
    this.jobs = jobs;
  }

  @Override
  public long rows() {
    return (long) stepsAtOnce * noises;
  }

  @Override
  public void startBlock(long block) {
    for (@Nullable
    NoiseJob[] pairs : jobs) {
      for (NoiseJob job : pairs) {
        if (job != null) {
          job.startBlock(block);
        }
      }
    }
  }

  @Override
  public void startTile(double[] rows, long[] rare) {}

  @Override
  public void startSweep(int sweep) {
    current = jobs.get(sweep);
    chunk = -1;
  }

  @Override
  public int rowOf(int step, double[] rows, long[] rare) {
    if (step / stepsAtOnce != chunk) {
      chunk = step / stepsAtOnce;
      make(rows, rare);
    }
    return firstRow + step % stepsAtOnce * noises;
  }

  private void make(double[] rows, long[] rare) {
    int perChunk = stepsAtOnce * noises / 2;
    int first = chunk * perChunk;
    for (int pair = first; pair < Math.min(first + perChunk, current.length); pair++) {
      NoiseJob job = current[pair];
      if (job != null) {
        job.run(rows, rare, tile.offset(firstRow + 2 * (pair - first)));
      }
    }
  }
}
