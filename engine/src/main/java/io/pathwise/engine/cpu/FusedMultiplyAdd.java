package io.pathwise.engine.cpu;

/** Refuses a CPU that has no fused multiply-add: emulated, it takes a thousand times as long. */
final class FusedMultiplyAdd {

  private static final long SLOW_NANOS = 5_000;
  private static final int ATTEMPTS = 50;

  private FusedMultiplyAdd() {}

  /**
   * Measures it.
   *
   * @throws UnsupportedOperationException
   *           if it is emulated
   */
  static void require() {
    double x = 1.0 / 3;
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && best > SLOW_NANOS; i++) {
      long start = System.nanoTime();
      x = Math.fma(x, 0.7, 0.1);
      best = Math.min(best, System.nanoTime() - start);
    }
    if (best > SLOW_NANOS && x > 0) {
      throw new UnsupportedOperationException(
          "this CPU, or the JVM's settings, lack a fused multiply-add instruction (FMA), without which the cpu backend"
              + " would be a thousand times slower; use the reference backend for small checks");
    }
  }
}
