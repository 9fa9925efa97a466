package io.pathwise.cuda.driver;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An open device. Modules, functions, streams and device memory are numbers; device memory's are addresses. Work of one
 * stream is done in order, that of several at once. Any thread may call anything; everything fails with
 * {@link DriverException}.
 */
public interface DeviceSession extends AutoCloseable {

  /** Machine code for this device from PTX text. */
  byte[] assemble(String ptx);

  /** A module from machine code. */
  long load(byte[] machineCode);

  /** Gives a module back. */
  void unload(long module);

  /** An entry of a module. */
  long function(long module, String name);

  /** How many thread blocks of that size can be on the device at once. */
  int residentBlocks(long function, int threads);

  /** How much device memory is free, in bytes. */
  long freeMemory();

  /** Device memory, with undefined contents. */
  long allocate(long bytes);

  /** Gives device memory back. */
  void free(long address);

  /** Host memory that transfers can read and write directly, in native byte order. */
  ByteBuffer allocatePinned(int bytes);

  /** Gives such memory back. */
  void freePinned(ByteBuffer buffer);

  /** A stream. */
  long createStream();

  /** Gives a stream back. */
  void destroyStream(long stream);

  /** Starts to copy the first bytes of a pinned buffer to device memory. */
  void upload(long address, ByteBuffer from, int bytes, long stream);

  /** Starts to copy device memory to the beginning of a pinned buffer. */
  void download(ByteBuffer to, long address, int bytes, long stream);

  /**
   * Starts a kernel.
   *
   * @param grid
   *          thread blocks
   * @param threads
   *          threads of each
   * @param arguments
   *          one for every parameter: its bytes, in native order
   */
  void launch(long function, int grid, int threads, List<byte[]> arguments, long stream);

  /** Waits until all work of a stream is done. */
  void synchronize(long stream);

  /** Gives the device back. */
  @Override
  void close();
}
