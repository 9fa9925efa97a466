package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists of observation times: made by {@link #equallySpaced}, checked by the products that hold them. */
public final class Schedule {
  private Schedule() {}

  /** {@code count} equally spaced times, the last of them exactly at expiry; the first is not today. */
  public static List<Double> equallySpaced(double expiry, int count) {
    Require.positive("expiry", expiry);
    Require.that(count >= 1, "count of dates is %s, must be >= 1", count);
    return IntStream.rangeClosed(1, count).mapToObj(i -> i == count ? expiry : expiry * i / count).toList();
  }

  static double checkExpiry(double expiry) {
    Require.that(Double.isFinite(expiry), "expiry is %s, must be a finite number of years", expiry);
    Require.that(expiry >= 0, "expiry is %s years, which is in the past", expiry);
    return expiry;
  }

  static int checkSteps(int steps) {
    Require.that(steps >= 1, "steps is %s, must be >= 1", steps);
    return steps;
  }

  static List<Double> checkTimes(String what, List<Double> times, double expiry) {
    List<Double> copy = Require.elements(what, times);
    Require.that(!copy.isEmpty(), "%s are empty, at least one time is needed", what);
    double previous = Double.NEGATIVE_INFINITY;
    for (double time : copy) {
      Require.that(time >= 0 && time <= expiry, "%s contain %s, must be times from 0 to the expiry %s", what,
          time, expiry);
      Require.that(time > previous, "%s must increase strictly, but %s follows %s", what, time,
          previous);
      previous = time;
    }
    return copy;
  }

  /** The sum of some numbers, in their order. */
  static double total(List<Double> numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** The times and the expiry, which is not repeated if it is already the last of them. */
  static List<Double> including(List<Double> times, double expiry) {
    return times.getLast() == expiry ? times : Stream.concat(times.stream(), Stream.of(expiry)).toList();
  }
}
