package io.pathwise.pricing.model;

import java.util.List;

/**
 * The steps of a simulation: step k goes from the end of step k − 1 (today for the first) to {@link #end}.
 *
 * @param times
 *          ends of the steps in years, strictly increasing; 0 may be the first
 */
record TimeGrid(List<Double> times) {

  TimeGrid {
    times = List.copyOf(times);
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

  /** 1 when the point in time moves with the events as the valuation time moves, 0 for today, which is where it is. */
  static double moves(double time) {
    return time > 0 ? 1.0 : 0.0;
  }
}
