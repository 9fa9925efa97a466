package io.pathwise.cuda;

import io.pathwise.cuda.driver.CudaDriver;
import io.pathwise.cuda.driver.DeviceInfo;
import io.pathwise.cuda.driver.Driver;
import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on the NVIDIA GPUs of this machine, with the bits of the reference backend. Nothing is touched before
 * the first question; then the driver is looked for, and every device does a {@link SmokeTest} before it counts as
 * usable. Absence of any of this is an {@link #obstacle}, not a failure.
 */
public final class CudaBackend implements Backend {

  private static final long CACHE_BYTES = 256L << 20;

  private final Supplier<Driver> opener;
  private final CubinCache cache;
  private final Supplier<Backend> processor;
  private final Reorderings reorderings = new Reorderings();
  private @Nullable Machine machine;

  /** The backend of this machine; the constructor that {@link java.util.ServiceLoader} calls. */
  public CudaBackend() {
    this(CudaDriver::open, new CubinCache(CubinCache.usualDirectory(), CACHE_BYTES), CpuBackend::new);
  }

  /**
   * A backend.
   *
   * @param opener
   *          finds the driver, or throws {@link DriverException}
   * @param processor
   *          makes the backend that finishes what devices cannot
   */
  CudaBackend(Supplier<Driver> opener, CubinCache cache, Supplier<Backend> processor) {
    this.opener = opener;
    this.cache = cache;
    this.processor = processor;
  }

  /** A backend of that driver with machine code in memory only, and the reference backend behind it; for tests. */
  static CudaBackend of(Driver driver, CubinCache cache) {
    return new CudaBackend(() -> driver, cache, ReferenceBackend::new);
  }

  /** What was found. */
  private record Machine(List<GpuDevice> usable, List<Device> devices, Optional<String> obstacle, Backend processor) {}

  private synchronized Machine machine() {
    Machine known = machine;
    if (known == null) {
      known = find();
      machine = known;
    }
    return known;
  }

  private Machine find() {
    List<GpuDevice> usable = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    try {
      Driver driver = opener.get();
      for (DeviceInfo info : driver.devices()) {
        Optional<String> obstacle = open(driver, info, usable);
        devices.add(new Device(info.name(), info.architecture(), info.memory(), CudaDriver.text(driver.version()),
            info.arithmetic(), obstacle));
      }
    } catch (DriverException e) {
      return new Machine(List.of(), devices, Optional.of(String.valueOf(e.getMessage())), processor.get());
    }
    Optional<String> obstacle = Optional.empty();
    if (usable.isEmpty()) {
      obstacle = Optional.of(devices.isEmpty()
          ? "the NVIDIA driver finds no device"
          : devices.getFirst().name() + " cannot be used: " + devices.getFirst().obstacle().orElse(""));
    }
    return new Machine(usable, devices, obstacle, processor.get());
  }

  private Optional<String> open(Driver driver, DeviceInfo info, List<GpuDevice> usable) {
    try {
      GpuDevice device = new GpuDevice(info, driver.open(info.ordinal()), driver.version(), cache);
      Optional<String> obstacle = SmokeTest.obstacle(device);
      if (obstacle.isEmpty()) {
        usable.add(device);
      } else {
        device.close();
      }
      return obstacle;
    } catch (DriverException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Use use() {
    return Use.DEVICE;
  }

  @Override
  public String description() {
    return obstacle().isPresent() ? "an NVIDIA GPU" : devices().getFirst().name();
  }

  @Override
  public Optional<String> obstacle() {
    return machine().obstacle;
  }

  @Override
  public List<Device> devices() {
    return machine().devices;
  }

  /**
   * {@inheritDoc}
   *
   * @throws DeviceException
   *           if there is no usable device, or the driver refuses the kernel
   */
  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    Machine found = machine();
    if (found.obstacle.isPresent()) {
      throw new DeviceException("no GPU can be used: " + found.obstacle.get());
    }
    KernelArguments arguments = new KernelArguments(program, sampling);
    return new CudaKernel(arguments, PtxRenderer.render(arguments), found.usable, reorderings, found.processor);
  }
}
