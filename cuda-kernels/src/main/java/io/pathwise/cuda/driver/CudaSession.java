package io.pathwise.cuda.driver;

import static io.pathwise.cuda.driver.CudaDriver.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUjitInputType;
import jcuda.driver.CUlinkState;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;
import org.jspecify.annotations.Nullable;

/** A device through JCuda: its primary context, made current on whatever thread calls. */
final class CudaSession implements DeviceSession {

  /** Streams do not wait for the default stream. */
  private static final int NON_BLOCKING = 1;

  /** Device memory that tells its address. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }
  }

  /** Memory of the driver that tells its address; JCuda cannot read it. */
  private static final class Image extends Pointer {
    long value() {
      return getNativePointer();
    }
  }

  private final CUdevice device;
  private final CUcontext context = new CUcontext();
  private final AtomicLong handles = new AtomicLong();
  private final Map<Long, NativePointerObject> objects = new ConcurrentHashMap<>();
  private final Map<Long, Address> memory = new ConcurrentHashMap<>();
  private final Map<Long, Pointer> pinned = new ConcurrentHashMap<>();

  CudaSession(CUdevice device) {
    this.device = device;
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "open the device");
  }

  private void enter() {
    check(JCudaDriver.cuCtxSetCurrent(context), "use the device");
  }

  private long handle(NativePointerObject object) {
    long handle = handles.incrementAndGet();
    objects.put(handle, object);
    return handle;
  }

  private <T extends NativePointerObject> T object(Class<T> type, long handle) {
    return type.cast(known(objects.get(handle), handle));
  }

  private Address memory(long address) {
    return known(memory.get(address), address);
  }

  private static <T> T known(@Nullable T object, long handle) {
    if (object == null) {
      throw new IllegalArgumentException("nothing has the handle " + handle);
    }
    return object;
  }

  @Override
  @SuppressWarnings("restricted") // address and size are the driver's
  public byte[] assemble(String ptx) {
    enter();
    CUlinkState link = new CUlinkState();
    JITOptions options = new JITOptions();
    check(JCudaDriver.cuLinkCreate(options, link), "start the driver's compiler");
    try {
      byte[] text = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
      check(JCudaDriver.cuLinkAddData(link, CUjitInputType.CU_JIT_INPUT_PTX, Pointer.to(text), text.length,
          "pathwise.ptx", options), "compile a kernel");
      Image image = new Image();
      long[] size = new long[1];
      check(JCudaDriver.cuLinkComplete(link, image, size), "compile a kernel");
      return MemorySegment.ofAddress(image.value()).reinterpret(size[0]).toArray(ValueLayout.JAVA_BYTE);
    } finally {
      JCudaDriver.cuLinkDestroy(link);
    }
  }

  @Override
  public long load(byte[] machineCode) {
    enter();
    CUmodule module = new CUmodule();
    check(JCudaDriver.cuModuleLoadData(module, machineCode), "load a kernel");
    return handle(module);
  }

  @Override
  public void unload(long module) {
    enter();
    check(JCudaDriver.cuModuleUnload(object(CUmodule.class, module)), "unload a kernel");
    objects.remove(module);
  }

  @Override
  public long function(long module, String name) {
    enter();
    CUfunction function = new CUfunction();
    check(JCudaDriver.cuModuleGetFunction(function, object(CUmodule.class, module), name), "find the entry " + name);
    return handle(function);
  }

  @Override
  public int residentBlocks(long function, int threads) {
    enter();
    int[] blocks = new int[1];
    check(JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, object(CUfunction.class, function), threads,
        0), "ask for the occupancy");
    int[] multiprocessors = new int[1];
    check(JCudaDriver.cuDeviceGetAttribute(multiprocessors,
        CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device), "count multiprocessors");
    return Math.max(1, blocks[0]) * multiprocessors[0];
  }

  @Override
  public long freeMemory() {
    enter();
    long[] free = new long[1];
    long[] total = new long[1];
    check(JCudaDriver.cuMemGetInfo(free, total), "ask for free memory");
    return free[0];
  }

  @Override
  public long allocate(long bytes) {
    enter();
    Address address = new Address();
    check(JCudaDriver.cuMemAlloc(address, bytes), "allocate " + bytes + " bytes on the device");
    memory.put(address.value(), address);
    return address.value();
  }

  @Override
  public void free(long address) {
    enter();
    check(JCudaDriver.cuMemFree(memory(address)), "free memory of the device");
    memory.remove(address);
  }

  @Override
  public ByteBuffer allocatePinned(int bytes) {
    enter();
    Pointer pointer = new Pointer();
    check(JCudaDriver.cuMemAllocHost(pointer, bytes), "allocate " + bytes + " bytes for transfers");
    ByteBuffer buffer = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
    pinned.put(address(buffer), pointer);
    return buffer;
  }

  @Override
  public void freePinned(ByteBuffer buffer) {
    enter();
    Pointer pointer = known(pinned.remove(address(buffer)), 0);
    check(JCudaDriver.cuMemFreeHost(pointer), "free memory for transfers");
  }

  private static long address(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
  }

  @Override
  public long createStream() {
    enter();
    CUstream stream = new CUstream();
    check(JCudaDriver.cuStreamCreate(stream, NON_BLOCKING), "create a stream");
    return handle(stream);
  }

  @Override
  public void destroyStream(long stream) {
    enter();
    check(JCudaDriver.cuStreamDestroy(object(CUstream.class, stream)), "destroy a stream");
    objects.remove(stream);
  }

  @Override
  public void upload(long address, ByteBuffer from, int bytes, long stream) {
    enter();
    check(JCudaDriver.cuMemcpyHtoDAsync(memory(address), known(pinned.get(address(from)), 0), bytes,
        object(CUstream.class, stream)), "copy to the device");
  }

  @Override
  public void download(ByteBuffer to, long address, int bytes, long stream) {
    enter();
    check(JCudaDriver.cuMemcpyDtoHAsync(known(pinned.get(address(to)), 0), memory(address), bytes,
        object(CUstream.class, stream)), "copy from the device");
  }

  @Override
  public void launch(long function, int grid, int threads, List<byte[]> arguments, long stream) {
    enter();
    Pointer parameters = Pointer
        .to(arguments.stream().map(Pointer::to).toArray(NativePointerObject[]::new));
    check(JCudaDriver.cuLaunchKernel(object(CUfunction.class, function), grid, 1, 1, threads, 1, 1, 0,
        object(CUstream.class, stream), parameters, null), "start a kernel");
  }

  @Override
  public void synchronize(long stream) {
    enter();
    check(JCudaDriver.cuStreamSynchronize(object(CUstream.class, stream)), "finish a kernel");
  }

  @Override
  public void close() {
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }
}
