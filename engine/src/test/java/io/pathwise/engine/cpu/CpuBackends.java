package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.CpuBackend.Mode;
import io.pathwise.engine.run.Backend;

/** The CPU backend for tests of other packages. */
public final class CpuBackends {

  private CpuBackends() {}

  /** Scalar code only: faster than the reference backend, and starts at once. */
  public static Backend scalar() {
    return new CpuBackend(Mode.SCALAR, new Tile(64));
  }
}
