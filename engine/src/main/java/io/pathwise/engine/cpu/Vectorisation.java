package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.Routine.LoadedPiece;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The making of the vector form of some routines, step by step. Vector code is very slow until the JVM has compiled it,
 * so each piece is executed on scratch rows until it has become fast; only then it replaces the scalar form, if it is
 * faster. A piece that is not compiled in time stays scalar. Start at {@link #step}.
 */
final class Vectorisation {

  private static final System.Logger LOGGER = System.getLogger(Vectoriser.class.getName());

  /** Compiled vector code takes less than this for an operation on a vector, interpreted vector code far more. */
  private static final double FAST_NANOS = 0.5;
  /** So many runs make the JVM compile a piece, with four loop iterations a run and more. */
  private static final int RUNS_TO_COMPILE = 2500;
  /** Pieces under compilation at a time; more would keep the compiler from the scalar code that is running. */
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 8);
  private static final int RUNS_TO_TEST = 30;
  /** How long the JVM may take to compile a piece. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  /** How far it is after a step. */
  enum Progress {
    /** There is more to do. */
    GOES_ON,
    /** Nothing can be done before the JVM has compiled something. */
    WAITS,
    /** All pieces have the form that they keep. */
    DONE
  }

  private final Tile tile;
  private final Scratch scratch;
  private final Deque<LoadedPiece> pieces;
  private final Deque<Candidate> waiting = new ArrayDeque<>();
  private final int count;
  private final long start = System.nanoTime();
  private int vectors;

  /**
   * For pieces that no other vectorisation has.
   *
   * @param program
   *          a program that the pieces fit
   */
  Vectorisation(List<LoadedPiece> pieces, CompiledProgram program, Tile tile) {
    this.pieces = new ArrayDeque<>(pieces);
    this.count = pieces.size();
    this.tile = tile;
    this.scratch = new Scratch(program, tile);
  }

  /** Makes the vector form of the next piece, and looks at one that may have been compiled. */
  Progress step() {
    try {
      return advance();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "no vector form could be made; scalar code goes on", e);
      return Progress.DONE;
    }
  }

  private Progress advance() {
    boolean begins = !pieces.isEmpty() && waiting.size() < AT_ONCE;
    if (begins) {
      waiting.addLast(warmedUp(pieces.removeFirst(), scratch));
    }
    boolean waits = !waiting.isEmpty() && !settled(waiting.removeFirst()) && !begins;
    if (!pieces.isEmpty() || !waiting.isEmpty()) {
      return waits ? Progress.WAITS : Progress.GOES_ON;
    }
    LOGGER.log(Level.DEBUG, "vector form of {0} pieces after {1} ms; {2} are as fast as they are, or were not compiled",
        vectors, (System.nanoTime() - start) / 1_000_000, count - vectors);
    return Progress.DONE;
  }

  /** Whether it is known which form a piece keeps; otherwise it goes on waiting. */
  private boolean settled(Candidate candidate) {
    double nanos = scratch.meanNanos(candidate.vectorForm(), RUNS_TO_TEST);
    if (isCompiled(candidate, nanos)) {
      if (nanos < scratch.meanNanos(candidate.piece().form(), RUNS_TO_TEST)) {
        candidate.piece().use(candidate.vectorForm());
        vectors++;
      }
      return true;
    }
    if (System.nanoTime() >= candidate.deadline()) {
      return true;
    }
    waiting.addLast(candidate);
    return false;
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
