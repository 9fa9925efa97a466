package io.pathwise.cuda.interpreter;

/**
 * Global memory: buffers with addresses. What nobody has written yet is undefined, as after cuMemAlloc, and reading it
 * is refused.
 */
public final class GlobalMemory {

  private static final long START = 0x7_0000_0000L;
  private static final long ALIGNMENT = 256;
  private static final long GAP = 4096;

  private final AddressSpace space = new AddressSpace("global");

  /** Allocates a buffer with undefined contents and returns its address, a multiple of 256. */
  public long allocate(String name, int bytes) {
    long base = Math.max(START, (space.end() + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    space.add(new Region(name, base, bytes));
    return base;
  }

  /** A new buffer with those numbers. */
  public long allocate(String name, double... values) {
    long address = allocate(name, 8 * values.length);
    for (int i = 0; i < values.length; i++) {
      put(address + 8L * i, 8, Double.doubleToRawLongBits(values[i]));
    }
    return address;
  }

  /** A new buffer with those 64-bit integers. */
  public long allocate(String name, long... values) {
    long address = allocate(name, 8 * values.length);
    for (int i = 0; i < values.length; i++) {
      put(address + 8L * i, 8, values[i]);
    }
    return address;
  }

  /** A new buffer with those 32-bit integers. */
  public long allocate(String name, int[] values) {
    long address = allocate(name, 4 * values.length);
    for (int i = 0; i < values.length; i++) {
      put(address + 4L * i, 4, values[i]);
    }
    return address;
  }

  /** A new buffer with those bytes. */
  public long allocate(String name, byte[] values) {
    long address = allocate(name, values.length);
    for (int i = 0; i < values.length; i++) {
      put(address + i, 1, values[i]);
    }
    return address;
  }

  /** Writes 1, 2, 4 or 8 bytes from the host. */
  public void put(long address, int size, long value) {
    Region region = space.find(address, size, 0);
    region.put((int) (address - region.base()), size, value);
  }

  /**
   * Reads doubles, bit by bit.
   *
   * @throws PtxException
   *           at line 0, if some were never written
   */
  public double[] doubles(long address, int count) {
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      result[i] = Double.longBitsToDouble(get(address + 8L * i, 8));
    }
    return result;
  }

  /** Reads 64-bit integers; throws as {@link #doubles} does. */
  public long[] longs(long address, int count) {
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      result[i] = get(address + 8L * i, 8);
    }
    return result;
  }

  private long get(long address, int size) {
    Region region = space.find(address, size, 0);
    int offset = (int) (address - region.base());
    if (!region.isWritten(offset, size)) {
      throw new PtxException(0, "byte %d of %s was never written".formatted(offset, region.name()));
    }
    return region.get(offset, size);
  }

  AddressSpace space() {
    return space;
  }
}
