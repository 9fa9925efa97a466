package io.pathwise.engine.program;

import java.util.HashMap;
import java.util.Map;

/**
 * The data a program runs on. Immutable by agreement: arrays are not copied and must not change.
 *
 * @param steps
 *          how many steps there are, at least 0
 * @param parameters
 *          a value for every parameter, by name
 * @param stepValues
 *          for every per-step value its numbers, one a step
 * @param schedules
 *          for every schedule at which steps it holds, one flag a step
 */
public record Inputs(int steps, Map<String, Double> parameters, Map<String, double[]> stepValues,
    Map<String, boolean[]> schedules) {

  /**
   * Copies the maps and checks the lengths.
   *
   * @throws IllegalArgumentException
   *           naming the array whose length is not the number of steps
   */
  public Inputs {
    parameters = Map.copyOf(parameters);
    stepValues = Map.copyOf(stepValues);
    schedules = Map.copyOf(schedules);
    int length = steps;
    stepValues.forEach((name, values) -> checkLength(name, values.length, length));
    schedules.forEach((name, flags) -> checkLength(name, flags.length, length));
  }

  private static void checkLength(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(name + " has " + actual + " entries for " + expected + " steps");
    }
  }

  /** The value of a parameter. */
  public double parameter(String name) {
    Double value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value for the parameter " + name + " among " + parameters.keySet());
    }
    return value;
  }

  /** The numbers of a per-step value. */
  public double[] stepValue(String name) {
    double[] values = stepValues.get(name);
    if (values == null) {
      throw new IllegalArgumentException("no numbers for the step value " + name + " among " + stepValues.keySet());
    }
    return values;
  }

  /** The flags of a schedule. */
  public boolean[] schedule(String name) {
    boolean[] flags = schedules.get(name);
    if (flags == null) {
      throw new IllegalArgumentException("no steps for the schedule " + name + " among " + schedules.keySet());
    }
    return flags;
  }

  /** The same data with one parameter changed; for bumps and scenarios. */
  public Inputs withParameter(String name, double value) {
    parameter(name);
    Map<String, Double> changed = new HashMap<>(parameters);
    changed.put(name, value);
    return new Inputs(steps, changed, stepValues, schedules);
  }

  /** The same data with a further parameter. */
  public Inputs withNewParameter(String name, double value) {
    Map<String, Double> more = new HashMap<>(parameters);
    more.put(name, value);
    return new Inputs(steps, more, stepValues, schedules);
  }

  /** The same data with another or changed per-step value. */
  public Inputs withStepValue(String name, double[] values) {
    return withStepValues(Map.of(name, values));
  }

  /** The same data with other or changed per-step values. */
  public Inputs withStepValues(Map<String, double[]> values) {
    Map<String, double[]> changed = new HashMap<>(stepValues);
    changed.putAll(values);
    return new Inputs(steps, parameters, changed, schedules);
  }

  /** The same data with another or changed schedule. */
  public Inputs withSchedule(String name, boolean[] flags) {
    Map<String, boolean[]> changed = new HashMap<>(schedules);
    changed.put(name, flags);
    return new Inputs(steps, parameters, stepValues, changed);
  }
}
