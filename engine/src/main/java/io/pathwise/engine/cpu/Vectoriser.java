package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.Routine.LoadedPiece;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes vector forms in the background, for kernels that have proved to run long. Vector code is very slow until the
 * JVM has compiled it, so each piece is executed on scratch rows until it has become fast; only then it replaces the
 * scalar form, if it is faster. A piece that is not compiled in time stays scalar.
 */
final class Vectoriser {

  private static final System.Logger LOGGER = System.getLogger(Vectoriser.class.getName());

  /** After so many nanoseconds of work a vector form is worth its making. */
  private static final long WORTHWHILE = 300_000_000L;
  /** Compiled vector code takes less than this for an operation on a vector, interpreted vector code far more. */
  private static final double FAST_NANOS = 0.5;
  /** So many runs make the JVM compile a piece, with four loop iterations a run and more. */
  private static final int RUNS_TO_COMPILE = 2500;
  /** Pieces under compilation at a time; more would keep the compiler from the scalar code that is running. */
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 8);
  private static final int RUNS_TO_TEST = 30;
  private static final long PAUSE_MILLIS = 2;
  /** How long the JVM may take to compile a piece. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Tile tile;
  private final ExecutorService executor = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pathwise-vectoriser").factory());
  private final Set<LoadedPiece> taken = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));
  private final AtomicLong totalWork = new AtomicLong();

  Vectoriser(Tile tile) {
    this.tile = tile;
  }

  /**
   * Notes that a kernel has worked. Its own code is made once the kernel has worked long enough; its noise code, which
   * kernels share and which may grow when the number of steps changes, once all kernels together have.
   *
   * @param kernelWork
   *          what that kernel has done so far
   * @param noiseIsNew
   *          whether the kernel has come to need noise code that it did not need before
   * @return whether the noise code has been looked after
   */
  boolean worked(CpuKernel kernel, AtomicLong kernelWork, boolean noiseIsNew, long nanos) {
    long before = kernelWork.getAndAdd(nanos);
    boolean pays = totalWork.addAndGet(nanos) >= WORTHWHILE;
    if (before < WORTHWHILE && before + nanos >= WORTHWHILE) {
      request(kernel);
    }
    if (pays && noiseIsNew) {
      requestNoise(kernel);
    }
    return pays;
  }

  private void request(CpuKernel kernel) {
    WeakReference<CpuKernel> reference = new WeakReference<>(kernel);
    inBackground(() -> {
      CpuKernel target = reference.get();
      if (target != null) {
        vectorise(target);
      }
    });
  }

  private void requestNoise(CpuKernel kernel) {
    List<Routine> noise = kernel.noiseRoutines();
    if (noise.stream().flatMap(routine -> routine.mainPieces().stream()).anyMatch(piece -> !taken.contains(piece))) {
      inBackground(() -> vectorise(noise, new Scratch(kernel.program(), tile)));
    }
  }

  private void inBackground(Runnable task) {
    executor.execute(() -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "no vector form could be made; scalar code goes on", e);
      }
    });
  }

  /** Makes the vector form now; returns when all pieces have it. */
  void vectorise(CpuKernel kernel) {
    Scratch scratch = new Scratch(kernel.program(), tile);
    vectorise(kernel.noiseRoutines(), scratch);
    vectorise(kernel.program().routines(), scratch);
  }

  private void vectorise(List<Routine> routines, Scratch scratch) {
    long start = System.nanoTime();
    Deque<LoadedPiece> pieces = new ArrayDeque<>();
    routines.forEach(routine -> routine.mainPieces().stream().filter(taken::add).forEach(pieces::add));
    int count = pieces.size();
    int vectors = 0;
    Deque<Candidate> waiting = new ArrayDeque<>();
    while (!pieces.isEmpty() || !waiting.isEmpty()) {
      if (!pieces.isEmpty() && waiting.size() < AT_ONCE) {
        waiting.addLast(warmedUp(pieces.removeFirst(), scratch));
      }
      Candidate candidate = waiting.removeFirst();
      double nanos = scratch.meanNanos(candidate.vectorForm(), RUNS_TO_TEST);
      if (isCompiled(candidate, nanos)) {
        if (nanos < scratch.meanNanos(candidate.piece().form(), RUNS_TO_TEST)) {
          candidate.piece().use(candidate.vectorForm());
          vectors++;
        }
      } else if (System.nanoTime() < candidate.deadline()) {
        waiting.addLast(candidate);
        pause();
      }
    }
    LOGGER.log(Level.DEBUG, "vector form of {0} pieces after {1} ms; {2} are as fast as they are, or were not compiled",
        vectors, (System.nanoTime() - start) / 1_000_000, count - vectors);
  }

  private static Candidate warmedUp(LoadedPiece piece, Scratch scratch) {
    TileCode vectorForm = piece.loadVectorForm();
    scratch.meanNanos(piece.form(), RUNS_TO_COMPILE);
    scratch.meanNanos(vectorForm, RUNS_TO_COMPILE);
    return new Candidate(piece, vectorForm, System.nanoTime() + PATIENCE_NANOS);
  }

  /** Whether the vector form runs at the speed of compiled code. */
  private boolean isCompiled(Candidate candidate, double nanos) {
    double vectors = (double) tile.lanes() / VectorFold.lanesOfVector();
    return nanos < FAST_NANOS * vectors * (candidate.piece().size() + 4);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the compiler", e);
    }
  }

  /**
   * A vector form under test.
   *
   * @param deadline
   *          when to give it up, in the time of System.nanoTime
   */
  private record Candidate(LoadedPiece piece, TileCode vectorForm, long deadline) {}

  /** Data of the right size for running pieces without effect. */
  private static final class Scratch {
    private final double[] rows;
    private final double[] numbers;
    private final long[] words;
    private final long[] rare;
    private final int noiseBase;
    private final int tapeBase;

    Scratch(CompiledProgram program, Tile tile) {
      int firstBehind = program.firstNoiseRow() + program.rowsOfNoise();
      int behindNoise = Math.max(program.lowered().tapeSize(), NoiseRoutines.MOST_TERMS);
      rows = new double[Math.toIntExact(tile.size((long) firstBehind + behindNoise))];
      numbers = new double[Math.max(program.mostUniforms(), NoiseRoutines.MOST_TERMS)];
      words = new long[NoisePair.MOST_WORDS];
      rare = new long[TileRunner.rareWords(program, tile)];
      noiseBase = tile.offset(program.firstNoiseRow());
      tapeBase = tile.offset(firstBehind);
      Arrays.fill(rows, 0.5);
      Arrays.fill(numbers, 0.5);
    }

    double meanNanos(TileCode code, int runs) {
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        code.run(rows, numbers, numbers, words, rare, 0, noiseBase, tapeBase, 0);
      }
      return (System.nanoTime() - start) / (double) runs;
    }
  }
}
