package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.CompiledProgram.CompiledStage;
import io.pathwise.engine.cpu.CompiledProgram.CompiledSweep;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.run.Backend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs blocks on one thread, tile after tile. */
final class TileRunner {

  private static final double[] NO_COLUMNS = {};
  private static final long[] NO_WORDS = {};

  private final CompiledProgram program;
  private final Tile tile;
  private final Binding binding;
  private final List<@Nullable NoiseJob[]> jobs;
  private final Fold fold;
  private final double[] rows;
  private final long[] rare;
  private final double[] sums;
  private final double[] sinks;

  /**
   * A runner.
   *
   * @param jobs
   *          the pairs of noises of each sweep
   * @param rows
   *          its array, at least {@link #elements} long
   */
  TileRunner(CompiledProgram program, Tile tile, Binding binding, List<@Nullable NoiseJob[]> jobs, Fold fold,
      double[] rows) {
    this.program = program;
    this.tile = tile;
    this.binding = binding;
    this.jobs = jobs;
    this.fold = fold;
    this.rows = rows;
    this.rare = new long[rareWords(program, tile)];
    this.sums = new double[program.lowered().sumCount() * tile.count()];
    this.sinks = new double[program.lowered().sinkCount() * binding.steps() * tile.count()];
  }

  /** How long the array of rows must be. */
  static long elements(CompiledProgram program, Tile tile, int steps) {
    return tile.size(program.firstTapeRow() + (long) steps * program.lowered().tapeSize());
  }

  /** How many words the rare conditions take. */
  static int rareWords(CompiledProgram program, Tile tile) {
    return Math.max(program.conditions(), NoisePair.MOST_CONDITIONS) * tile.words();
  }

  /** Runs a block and puts its outputs into the results, from a position on. */
  void block(long block, double[] results, int position) {
    for (int t = 0; t < tile.count(); t++) {
      tile(block * Backend.BLOCK + t, t);
    }
    double[] outputs = binding.combine(totals(sums), totals(sinks));
    System.arraycopy(outputs, 0, results, position, outputs.length);
  }

  private void tile(long firstPath, int number) {
    int pathRow = tile.offset(NoisePair.PATH_ROW);
    for (int lane = 0; lane < tile.lanes(); lane++) {
      rows[pathRow + lane] = Double.longBitsToDouble(firstPath + (long) lane * tile.count());
    }
    for (int s = 0; s < program.sweeps().size(); s++) {
      sweep(s, number);
    }
    run(program.finish(), NO_COLUMNS, 0, 0, 0);
    for (int sum = 0; sum < program.lowered().sumCount(); sum++) {
      sums[sum * tile.count() + number] = foldRow(sum);
    }
  }

  private void sweep(int number, int tileNumber) {
    CompiledSweep sweep = program.sweeps().get(number);
    run(sweep.start(), NO_COLUMNS, 0, 0, 0);
    boolean forward = sweep.lowered().direction() == Sweep.Direction.FORWARD;
    int steps = binding.steps();
    int chunk = -1;
    for (int i = 0; i < steps; i++) {
      int step = forward ? i : steps - 1 - i;
      if (step / program.stepsOfNoise() != chunk) {
        chunk = step / program.stepsOfNoise();
        makeNoise(jobs.get(number), chunk);
      }
      for (int g = 0; g < sweep.stages().size(); g++) {
        CompiledStage stage = sweep.stages().get(g);
        if (binding.isActive(stage.lowered(), step)) {
          stage(stage, step, binding.columns(number, g), tileNumber);
        }
      }
    }
  }

  private void makeNoise(@Nullable NoiseJob[] pairs, int chunk) {
    int perChunk = program.stepsOfNoise() * program.lowered().noises().size() / 2;
    int first = chunk * perChunk;
    for (int pair = first; pair < Math.min(first + perChunk, pairs.length); pair++) {
      NoiseJob job = pairs[pair];
      if (job != null) {
        int row = program.firstNoiseRow() + 2 * (pair - first);
        job.run(rows, rare, tile.offset(row));
      }
    }
  }

  private void stage(CompiledStage stage, int step, double[] columns, int tileNumber) {
    int noiseRow = program.firstNoiseRow()
        + step % program.stepsOfNoise() * program.lowered().noises().size();
    int tapeRow = program.firstTapeRow() + step * program.lowered().tapeSize();
    run(stage.routine(), columns, step * stage.lowered().columnCount(), tile.offset(noiseRow), tile.offset(tapeRow));
    for (int k = 0; k < stage.sinks().size(); k++) {
      sinks[(stage.sinks().get(k) * binding.steps() + step) * tile.count() + tileNumber] = foldRow(k);
    }
  }

  private void run(Routine routine, double[] columns, int columnBase, int noiseBase, int tapeBase) {
    routine.run(rows, binding.uniforms(), columns, NO_WORDS, rare, columnBase, noiseBase, tapeBase, 0);
  }

  private double foldRow(int number) {
    int offset = tile.offset(program.firstSummedRow() + number);
    fold.fold(rows, offset, tile.lanes());
    return rows[offset];
  }

  /** Adds the sums of a block's tiles, in the order of the tree; canonical as {@code BlockTree} says. */
  private double[] totals(double[] perTile) {
    double[] totals = new double[perTile.length / tile.count()];
    for (int i = 0; i < totals.length; i++) {
      Fold.scalar(perTile, i * tile.count(), tile.count());
      double sum = perTile[i * tile.count()];
      totals[i] = Double.isNaN(sum) ? Double.NaN : sum + 0.0;
    }
    return totals;
  }
}
