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

  /** The kind of machine code it runs, as NVIDIA's tools call it. */
  public String architecture() {
    return "sm_" + capability;
  }
}
