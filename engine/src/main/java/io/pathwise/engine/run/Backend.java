package io.pathwise.engine.run;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.statistics.BlockTree;
import java.util.List;
import java.util.Optional;

/**
 * An executor of programs. All backends give the same bits. Found through {@link java.util.ServiceLoader} where it
 * lives in a module of its own.
 */
public interface Backend {

  /** Paths in a block: the unit of work, of statistics and of GPU thread blocks. */
  int BLOCK = BlockTree.LANES;

  /** A short lower-case name, as on the command line. */
  String name();

  /** Why it cannot work on this machine, in a sentence; empty if it can. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** What it is for when none is asked for by name: to check others, unless it says something else. */
  default Use use() {
    return Use.CHECK;
  }

  /** What a backend is for. */
  enum Use {
    /** Simulating on the processor. */
    PROCESSOR,
    /** Simulating what is worth a device. */
    DEVICE,
    /** Checking the others: for those who ask for it. */
    CHECK
  }

  /** Of several for the same use that can work, the one with the highest rank is taken. */
  default int rank() {
    return 0;
  }

  /** What it runs on, for people. */
  default String description() {
    return name();
  }

  /** What it runs on beside the CPU. */
  default List<Device> devices() {
    return List.of();
  }

  /**
   * A device.
   *
   * @param name
   *          as its maker calls it
   * @param architecture
   *          the kind of machine code it runs
   * @param memory
   *          in bytes
   * @param driver
   *          the version of the driver
   * @param arithmetic
   *          how many double-precision additions, multiplications or fused multiply-adds it can do in a second at most;
   *          0 if that is not known
   * @param obstacle
   *          why it cannot be used, in a sentence; empty if it can
   */
  record Device(String name, String architecture, long memory, String driver, double arithmetic,
      Optional<String> obstacle) {}

  /**
   * Prepares a program for running.
   *
   * @param program
   *          what to run
   * @param sampling
   *          how its noise is made
   */
  Kernel compile(LoweredProgram program, Sampling sampling);
}
