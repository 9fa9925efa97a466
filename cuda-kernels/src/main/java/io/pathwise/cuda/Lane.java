package io.pathwise.cuda;

import io.pathwise.cuda.driver.DeviceSession;
import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.driver.DriverException.Kind;
import io.pathwise.cuda.ptx.Argument;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.NoiseKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream with its memory: pinned buffers on the host, and buffers on the device that grow as kernels need them. One
 * launch at a time. Start at {@link #run}.
 */
final class Lane implements AutoCloseable {

  private static final int ALIGNMENT = 256;

  private final DeviceSession session;
  private final long stream;
  private final Map<Argument, Room> rooms = new EnumMap<>(Argument.class);
  private @Nullable Room tables;
  private final Map<Argument, Long> tableAddresses = new EnumMap<>(Argument.class);
  private @Nullable ByteBuffer upload;
  private @Nullable ByteBuffer download;
  private @Nullable LaunchData uploaded;

  /** Device memory. */
  private record Room(long address, long bytes) {}

  Lane(DeviceSession session) {
    this.session = session;
    this.stream = session.createStream();
  }

  /**
   * Runs blocks of paths and waits for their outputs.
   *
   * @param results
   *          receives the outputs of the blocks
   * @param position
   *          where in the results to begin
   * @throws DriverException
   *           of the kind OUT_OF_MEMORY where fewer blocks at a time might do; the lane holds no device memory then
   */
  void run(GpuDevice.Loaded kernel, KernelArguments arguments, LaunchData data, NoiseKey key, long firstBlock,
      int blocks,
      double[] results, int position) {
    KernelLayout layout = arguments.layout();
    int steps = data.binding().steps();
    int outputs = layout.program().outputs().size();
    int grid = Math.min(blocks, kernel.residentBlocks());
    int bytes = Math.multiplyExact(blocks, outputs * Double.BYTES);
    try {
      if (uploaded != data) {
        upload(data);
      }
      long threadBytes = (long) grid * PtxRenderer.THREADS * Double.BYTES;
      Map<Argument, Long> addresses = new EnumMap<>(tableAddresses);
      addresses.put(Argument.TOTALS, room(Argument.TOTALS, data.binding().totalRows().count() * blocks * Double.BYTES));
      addresses.put(Argument.RESULTS, room(Argument.RESULTS, bytes));
      addresses.put(Argument.TAPE, room(Argument.TAPE, layout.tapeRows(steps) * threadBytes));
      addresses.put(Argument.NOISE, room(Argument.NOISE, layout.reorderedRows(steps) * threadBytes));
      addresses.put(Argument.WORDS,
          room(Argument.WORDS, (long) grid * data.dimensions() * SobolWords.COUNT * Integer.BYTES));
      ByteBuffer received = pinned(download, bytes);
      download = received;
      List<byte[]> values = values(arguments, data, key, firstBlock, blocks, addresses);
      session.launch(kernel.paths(), grid, PtxRenderer.THREADS, values, stream);
      session.launch(kernel.combine(), Math.ceilDiv(blocks, PtxRenderer.THREADS), PtxRenderer.THREADS, values,
          stream);
      session.download(received, addresses.getOrDefault(Argument.RESULTS, 0L), bytes, stream);
      session.synchronize(stream);
      received.clear().asDoubleBuffer().get(results, position, blocks * outputs);
    } catch (DriverException e) {
      if (e.kind() == Kind.OUT_OF_MEMORY) {
        free();
      }
      throw e;
    }
  }

  private List<byte[]> values(KernelArguments arguments, LaunchData data, NoiseKey key, long firstBlock, int blocks,
      Map<Argument, Long> addresses) {
    List<byte[]> values = new ArrayList<>();
    for (Argument argument : arguments.list()) {
      values.add(switch (argument) {
        case STEPS -> bytes(data.binding().steps());
        case BLOCKS -> bytes(blocks);
        case DIMENSIONS -> bytes(data.dimensions());
        case REORDERED -> bytes(data.reordered());
        case FIRST_BLOCK -> bytes(firstBlock);
        case SEED -> bytes(key.seed());
        case PURPOSE -> bytes((long) key.purpose());
        case RANDOMISATIONS -> bytes((long) arguments.layout().sampling().randomisations());
        case TOTALS, RESULTS, COLUMNS, SCHEDULES, COEFFICIENTS, TAPE, NOISE, DIRECTIONS, WORDS, SLOTS, PLANES, WEIGHTS,
            UNIFORMS ->
          bytes(addresses.getOrDefault(argument, 0L));
      });
    }
    for (int i = 0; i < arguments.uniformArguments(); i++) {
      values.add(bytes(Double.doubleToRawLongBits(data.binding().uniforms()[i])));
    }
    return values;
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array();
  }

  /** Puts all arrays one behind the other and sends them in one transfer. */
  private void upload(LaunchData data) {
    uploaded = null;
    Map<Argument, byte[]> arrays = new EnumMap<>(data.arrays());
    if (data.dimensions() > 0) {
      arrays.put(Argument.DIRECTIONS, LaunchData.directions(data.dimensions()));
    }
    int total = arrays.values().stream().mapToInt(array -> aligned(array.length)).sum();
    tableAddresses.clear();
    if (total > 0) {
      ByteBuffer staged = pinned(upload, total);
      upload = staged;
      Room room = grown(tables, total);
      tables = room;
      int offset = 0;
      for (Map.Entry<Argument, byte[]> array : arrays.entrySet()) {
        staged.clear().position(offset).put(array.getValue());
        tableAddresses.put(array.getKey(), room.address + offset);
        offset += aligned(array.getValue().length);
      }
      staged.clear();
      session.upload(room.address, staged, total, stream);
    }
    uploaded = data;
  }

  private static int aligned(int bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  private long room(Argument argument, long bytes) {
    if (bytes == 0) {
      return 0;
    }
    Room room = grown(rooms.remove(argument), bytes);
    rooms.put(argument, room);
    return room.address;
  }

  private Room grown(@Nullable Room room, long bytes) {
    if (room != null && room.bytes >= bytes) {
      return room;
    }
    if (room != null) {
      session.free(room.address);
      if (room.equals(tables)) {
        tables = null;
      }
    }
    return new Room(session.allocate(bytes), bytes);
  }

  private ByteBuffer pinned(@Nullable ByteBuffer buffer, int bytes) {
    if (buffer != null && buffer.capacity() >= bytes) {
      return buffer;
    }
    ByteBuffer larger = session.allocatePinned(bytes);
    if (buffer != null) {
      session.freePinned(buffer);
    }
    return larger;
  }

  private void free() {
    rooms.values().forEach(room -> session.free(room.address));
    rooms.clear();
    if (tables != null) {
      session.free(tables.address);
      tables = null;
    }
    uploaded = null;
  }

  @Override
  public void close() {
    free();
    if (upload != null) {
      session.freePinned(upload);
    }
    if (download != null) {
      session.freePinned(download);
    }
    session.destroyStream(stream);
  }
}
