package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.Routine.LoadedPiece;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Decides when kernels get their vector form: when they have proved to run long. Start at {@link #worked};
 * {@link Vectorisation} does it, at a {@link SpareTime} time.
 */
final class Vectoriser {

  /** After so many nanoseconds of work a vector form is worth its making. */
  private static final long WORTHWHILE = 300_000_000L;

  private final Tile tile;
  private final SpareTime spare;
  private final Set<LoadedPiece> taken = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));
  private final AtomicLong totalWork = new AtomicLong();

  /**
   * A vectoriser.
   *
   * @param spare
   *          when vector forms are made
   */
  Vectoriser(Tile tile, SpareTime spare) {
    this.tile = tile;
    this.spare = spare;
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
    spare.worked(nanos);
    return pays;
  }

  private void request(CpuKernel kernel) {
    WeakReference<CpuKernel> reference = new WeakReference<>(kernel);
    spare.request(() -> Optional.ofNullable(reference.get()).map(this::vectorisation));
  }

  private void requestNoise(CpuKernel kernel) {
    List<LoadedPiece> noise = kernel.noiseRoutines().stream().flatMap(routine -> routine.mainPieces().stream())
        .toList();
    if (!taken.containsAll(noise)) {
      spare.request(() -> Optional.of(vectorisation(noise, kernel.program())));
    }
  }

  /** Of all that a kernel runs and that has not been taken. */
  Vectorisation vectorisation(CpuKernel kernel) {
    return vectorisation(Stream.concat(kernel.noiseRoutines().stream(), kernel.program().routines().stream())
        .flatMap(routine -> routine.mainPieces().stream()).toList(), kernel.program());
  }

  private Vectorisation vectorisation(List<LoadedPiece> pieces, CompiledProgram program) {
    return new Vectorisation(pieces.stream().filter(taken::add).toList(), program, tile);
  }
}
