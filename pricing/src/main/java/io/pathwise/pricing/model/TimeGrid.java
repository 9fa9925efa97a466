package io.pathwise.pricing.model;

import java.util.List;
import java.util.Set;

/**
 * The steps of a simulation: step k goes from the end of step k − 1 (today for the first) to {@link #end}.
 *
 * @param times
 *          ends of the steps in years, strictly increasing; 0 may be the first
 * @param tenors
 *          those of the times that belong to the market and not to the product: they keep their distance from the
 *          valuation date when that moves
 */
record TimeGrid(List<Double> times, Set<Double> tenors) {

  TimeGrid {
    times = List.copyOf(times);
    tenors = Set.copyOf(tenors);
  }

  int steps() {
    return times.size();
  }

  double start(int step) {
    return step == 0 ? 0.0 : times.get(step - 1);
  }

  double end(int step) {
    return times.get(step);
  }

  /** 1 when the point in time comes nearer as the valuation time moves on, as events do; 0 for today and tenors. */
  double moves(double time) {
    return time > 0 && !tenors.contains(time) ? 1.0 : 0.0;
  }
}
