package io.pathwise.benchmarks;

import java.util.Map;

/** What the workloads' outputs are known to be. */
final class Reference {
  /**
   * W1 by the Black-Scholes formula with d1 = 0.35, d2 = 0.15: value S N(d1) - K e^(-r T) N(d2), delta N(d1), vega S
   * n(d1) sqrt(T), rho K T e^(-r T) N(d2).
   */
  static final Map<String, Estimate> BLACK_SCHOLES = Map.of("value", exactly(10.450583572185565), "delta",
      exactly(0.6368306511756191), "vega", exactly(37.52403469169379), "rho", exactly(53.232481545376345));

  private Reference() {}

  private static Estimate exactly(double value) {
    return new Estimate(value, 0.0);
  }
}
