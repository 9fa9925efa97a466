package io.pathwise.greeks.simulation;

import io.pathwise.engine.lower.Anonymous;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiled kernels by program structure, so that trades which differ in names and numbers only share one. */
public final class KernelCache implements AutoCloseable {

  private record Key(LoweredProgram program, Sampling sampling) {}

  private final Backend backend;
  private final Map<Key, Kernel> kernels = new ConcurrentHashMap<>();

  public KernelCache(Backend backend) {
    this.backend = backend;
  }

  public Kernel get(LoweredProgram program, Sampling sampling) {
    Key key = new Key(Anonymous.of(program), sampling);
    return kernels.computeIfAbsent(key, missing -> backend.compile(missing.program(), missing.sampling()));
  }

  @Override
  public void close() {
    kernels.values().forEach(Kernel::close);
    kernels.clear();
  }
}
