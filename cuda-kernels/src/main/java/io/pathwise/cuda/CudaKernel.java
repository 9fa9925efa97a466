package io.pathwise.cuda;

import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.driver.DriverException.Kind;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program on the devices of this machine. A range of blocks is shared out over them; what a device has no memory for
 * is done in smaller ranges, and what a lost device leaves undone is done on the CPU.
 */
final class CudaKernel implements Kernel {

  private static final System.Logger LOGGER = System.getLogger(CudaKernel.class.getName());
  /** A million paths: some milliseconds of a large device's time. */
  private static final int BLOCKS_PER_CALL = 4096;

  private final KernelArguments arguments;
  private final KernelLayout layout;
  private final String text;
  private final Map<GpuDevice, GpuDevice.Loaded> loaded = new HashMap<>();
  private final Reorderings reorderings;
  private final Backend processor;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile @Nullable LaunchData last;
  private @Nullable Kernel fallback;

  /**
   * Loads a kernel on devices.
   *
   * @param processor
   *          the backend that finishes what devices cannot
   */
  CudaKernel(KernelArguments arguments, String text, List<GpuDevice> devices, Reorderings reorderings,
      Backend processor) {
    this.arguments = arguments;
    this.layout = arguments.layout();
    this.text = text;
    this.reorderings = reorderings;
    this.processor = processor;
    for (GpuDevice device : devices) {
      try {
        loaded.put(device, device.acquire(text));
      } catch (DriverException e) {
        failed(device, e);
      }
    }
  }

  @Override
  public Sampling sampling() {
    return layout.sampling();
  }

  @Override
  public int blocksPerCall() {
    return BLOCKS_PER_CALL;
  }

  @Override
  public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
    if (blocks == 0) {
      return;
    }
    LaunchData data = data(binding);
    checkRange(data, key, firstBlock + blocks - 1);
    List<GpuDevice> usable = loaded.keySet().stream().filter(device -> !device.isLost()).toList();
    Range all = new Range(data, key, firstBlock, blocks, results, 0);
    if (usable.isEmpty()) {
      onProcessor(all);
    } else if (blocks < usable.size()) {
      onDevice(usable.get(Math.floorMod(turn.getAndIncrement(), usable.size())), all);
    } else {
      share(usable, all);
    }
  }

  /** Blocks to run, and where their outputs go. */
  private static final class Range {
    private final LaunchData data;
    private final NoiseKey key;
    private final long firstBlock;
    private final int blocks;
    private final double[] results;
    private final int position;

    Range(LaunchData data, NoiseKey key, long firstBlock, int blocks, double[] results, int position) {
      this.data = data;
      this.key = key;
      this.firstBlock = firstBlock;
      this.blocks = blocks;
      this.results = results;
      this.position = position;
    }

    Range part(int first, int count) {
      int outputs = data.binding().program().outputs().size();
      return new Range(data, key, firstBlock + first, count, results, position + first * outputs);
    }
  }

  private LaunchData data(Binding binding) {
    LaunchData data = last;
    if (data == null || data.binding() != binding) {
      data = new LaunchData(arguments, binding, reorderings);
      last = data;
    }
    return data;
  }

  /** Refuses points that are not there, as every backend does. */
  private void checkRange(LaunchData data, NoiseKey key, long lastBlock) {
    if (data.dimensions() > 0) {
      SobolWords.fill(new long[SobolWords.COUNT], 0, key.seed(), key.purpose(), layout.sampling().randomisations(),
          lastBlock, 0, layout.sampling().antithetic());
    }
  }

  private void share(List<GpuDevice> devices, Range all) {
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < devices.size() - 1; i++) {
      int end = (int) ((long) all.blocks * (i + 1) / devices.size());
      GpuDevice device = devices.get(i);
      Range part = all.part(begin, end - begin);
      others.add(CompletableFuture.supplyAsync(() -> onDevice(device, part), CudaKernel::start));
      begin = end;
    }
    try {
      onDevice(devices.getLast(), all.part(begin, all.blocks - begin));
    } finally {
      others.forEach(other -> other.handle((result, failure) -> result).join());
    }
    try {
      others.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** On a thread of its own, and of the system: the driver keeps the current device by system threads. */
  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().name("pathwise-device").start(work);
  }

  /** Returns how many blocks the device has done; the CPU has done the others. */
  private int onDevice(GpuDevice device, Range range) {
    AtomicInteger done = new AtomicInteger();
    try {
      device.run(lane -> onLane(device, lane, range, done));
    } catch (DriverException e) {
      failed(device, e);
    }
    if (done.get() < range.blocks) {
      onProcessor(range.part(done.get(), range.blocks - done.get()));
    }
    return done.get();
  }

  private void onLane(GpuDevice device, Lane lane, Range range, AtomicInteger done) {
    GpuDevice.Loaded kernel = loaded.get(device);
    if (kernel == null) {
      throw new IllegalStateException("the kernel is not on " + device.info().name());
    }
    int most = range.blocks;
    while (done.get() < range.blocks) {
      Range part = range.part(done.get(), Math.min(most, range.blocks - done.get()));
      try {
        lane.run(kernel, arguments, part.data, part.key, part.firstBlock, part.blocks, part.results, part.position);
        done.addAndGet(part.blocks);
      } catch (DriverException e) {
        if (e.kind() != Kind.OUT_OF_MEMORY) {
          throw e;
        }
        device.trim();
        if (part.blocks == 1) {
          LOGGER.log(Level.WARNING, "the memory of " + device.info().name() + " is too small for one block of "
              + name() + "; the CPU goes on, with the same results");
          return;
        }
        most = part.blocks / 2;
        LOGGER.log(Level.INFO, "the memory of {0} is too small for {1} blocks of {2} at once, going on with {3}",
            device.info().name(), part.blocks, name(), most);
      }
    }
  }

  /** Goes on after the loss of a device, and reports everything else. */
  private void failed(GpuDevice device, DriverException e) {
    switch (e.kind()) {
      case DEVICE_LOST -> device.lose(e);
      case KERNEL_FAILED -> {
        device.lose(e);
        throw new DeviceException("the kernel for " + name() + " failed on " + device.info().name() + ": "
            + e.getMessage() + "; its text is in " + keep(), e);
      }
      case NO_DRIVER, NO_DEVICE, DRIVER_TOO_OLD, OUT_OF_MEMORY, WRONG_CODE, OTHER ->
        throw new DeviceException("the kernel for " + name() + " cannot run on " + device.info().name() + ": "
            + e.getMessage(), e);
    }
  }

  private String keep() {
    try {
      Path file = Files.createTempFile("pathwise-", ".ptx");
      Files.writeString(file, text);
      return file.toString();
    } catch (IOException e) {
      return "no file, as none could be written (" + e.getMessage() + ")";
    }
  }

  private String name() {
    return "the program with the outputs "
        + layout.program().outputs().stream().map(LoweredOutput::name).collect(Collectors.joining(", "));
  }

  private void onProcessor(Range range) {
    double[] part = new double[range.blocks * layout.program().outputs().size()];
    fallback().run(range.data.binding(), range.key, range.firstBlock, range.blocks, part);
    System.arraycopy(part, 0, range.results, range.position, part.length);
  }

  private synchronized Kernel fallback() {
    Kernel kernel = fallback;
    if (kernel == null) {
      kernel = processor.compile(layout.program(), layout.sampling());
      fallback = kernel;
    }
    return kernel;
  }

  @Override
  public synchronized void close() {
    loaded.keySet().forEach(device -> device.release(text));
    loaded.clear();
    if (fallback != null) {
      fallback.close();
    }
  }
}
