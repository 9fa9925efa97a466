package io.pathwise.engine.cpu;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program compiled for the CPU. Once it has run for a while in scalar form it asks for its vector form. */
final class CpuKernel implements Kernel {

  private final CompiledProgram program;
  private final Tile tile;
  private final NoiseSource noise;
  private final RowsPool pool;
  private final Fold fold;
  private final @Nullable Vectoriser vectoriser;
  private final AtomicLong workDone = new AtomicLong();
  /** For how many shapes of noise the vector form has been asked for; asking twice does no harm. */
  private volatile int vectorShapes;

  /**
   * A kernel.
   *
   * @param vectoriser
   *          makes vector forms; null to stay scalar
   */
  CpuKernel(CompiledProgram program, Tile tile, NoiseSource noise, RowsPool pool, Fold fold,
      @Nullable Vectoriser vectoriser) {
    this.program = program;
    this.tile = tile;
    this.noise = noise;
    this.pool = pool;
    this.fold = fold;
    this.vectoriser = vectoriser;
  }

  @Override
  public Sampling sampling() {
    return noise.sampling();
  }

  @Override
  public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
    long start = System.nanoTime();
    TileNoise made = noise.start(program, tile, binding, key);
    double[] rows = pool.borrow(TileRunner.elements(program, tile, made, binding.steps()));
    try {
      TileRunner runner = new TileRunner(program, tile, binding, made, fold, rows);
      int outputs = program.lowered().outputs().size();
      for (int block = 0; block < blocks; block++) {
        runner.block(firstBlock + block, results, block * outputs);
      }
    } finally {
      pool.release(rows);
    }
    if (vectoriser != null) {
      int known = noise.shapes();
      if (vectoriser.worked(this, workDone, known > vectorShapes, System.nanoTime() - start)) {
        vectorShapes = known;
      }
    }
  }

  /** How many pieces run in vector form at present. */
  long vectorPieces() {
    return Stream.concat(noiseRoutines().stream(), program.routines().stream())
        .flatMap(routine -> routine.mainPieces().stream())
        .filter(Routine.LoadedPiece::isVector).count();
  }

  CompiledProgram program() {
    return program;
  }

  /** The routines of the noises that have been needed so far. */
  List<Routine> noiseRoutines() {
    return noise.routines();
  }
}
