package io.pathwise.pricing.model;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The steps of a simulation: step k goes from the end of step k − 1 (today for the first) to {@link #end}. Start at
 * {@link #of}.
 *
 * @param times
 *          ends of the steps in years, strictly increasing; 0 may be the first
 * @param moves
 *          for each of them how fast it comes nearer as the valuation time moves on: 1 for events; 0 for today and for
 *          tenors, which belong to the market and keep their distance from the valuation date; in between for points
 *          that divide an interval of such times
 */
public record TimeGrid(List<Double> times, List<Double> moves) {

  /** A share of a step that is left to rounding. */
  private static final double ROUNDING = 1e-9;

  /** A model that needs more is refused before it fills the memory. */
  private static final int MOST_STEPS = 1_000_000;

  public TimeGrid {
    times = List.copyOf(times);
    moves = List.copyOf(moves);
  }

  /**
   * The grid through given times.
   *
   * @param times
   *          strictly increasing
   * @param tenors
   *          those of the times that belong to the market
   * @param longestStep
   *          an interval that is longer is divided into equal steps that are not
   * @throws IllegalArgumentException
   *           when that takes more than a million steps
   */
  public static TimeGrid of(Iterable<Double> times, Set<Double> tenors, double longestStep) {
    List<Double> ends = new ArrayList<>();
    List<Double> moves = new ArrayList<>();
    double from = 0;
    double movesFrom = 0;
    for (double to : times) {
      double movesTo = to > 0 && !tenors.contains(to) ? 1 : 0;
      double needed = Math.ceil((to - from) / longestStep - ROUNDING);
      Require.that(needed <= MOST_STEPS, "the model takes %s steps to the time %s, at most %s are possible", needed, to,
          MOST_STEPS);
      int steps = Math.max(1, (int) needed);
      for (int step = 1; step < steps; step++) {
        double share = (double) step / steps;
        ends.add(from + (to - from) * share);
        moves.add(movesFrom + (movesTo - movesFrom) * share);
      }
      ends.add(to);
      moves.add(movesTo);
      from = to;
      movesFrom = movesTo;
    }
    return new TimeGrid(ends, moves);
  }

  public int steps() {
    return times.size();
  }

  public double start(int step) {
    return step == 0 ? 0.0 : times.get(step - 1);
  }

  public double end(int step) {
    return times.get(step);
  }

  public double length(int step) {
    return end(step) - start(step);
  }

  public double startMoves(int step) {
    return step == 0 ? 0.0 : moves.get(step - 1);
  }

  public double endMoves(int step) {
    return moves.get(step);
  }
}
