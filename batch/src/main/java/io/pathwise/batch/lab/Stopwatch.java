package io.pathwise.batch.lab;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures wall time and the processor time of the whole process, the JVM's compilers included. On a machine that
 * others use, too, the second says more. Start with {@link #start}.
 */
final class Stopwatch {
  private static final double NANO = 1e-9;

  private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final long started = System.nanoTime();
  private final long processorStarted = system.getProcessCpuTime();

  private Stopwatch() {}

  /** Begins to measure. */
  static Stopwatch start() {
    return new Stopwatch();
  }

  /** Wall time since the start. */
  double seconds() {
    return (System.nanoTime() - started) * NANO;
  }

  /** Processor time of all threads since the start. */
  double processorSeconds() {
    return (system.getProcessCpuTime() - processorStarted) * NANO;
  }
}
