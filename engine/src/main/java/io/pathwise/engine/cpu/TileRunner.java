package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.CompiledProgram.CompiledStage;
import io.pathwise.engine.cpu.CompiledProgram.CompiledSweep;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.SinkPlaces;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.run.Backend;

/** Runs blocks on one thread, tile after tile. */
final class TileRunner {

  private static final double[] NO_COLUMNS = {};
  private static final long[] NO_WORDS = {};

  private final CompiledProgram program;
  private final Tile tile;
  private final Binding binding;
  private final TileNoise noise;
  private final Fold fold;
  private final double[] rows;
  private final int firstTapeRow;
  private final long[] rare;
  private final SinkPlaces sinks;
  private final double[] perTile;
  private final double[] totals;

  /**
   * A runner.
   *
   * @param noise
   *          what makes its noise
   * @param rows
   *          its array, at least {@link #elements} long
   */
  TileRunner(CompiledProgram program, Tile tile, Binding binding, TileNoise noise, Fold fold,
      double[] rows) {
    this.program = program;
    this.tile = tile;
    this.binding = binding;
    this.noise = noise;
    this.fold = fold;
    this.rows = rows;
    this.firstTapeRow = Math.toIntExact(program.firstNoiseRow() + noise.rows());
    this.rare = new long[rareWords(program, tile)];
    this.sinks = new SinkPlaces(program.lowered());
    this.totals = new double[Math.toIntExact(sinks.totals(binding.steps()))];
    this.perTile = new double[totals.length * tile.count()];
  }

  /** How long the array of rows must be. */
  static long elements(CompiledProgram program, Tile tile, TileNoise noise, int steps) {
    return tile.size(program.firstNoiseRow() + noise.rows() + (long) steps * program.lowered().tapeSize());
  }

  /** How many words the rare conditions take. */
  static int rareWords(CompiledProgram program, Tile tile) {
    return Math.max(program.conditions(), NoisePair.MOST_CONDITIONS) * tile.words();
  }

  /** Runs a block and puts its outputs into the results, from a position on. */
  void block(long block, double[] results, int position) {
    noise.startBlock(block);
    for (int t = 0; t < tile.count(); t++) {
      tile(block * Backend.BLOCK + t, t);
    }
    addTiles();
    binding.combine(totals, 0, results, position);
  }

  private void tile(long firstPath, int number) {
    int pathRow = tile.offset(NoisePair.PATH_ROW);
    for (int lane = 0; lane < tile.lanes(); lane++) {
      rows[pathRow + lane] = Double.longBitsToDouble(firstPath + (long) lane * tile.count());
    }
    noise.startTile(rows, rare);
    for (int s = 0; s < program.sweeps().size(); s++) {
      sweep(s, number);
    }
    run(program.finish(), NO_COLUMNS, 0, 0, 0);
    for (int sum = 0; sum < program.lowered().sumCount(); sum++) {
      perTile[sum * tile.count() + number] = foldRow(sum);
    }
  }

  private void sweep(int number, int tileNumber) {
    CompiledSweep sweep = program.sweeps().get(number);
    run(sweep.start(), NO_COLUMNS, 0, 0, 0);
    boolean forward = sweep.lowered().direction() == Sweep.Direction.FORWARD;
    int steps = binding.steps();
    noise.startSweep(number);
    for (int i = 0; i < steps; i++) {
      int step = forward ? i : steps - 1 - i;
      int noiseRow = noise.rowOf(step, rows, rare);
      for (int g = 0; g < sweep.stages().size(); g++) {
        CompiledStage stage = sweep.stages().get(g);
        if (binding.isActive(stage.lowered(), step)) {
          stage(stage, step, noiseRow, binding.columns(number, g), tileNumber);
        }
      }
    }
  }

  private void stage(CompiledStage stage, int step, int noiseRow, double[] columns, int tileNumber) {
    int tapeRow = firstTapeRow + step * program.lowered().tapeSize();
    run(stage.routine(), columns, step * stage.lowered().columnCount(), tile.offset(noiseRow), tile.offset(tapeRow));
    for (int k = 0; k < stage.sinks().size(); k++) {
      perTile[sinks.total(stage.sinks().get(k), step) * tile.count() + tileNumber] = foldRow(k);
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
  private void addTiles() {
    for (int i = 0; i < totals.length; i++) {
      Fold.scalar(perTile, i * tile.count(), tile.count());
      double sum = perTile[i * tile.count()];
      totals[i] = Double.isNaN(sum) ? Double.NaN : sum + 0.0;
    }
  }
}
