package io.pathwise.engine.cpu;

import io.pathwise.engine.random.Reordering;
import java.util.List;

/**
 * Noise of all steps, made at the start of a tile and reordered in place; every sweep reads the same. It takes a row
 * for every noise of every step, and for principal components one more for every step.
 */
final class PathNoise implements TileNoise {

  private static final double[] NONE = {};
  private static final long[] NO_WORDS = {};

  /**
   * One noise.
   *
   * @param job
   *          what makes it
   * @param row
   *          where it goes, counted from the first row of noise
   */
  record Placed(NoiseJob job, int row) {}

  /**
   * All the noises of one number.
   *
   * @param number
   *          which
   * @param noises
   *          what is made
   * @param reordered
   *          whether they are reordered then
   */
  record Part(int number, List<Placed> noises, boolean reordered) {}

  private final Tile tile;
  private final int firstRow;
  private final int noises;
  private final int steps;
  private final NoiseRoutines routines;
  private final Reordering reordering;
  private final List<Part> parts;

  PathNoise(CompiledProgram program, Tile tile, int steps, NoiseRoutines routines, Reordering reordering,
      List<Part> parts) {
    this.tile = tile;
    this.firstRow = program.firstNoiseRow();
    this.noises = program.lowered().noises().size();
    this.steps = steps;
    this.routines = routines;
    this.reordering = reordering;
    this.parts = parts;
  }

  /** Where the normals of a matrix lie before it is applied, one row a rank, counted from the first row of noise. */
  static int firstOrderedRow(int steps, int noises) {
    return Math.multiplyExact(steps, noises);
  }

  @Override
  public long rows() {
    long room = switch (reordering) {
      case Reordering.Rotations rotations -> 0;
      case Reordering.Matrix matrix -> matrix.active();
    };
    return (long) steps * noises + room;
  }

  @Override
  public void startBlock(long block) {
    for (Part part : parts) {
      for (Placed noise : part.noises()) {
        noise.job().startBlock(block);
      }
    }
  }

  @Override
  public void startTile(double[] rows, long[] rare) {
    for (Part part : parts) {
      for (Placed noise : part.noises()) {
        noise.job().run(rows, rare, offset(noise.row()));
      }
      if (part.reordered()) {
        switch (reordering) {
          case Reordering.Rotations rotations -> rotate(rotations, part.number(), rows, rare);
          case Reordering.Matrix matrix -> multiply(matrix, part.number(), rows, rare);
        }
      }
    }
  }

  private void rotate(Reordering.Rotations rotations, int number, double[] rows, long[] rare) {
    Routine routine = routines.rotation();
    for (int i = 0; i < rotations.count(); i++) {
      routine.run(rows, NONE, rotations.cosineSine(), NO_WORDS, rare, 2 * i,
          offset(rotations.first(i) * noises + number), offset(rotations.second(i) * noises + number), 0);
    }
  }

  private void multiply(Reordering.Matrix matrix, int number, double[] rows, long[] rare) {
    int active = matrix.active();
    int ordered = firstOrderedRow(steps, noises);
    for (int row = 0; row < active; row++) {
      int target = offset(matrix.slots()[row] * noises + number);
      for (int column = 0; column < active; column += NoiseRoutines.MOST_TERMS) {
        int length = Math.min(NoiseRoutines.MOST_TERMS, active - column);
        routines.product(length, column == 0).run(rows, NONE, matrix.entries(), NO_WORDS, rare, row * active + column,
            target, offset(ordered + column), 0);
      }
    }
  }

  private int offset(int row) {
    return tile.offset(firstRow + row);
  }

  @Override
  public void startSweep(int sweep) {}

  @Override
  public int rowOf(int step, double[] rows, long[] rare) {
    return firstRow + step * noises;
  }
}
