package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.Routine.LoadedPiece;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs as generated JVM code, with the bits of the reference backend. Kernels start in scalar form at once;
 * those that run for longer are turned into vector form in the background, if the Vector API is there.
 *
 * <p>
 * Keep one instance: kernels share its noise code and its working memory.
 */
public final class CpuBackend implements Backend {

  private static final System.Logger LOGGER = System.getLogger(CpuBackend.class.getName());
  /**
   * Measured best of 64, 128 and 256 on the benchmark workloads: fewer calls for a path, and rows that fit the cache.
   */
  private static final int LANES = 128;

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** Which form pieces take. */
  enum Mode {
    /** Scalar at first, vector later. */
    AUTOMATIC,
    /** Always scalar. */
    SCALAR,
    /** Vector from the start, however slow before it is compiled. */
    VECTOR,
    /** Every other piece in vector form from the start. */
    MIXED
  }

  private final Tile tile;
  private final Mode mode;
  private final Fold fold;
  private final RowsPool pool = new RowsPool();
  private final @Nullable Vectoriser vectoriser;
  private final NoiseRoutines noiseRoutines;

  /**
   * A backend for this machine.
   *
   * @throws UnsupportedOperationException
   *           if the CPU has no fused multiply-add
   */
  public CpuBackend() {
    this(Mode.AUTOMATIC, new Tile(LANES));
  }

  /**
   * A backend for this machine that starts no thread: vector forms are made by the threads that run kernels, between
   * two calls. For a process that is to keep to one core; the JVM's own compiler has threads all the same.
   *
   * @throws UnsupportedOperationException
   *           if the CPU has no fused multiply-add
   */
  public static CpuBackend withoutThreads() {
    return new CpuBackend(Mode.AUTOMATIC, new Tile(LANES), SpareTime.betweenCalls());
  }

  CpuBackend(Mode mode, Tile tile) {
    this(mode, tile, SpareTime.ofOwnThread());
  }

  private CpuBackend(Mode mode, Tile tile, SpareTime spare) {
    FusedMultiplyAdd.require();
    this.mode = hasVectorApi() ? mode : Mode.SCALAR;
    this.tile = tile;
    this.fold = hasVectorApi() && mode != Mode.SCALAR ? VectorFold::fold : Fold::scalar;
    this.noiseRoutines = new NoiseRoutines(tile, this::applyMode);
    this.vectoriser = this.mode == Mode.AUTOMATIC ? new Vectoriser(tile, spare) : null;
    if (!hasVectorApi()) {
      LOGGER.log(Level.INFO,
          "running scalar code; the JVM option --add-modules " + VECTOR_MODULE
              + " makes long runs several times faster");
    }
  }

  private static boolean hasVectorApi() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Use use() {
    return Use.PROCESSOR;
  }

  @Override
  public String description() {
    return "bytecode, one path at a time";
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    CompiledProgram compiled = new CompiledProgram(program, tile);
    compiled.routines().forEach(this::applyMode);
    NoiseSource noise = new NoiseSource(program, sampling, noiseRoutines);
    return new CpuKernel(compiled, tile, noise, pool, fold, vectoriser);
  }

  private void applyMode(Routine routine) {
    List<LoadedPiece> pieces = routine.mainPieces();
    int stride = switch (mode) {
      case AUTOMATIC, SCALAR -> Integer.MAX_VALUE;
      case VECTOR -> 1;
      case MIXED -> 2;
    };
    for (int i = stride == 1 ? 0 : 1; i < pieces.size() && stride < Integer.MAX_VALUE; i += stride) {
      pieces.get(i).use(pieces.get(i).loadVectorForm());
    }
  }
}
