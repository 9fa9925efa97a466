package io.pathwise.cuda.driver;

import io.pathwise.cuda.driver.DriverException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The driver through JCuda. Start at {@link #open()}, which finds out whether there is one. */
public final class CudaDriver implements Driver {

  private static final String LIBRARY = "libcuda.so.1";
  /** CUDA 11.0 introduced PTX ISA 7.0. */
  private static final int OLDEST = 11_000;
  private static final int OLDEST_CAPABILITY = 70;
  private static final int NAME_BYTES = 256;

  private final int version;

  private CudaDriver(int version) {
    this.version = version;
  }

  /**
   * The driver.
   *
   * @throws DriverException
   *           if there is none, it is too old or finds no device; nothing else, whatever this machine is
   */
  @SuppressWarnings("restricted") // looks whether the library is there; nothing of it is called
  public static Driver open() {
    // Asking the system first costs nothing; JCuda would unpack a library of its own and fail at length.
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(LIBRARY, arena);
    } catch (IllegalArgumentException e) {
      throw new DriverException(Kind.NO_DRIVER, "there is no NVIDIA driver: " + LIBRARY + " is not found");
    }
    try {
      JCudaDriver.setExceptionsEnabled(false);
      check(JCudaDriver.cuInit(0), "initialise the driver");
      int[] version = new int[1];
      check(JCudaDriver.cuDriverGetVersion(version), "ask for the driver's version");
      if (version[0] < OLDEST) {
        throw new DriverException(Kind.DRIVER_TOO_OLD, "the NVIDIA driver supports CUDA " + text(version[0])
            + " only, CUDA " + text(OLDEST) + " or newer is needed");
      }
      return new CudaDriver(version[0]);
    } catch (LinkageError e) {
      throw new DriverException(Kind.NO_DRIVER, "the NVIDIA driver cannot be used: JCuda's library for "
          + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " does not load with it");
    }
  }

  /** A version as people write it. */
  public static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public List<DeviceInfo> devices() {
    int[] count = new int[1];
    check(JCudaDriver.cuDeviceGetCount(count), "count devices");
    List<DeviceInfo> devices = new ArrayList<>();
    for (int ordinal = 0; ordinal < count[0]; ordinal++) {
      CUdevice device = device(ordinal);
      byte[] name = new byte[NAME_BYTES];
      check(JCudaDriver.cuDeviceGetName(name, name.length, device), "ask for a device's name");
      long[] memory = new long[1];
      check(JCudaDriver.cuDeviceTotalMem(memory, device), "ask for a device's memory");
      devices.add(new DeviceInfo(ordinal, new String(name, StandardCharsets.US_ASCII).replace("\0", "").strip(),
          10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device)
              + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device),
          attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
          attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE, device), memory[0]));
    }
    return devices;
  }

  @Override
  public DeviceSession open(int ordinal) {
    int capability = devices().get(ordinal).capability();
    if (capability < OLDEST_CAPABILITY) {
      throw new DriverException(Kind.NO_DEVICE,
          "its architecture sm_" + capability + " is older than sm_" + OLDEST_CAPABILITY);
    }
    return new CudaSession(device(ordinal));
  }

  private static CUdevice device(int ordinal) {
    CUdevice device = new CUdevice();
    check(JCudaDriver.cuDeviceGet(device, ordinal), "find device " + ordinal);
    return device;
  }

  private static int attribute(int attribute, CUdevice device) {
    int[] value = new int[1];
    check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "ask for a device's properties");
    return value[0];
  }

  /**
   * Turns a result of the driver that is no success into an exception.
   *
   * @param purpose
   *          what was tried
   */
  static void check(int result, String purpose) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new DriverException(kind(result), "could not " + purpose + ": " + CUresult.stringFor(result));
    }
  }

  /** What a result of the driver means. */
  static Kind kind(int result) {
    return switch (result) {
      case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> Kind.OUT_OF_MEMORY;
      case CUresult.CUDA_ERROR_STUB_LIBRARY -> Kind.NO_DRIVER;
      case CUresult.CUDA_ERROR_NO_DEVICE, CUresult.CUDA_ERROR_INVALID_DEVICE -> Kind.NO_DEVICE;
      case CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION, CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH,
          CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
        Kind.DRIVER_TOO_OLD;
      case CUresult.CUDA_ERROR_INVALID_IMAGE, CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
          CUresult.CUDA_ERROR_INVALID_SOURCE ->
        Kind.WRONG_CODE;
      case CUresult.CUDA_ERROR_INVALID_PTX, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, CUresult.CUDA_ERROR_LAUNCH_TIMEOUT, CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR, CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS, CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC, CUresult.CUDA_ERROR_LAUNCH_FAILED ->
        Kind.KERNEL_FAILED;
      case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE, CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE, CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUresult.CUDA_ERROR_INVALID_CONTEXT, CUresult.CUDA_ERROR_DEINITIALIZED,
          CUresult.CUDA_ERROR_OPERATING_SYSTEM, CUresult.CUDA_ERROR_SYSTEM_NOT_READY,
          CUresult.CUDA_ERROR_EXTERNAL_DEVICE, CUresult.CUDA_ERROR_UNKNOWN ->
        Kind.DEVICE_LOST;
      default -> Kind.OTHER;
    };
  }
}
