package io.pathwise.cuda.driver;

/**
 * A device as the driver describes it.
 *
 * @param ordinal
 *          its number
 * @param name
 *          as its maker calls it
 * @param capability
 *          compute capability: 10 · major + minor
 * @param multiprocessors
 *          how many it has
 * @param clock
 *          of the multiprocessors at most, in kHz
 * @param memory
 *          in bytes
 */
public record DeviceInfo(int ordinal, String name, int capability, int multiprocessors, int clock, long memory) {

  /**
   * How many double-precision instructions it can do in a second at most: the table "Throughput of Native Arithmetic
   * Instructions" of the CUDA C++ Programming Guide; 0 for architectures that are not in it.
   */
  public double arithmetic() {
    int perClock = switch (capability) {
      case 70, 72, 80 -> 32;
      case 90, 100 -> 64;
      case 75, 86, 87, 89, 120 -> 2;
      default -> 0;
    };
    return (double) perClock * multiprocessors * clock * 1000;
  }

  /** The kind of machine code it runs, as NVIDIA's tools call it. */
  public String architecture() {
    return "sm_" + capability;
  }
}
