package io.pathwise.cuda;

import io.pathwise.cuda.driver.DeviceInfo;
import io.pathwise.cuda.driver.DeviceSession;
import io.pathwise.cuda.driver.Driver;
import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.driver.DriverException.Kind;
import io.pathwise.cuda.interpreter.GlobalMemory;
import io.pathwise.cuda.interpreter.Launch;
import io.pathwise.cuda.interpreter.PtxKernel;
import io.pathwise.cuda.interpreter.PtxModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A machine with devices that interpret PTX; "machine code" is the text after a mark. Tests make it fail: see
 * {@link FakeDevice}.
 */
final class FakeDriver implements Driver {

  private static final String MARK = "machine code for ";
  private final List<FakeDevice> devices = new ArrayList<>();

  /** With so many devices. */
  FakeDriver(int count) {
    for (int i = 0; i < count; i++) {
      devices.add(new FakeDevice(i));
    }
  }

  FakeDevice device(int ordinal) {
    return devices.get(ordinal);
  }

  @Override
  public int version() {
    return 12_060;
  }

  @Override
  public List<DeviceInfo> devices() {
    return devices.stream().map(FakeDevice::info).toList();
  }

  @Override
  public DeviceSession open(int ordinal) {
    return devices.get(ordinal);
  }

  /** A device and what it will do wrong. */
  static final class FakeDevice implements DeviceSession {

    /** Bytes of device memory that may be allocated at once. */
    volatile long memory = 1L << 28;
    /** Launches that succeed before the failure. */
    volatile int goodLaunches = Integer.MAX_VALUE;
    /** What later launches fail with. */
    volatile Kind failure = Kind.DEVICE_LOST;
    /** Whether results are wrong. */
    volatile boolean wrong;
    /** How many texts have been assembled. */
    volatile int assembled;
    /** The blocks of each launch of the entry "paths". */
    final List<Integer> launches = new ArrayList<>();

    private final int ordinal;
    private final Map<Long, Object> handles = new HashMap<>();
    private final GlobalMemory contents = new GlobalMemory();
    /** The sizes of what is allocated, by address. */
    private final Map<Long, Long> sizes = new HashMap<>();
    private long next = 4096;

    FakeDevice(int ordinal) {
      this.ordinal = ordinal;
    }

    DeviceInfo info() {
      return new DeviceInfo(ordinal, "Fake " + ordinal, 80, 4, 1_000_000, memory);
    }

    private <T> T object(Class<T> type, long handle) {
      return type.cast(Objects.requireNonNull(handles.get(handle)));
    }

    private long handle(Object object) {
      next += 4096;
      handles.put(next, object);
      return next;
    }

    /** How many modules, functions and streams are open. */
    synchronized int modules() {
      return (int) handles.values().stream().filter(PtxModule.class::isInstance).count();
    }

    /** How many bytes are allocated. */
    synchronized long allocated() {
      return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized byte[] assemble(String ptx) {
      assembled++;
      return (MARK + info().architecture() + "\n" + ptx).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized long load(byte[] machineCode) {
      String code = new String(machineCode, StandardCharsets.UTF_8);
      String mark = MARK + info().architecture() + "\n";
      if (!code.startsWith(mark)) {
        throw new DriverException(Kind.WRONG_CODE, "not for this device");
      }
      return handle(PtxModule.parse(code.substring(mark.length())));
    }

    @Override
    public synchronized void unload(long module) {
      object(PtxModule.class, module);
      handles.remove(module);
    }

    @Override
    public synchronized long function(long module, String name) {
      return handle(Objects.requireNonNull(object(PtxModule.class, module).kernels().get(name)));
    }

    @Override
    public int residentBlocks(long function, int threads) {
      return 3;
    }

    @Override
    public synchronized long freeMemory() {
      return memory - allocated();
    }

    @Override
    public synchronized long allocate(long bytes) {
      if (bytes > freeMemory()) {
        throw new DriverException(Kind.OUT_OF_MEMORY, "no " + bytes + " bytes left");
      }
      long address = contents.allocate("buffer", (int) bytes);
      sizes.put(address, bytes);
      return address;
    }

    @Override
    public synchronized void free(long address) {
      Objects.requireNonNull(sizes.remove(address));
    }

    @Override
    public ByteBuffer allocatePinned(int bytes) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void freePinned(ByteBuffer buffer) {}

    @Override
    public synchronized long createStream() {
      return handle("stream");
    }

    @Override
    public synchronized void destroyStream(long stream) {
      object(String.class, stream);
      handles.remove(stream);
    }

    @Override
    public synchronized void upload(long address, ByteBuffer from, int bytes, long stream) {
      for (int i = 0; i < bytes; i++) {
        contents.put(address + i, 1, from.get(i));
      }
    }

    @Override
    public synchronized void download(ByteBuffer to, long address, int bytes, long stream) {
      to.duplicate().order(ByteOrder.nativeOrder()).clear().asLongBuffer()
          .put(contents.longs(address, bytes / Long.BYTES));
      if (wrong) {
        to.put(0, (byte) ~to.get(0));
      }
    }

    @Override
    public synchronized void launch(long function, int grid, int threads, List<byte[]> arguments, long stream) {
      PtxKernel kernel = object(PtxKernel.class, function);
      if (kernel.name().equals("paths")) {
        if (goodLaunches-- <= 0) {
          throw new DriverException(failure, "as the test wants it");
        }
        launches.add(ByteBuffer.wrap(arguments.get(1)).order(ByteOrder.nativeOrder()).getInt());
      }
      kernel.launch(Launch.of(grid, threads), contents, arguments);
    }

    @Override
    public void synchronize(long stream) {}

    @Override
    public void close() {}
  }
}
