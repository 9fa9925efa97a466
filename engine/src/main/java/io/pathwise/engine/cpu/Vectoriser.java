package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.Routine.LoadedPiece;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes vector forms in the background. Vector code is very slow until the JVM has compiled it, so each piece is
 * executed on scratch rows until it has become fast; only then it replaces the scalar form. A piece that does not
 * become fast stays scalar.
 */
final class Vectoriser {

  private static final System.Logger LOGGER = System.getLogger(Vectoriser.class.getName());

  /** Compiled code takes less than this for an operation on a lane, interpreted vector code far more. */
  private static final double FAST_NANOS = 0.4;
  private static final int BATCH = 100;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Tile tile;
  private final ExecutorService executor = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().daemon().name("pathwise-vectoriser").factory());
  private final Set<LoadedPiece> done = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  Vectoriser(Tile tile) {
    this.tile = tile;
  }

  /** Asks for the vector form of a kernel; forgotten when the kernel is. */
  void request(CpuKernel kernel) {
    WeakReference<CpuKernel> reference = new WeakReference<>(kernel);
    executor.execute(() -> {
      CpuKernel target = reference.get();
      if (target != null) {
        vectorise(target);
      }
    });
  }

  /** Makes the vector form now; returns when all pieces have it. */
  void vectorise(CpuKernel kernel) {
    long start = System.nanoTime();
    CompiledProgram program = kernel.program();
    Scratch scratch = new Scratch(program, tile);
    int pieces = 0;
    for (Routine routine : kernel.routines()) {
      for (LoadedPiece piece : routine.mainPieces()) {
        if (done.add(piece)) {
          warm(piece, scratch);
          pieces++;
        }
      }
    }
    LOGGER.log(Level.DEBUG, "vector form of {0} pieces after {1} ms", pieces, (System.nanoTime() - start) / 1_000_000);
  }

  private void warm(LoadedPiece piece, Scratch scratch) {
    TileCode vector = piece.loadVectorForm();
    double limit = FAST_NANOS * tile.lanes() * (piece.size() + 4);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      for (int i = 0; i < BATCH; i++) {
        scratch.run(vector);
      }
      if (System.nanoTime() - start < BATCH * limit) {
        piece.use(vector);
        return;
      }
    }
    LOGGER.log(Level.DEBUG, "a piece of {0} operations did not become fast and stays scalar", piece.size());
  }

  /** Data of the right size for running pieces without effect. */
  private static final class Scratch {
    private final double[] rows;
    private final double[] numbers;
    private final long[] words;
    private final long[] rare;
    private final int noiseBase;
    private final int tapeBase;

    Scratch(CompiledProgram program, Tile tile) {
      rows = new double[Math.toIntExact(TileRunner.elements(program, tile, 1))];
      numbers = new double[program.mostUniforms()];
      words = new long[NoisePair.MOST_WORDS];
      rare = new long[TileRunner.rareWords(program, tile)];
      noiseBase = tile.offset(program.firstNoiseRow());
      tapeBase = tile.offset(program.firstTapeRow());
      Arrays.fill(rows, 0.5);
      Arrays.fill(numbers, 0.5);
    }

    void run(TileCode code) {
      code.run(rows, numbers, numbers, words, rare, 0, noiseBase, tapeBase, 0);
    }
  }
}
