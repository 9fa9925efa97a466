package io.pathwise.engine.run;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.statistics.BlockTree;

/**
 * Something that runs programs. All backends give the same bits. Found through {@link java.util.ServiceLoader} where it
 * lives in a module of its own.
 */
public interface Backend {

  /** Paths in a block: the unit of work, of statistics and of GPU thread blocks. */
  int BLOCK = BlockTree.LANES;

  /** A short lower-case name, as on the command line. */
  String name();

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
