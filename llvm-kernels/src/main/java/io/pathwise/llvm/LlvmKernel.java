package io.pathwise.llvm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelData;
import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.llvm.ir.Argument;
import io.pathwise.llvm.ir.KernelRenderer;
import io.pathwise.llvm.ir.Shape;
import io.pathwise.llvm.ir.TotalRenderer;
import io.pathwise.llvm.library.Llvm;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A program as a function in memory, for narrow groups of paths at first and for wider ones when it runs long
 * ({@link Widening}). Start at {@link #run}.
 */
@SuppressWarnings("restricted") // native access is what this is for
final class LlvmKernel implements Kernel {

  /** void entry(first block, blocks, arguments). */
  private static final MethodHandle CALL = Linker.nativeLinker()
      .downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, ADDRESS));
  private static final long ALIGNMENT = 64;
  /** A call fills at most so many totals and Sobol words, so that they stay in the cache. */
  private static final long MOST_NUMBERS = 1L << 14;

  /** Machine code for groups of a width. */
  private record GroupCode(Shape shape, Llvm.Function function) {}

  private final KernelCode kernel;
  private final KernelLayout layout;
  private final Optional<Widening> widening;
  private final Reorderings reorderings;
  private final Scratch scratch;
  private final Map<Binding, Data> known = Collections.synchronizedMap(new WeakHashMap<>());
  private final LongAdder nanos = new LongAdder();
  private final AtomicBoolean isWidening = new AtomicBoolean();
  private final List<Llvm.Function> functions = new ArrayList<>();
  private volatile GroupCode best;
  /** Of its narrow code in LLVM's language. */
  private final int characters;
  private boolean isClosed;
  /** How many calls are in the machine code. */
  private int running;

  /**
   * A kernel.
   *
   * @param code
   *          the code of groups of this shape in LLVM's language
   */
  LlvmKernel(KernelCode kernel, Shape shape, String code, Optional<Widening> widening, Reorderings reorderings,
      Scratch scratch) {
    this.kernel = kernel;
    this.characters = code.length();
    Llvm.Function function = Llvm.get().function(code);
    this.layout = kernel.layout();
    this.widening = widening;
    this.reorderings = reorderings;
    this.scratch = scratch;
    this.best = new GroupCode(shape, function);
    functions.add(function);
  }

  /** The code for groups of this shape in LLVM's language. */
  static String code(KernelCode kernel, Shape shape) {
    return KernelRenderer.render(kernel, shape, Llvm.ENTRY, Llvm.get().compiler().attributes());
  }

  @Override
  public Sampling sampling() {
    return layout.sampling();
  }

  @Override
  public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
    begin();
    try {
      long start = System.nanoTime();
      run(best, binding, key, firstBlock, blocks, results);
      nanos.add(System.nanoTime() - start);
    } finally {
      end();
    }
    if (widening.isPresent() && widening.get().pays(nanos.sum(), characters)
        && isWidening.compareAndSet(false, true)) {
      Shape wider = widening.get().shape();
      Widening.inBackground(() -> widen(wider));
    }
  }

  private synchronized void begin() {
    if (isClosed) {
      throw new IllegalStateException("the kernel is closed");
    }
    running++;
  }

  private synchronized void end() {
    running--;
    release();
  }

  private void widen(Shape shape) {
    Llvm.Function function = Llvm.get().function(code(kernel, shape));
    synchronized (this) {
      if (isClosed) {
        function.close();
      } else {
        functions.add(function);
        best = new GroupCode(shape, function);
      }
    }
  }

  /** Whether a call is in the machine code. */
  synchronized boolean isRunning() {
    return running > 0;
  }

  /** How many paths its groups have now. */
  int lanes() {
    return best.shape.lanes();
  }

  private void run(GroupCode code, Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
    Data data = known.computeIfAbsent(binding, missing -> new Data(layout, missing, reorderings));
    long rows = binding.totalRows().count();
    long words = (long) data.dimensions * SobolWords.COUNT;
    int chunk = Math.clamp(MOST_NUMBERS / Math.max(1, rows + words), 1, blocks);
    Places places = new Places(code.shape, rows, words, chunk);
    double[] totals = new double[Math.toIntExact(rows * chunk)];
    int outputs = layout.program().outputs().size();
    MemorySegment memory = scratch.borrow(places.bytes(data.steps));
    try {
      places.fill(memory, data, key);
      for (int done = 0; done < blocks; done += chunk) {
        int count = Math.min(chunk, blocks - done);
        if (layout.isSobol()) {
          places.fillWords(memory, data, key, firstBlock + done, count);
        }
        call(code.function, firstBlock + done, count, memory);
        MemorySegment.copy(memory, JAVA_DOUBLE, places.totals, totals, 0, Math.toIntExact(rows * count));
        for (int block = 0; block < count; block++) {
          binding.combine(totals, Math.toIntExact(rows * block), results, (done + block) * outputs);
        }
      }
    } finally {
      scratch.release(memory);
    }
  }

  private static void call(Llvm.Function function, long first, long blocks, MemorySegment arguments) {
    try {
      CALL.invokeExact(function.address(), first, blocks, arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Refuses further runs; the code is released when the last of those that have begun ends. */
  @Override
  public synchronized void close() {
    isClosed = true;
    release();
  }

  private void release() {
    if (isClosed && running == 0) {
      functions.forEach(Llvm.Function::close);
      functions.clear();
    }
  }

  /** Where things lie in the memory of a call: the arguments first. */
  private final class Places {
    private final Shape shape;
    private final long rows;
    private final long words;
    private final long totals;
    private final long sobolWords;
    private final long partials;

    Places(Shape shape, long rows, long words, int blocks) {
      this.shape = shape;
      this.rows = rows;
      this.words = words;
      this.totals = aligned(Argument.bytes());
      this.sobolWords = aligned(totals + TotalRenderer.stride(rows * blocks) * Double.BYTES + ALIGNMENT);
      this.partials = aligned(sobolWords + words * blocks * Long.BYTES);
    }

    private long tape() {
      return aligned(partials + shape.groups() * TotalRenderer.stride(rows) * Double.BYTES);
    }

    private long noise(int steps) {
      return tape() + layout.tapeRows(steps) * shape.lanes() * Double.BYTES;
    }

    long bytes(int steps) {
      long noises = layout.isReordered() ? layout.reorderedRows(steps) : layout.program().noises().size();
      return noise(steps) + noises * shape.lanes() * Double.BYTES;
    }

    private static long aligned(long place) {
      return Math.ceilDiv(place, ALIGNMENT) * ALIGNMENT;
    }

    void fill(MemorySegment memory, Data data, NoiseKey key) {
      Argument[] arguments = Argument.values();
      for (int place = 0; place < arguments.length; place++) {
        memory.setAtIndex(JAVA_LONG, place, switch (arguments[place]) {
          case SEED -> key.seed();
          case PURPOSE -> key.purpose();
          case STEPS -> data.steps;
          case DIMENSIONS -> data.dimensions;
          case REORDERED -> data.reordered;
          case ROWS -> rows;
          case UNIFORMS -> data.uniforms.address();
          case COLUMNS -> data.columns.address();
          case SCHEDULES -> data.schedules.address();
          case SLOTS -> data.slots.address();
          case PLANES -> data.planes.address();
          case WEIGHTS -> data.weights.address();
          case SOBOL_WORDS -> memory.address() + sobolWords;
          case TAPE -> memory.address() + tape();
          case NOISE -> memory.address() + noise(data.steps);
          case PARTIALS -> memory.address() + partials;
          case TOTALS -> memory.address() + totals;
        });
      }
    }

    void fillWords(MemorySegment memory, Data data, NoiseKey key, long firstBlock, int count) {
      long[] ofBlock = new long[Math.toIntExact(words)];
      for (int block = 0; block < count; block++) {
        for (int dimension = 0; dimension < data.dimensions; dimension++) {
          SobolWords.fill(ofBlock, dimension * SobolWords.COUNT, key.seed(), key.purpose(),
              layout.sampling().randomisations(), firstBlock + block, dimension, layout.sampling().antithetic());
        }
        MemorySegment.copy(ofBlock, 0, memory, JAVA_LONG, sobolWords + block * words * Long.BYTES, ofBlock.length);
      }
    }
  }

  /** A binding's numbers in memory. */
  private static final class Data {
    private final int steps;
    private final int dimensions;
    private final int reordered;
    private final MemorySegment uniforms;
    private final MemorySegment columns;
    private final MemorySegment schedules;
    private final MemorySegment slots;
    private final MemorySegment planes;
    private final MemorySegment weights;

    Data(KernelLayout layout, Binding binding, Reorderings reorderings) {
      Arena arena = Arena.ofAuto();
      KernelData data = new KernelData(layout, binding, reorderings);
      this.steps = binding.steps();
      this.dimensions = data.dimensions();
      this.reordered = data.reordered();
      this.uniforms = doubles(arena, binding.uniforms());
      this.columns = doubles(arena, data.columns());
      this.weights = doubles(arena, data.weights());
      this.slots = integers(arena, data.slots());
      this.planes = integers(arena, data.planes());
      this.schedules = integers(arena, data.schedules());
    }

    private static MemorySegment doubles(Arena arena, double[] values) {
      MemorySegment memory = arena.allocate(Math.max(1, values.length) * (long) Double.BYTES, ALIGNMENT);
      MemorySegment.copy(values, 0, memory, JAVA_DOUBLE, 0, values.length);
      return memory;
    }

    private static MemorySegment integers(Arena arena, int[] values) {
      MemorySegment memory = arena.allocate(Math.max(1, values.length) * (long) Integer.BYTES, ALIGNMENT);
      MemorySegment.copy(values, 0, memory, JAVA_INT, 0, values.length);
      return memory;
    }
  }
}
