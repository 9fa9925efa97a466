package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.RiskFactor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;

/** Collects the data of a program while its structure is written, so that no name is given in one place only. */
public final class InputsBuilder {

  private final ProgramBuilder program;
  private final TimeGrid grid;
  private final String prefix;
  private final Map<String, Double> parameters;
  private final Map<String, double[]> stepValues;
  private final Map<String, boolean[]> schedules;

  public InputsBuilder(ProgramBuilder program, TimeGrid grid) {
    this(program, grid, "", new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private InputsBuilder(ProgramBuilder program, TimeGrid grid, String prefix, Map<String, Double> parameters,
      Map<String, double[]> stepValues, Map<String, boolean[]> schedules) {
    this.program = program;
    this.grid = grid;
    this.prefix = prefix;
    this.parameters = parameters;
    this.stepValues = stepValues;
    this.schedules = schedules;
  }

  /** Collects into the same data, under names with a prefix: for products that mean different numbers by one name. */
  public InputsBuilder within(String scope) {
    return new InputsBuilder(program, grid, prefix + scope, parameters, stepValues, schedules);
  }

  /** The name of the parameter that moves with a risk factor. */
  public static String name(RiskFactor factor) {
    return Require.given("factor", factor).toString();
  }

  /** The parameter that moves with a risk factor, and its value. */
  public Expr parameter(RiskFactor factor, double value) {
    return parameter(name(factor), value);
  }

  /**
   * A parameter and its value.
   *
   * @throws IllegalStateException
   *           when it has another value already: two products that share a program mean different numbers by one name
   */
  public Expr parameter(String name, double value) {
    Double known = parameters.putIfAbsent(prefix + name, value);
    if (known != null && known != value) {
      throw new IllegalStateException("the parameter " + prefix + name + " is " + known + " and " + value);
    }
    return program.parameter(prefix + name);
  }

  /** A per-step value and its numbers, by step. */
  public Expr stepValue(String name, IntToDoubleFunction number) {
    double[] numbers = new double[grid.steps()];
    for (int step = 0; step < numbers.length; step++) {
      numbers[step] = number.applyAsDouble(step);
    }
    stepValues.put(prefix + name, numbers);
    return program.stepValue(prefix + name);
  }

  /** A per-step value that is a function of the time from the start of the step to the last one's end. */
  public Expr timeLeft(String name, DoubleUnaryOperator number) {
    double last = grid.end(grid.steps() - 1);
    return stepValue(name, step -> number.applyAsDouble(last - grid.start(step)));
  }

  /** A per-step value that has given numbers at the steps that end at given times, and 0 at others. */
  public Expr atTimes(String name, List<Double> times, List<Double> numbers) {
    Map<Double, Double> byTime = new HashMap<>();
    for (int i = 0; i < times.size(); i++) {
      byTime.putIfAbsent(times.get(i), numbers.get(i));
    }
    return atTimes(name, byTime, 0);
  }

  /** A per-step value that has given numbers at the steps that end at given times, and another one elsewhere. */
  public Expr atTimes(String name, Map<Double, Double> numbers, double elsewhere) {
    return stepValue(name, step -> numbers.getOrDefault(grid.end(step), elsewhere));
  }

  /**
   * A per-step value that has given numbers at the steps that end at given times or lead to them; after them the last.
   */
  public Expr untilTimes(String name, NavigableMap<Double, Double> numbers) {
    return stepValue(name, step -> {
      Map.Entry<Double, Double> next = numbers.ceilingEntry(grid.end(step));
      return next == null ? numbers.lastEntry().getValue() : next.getValue();
    });
  }

  /** A condition that holds at the first step and at those that begin at times with a property. */
  public Expr begins(String name, Predicate<Double> at) {
    return program.graph().less(program.graph().literal(0.0),
        stepValue(name, step -> step == 0 || at.test(grid.start(step)) ? 1 : 0));
  }

  /**
   * Declares a stage that runs at the steps that end at times with a property, unless it is there already.
   *
   * @return its name in the program
   */
  public String stage(String own, Predicate<Double> at) {
    String name = prefix + own;
    boolean[] flags = new boolean[grid.steps()];
    for (int step = 0; step < flags.length; step++) {
      flags[step] = at.test(grid.end(step));
    }
    boolean[] known = schedules.putIfAbsent(name, flags);
    if (known == null) {
      program.stage(name, name);
    } else if (!Arrays.equals(known, flags)) {
      throw new IllegalStateException("two products that share a program disagree on the stage " + name);
    }
    return name;
  }

  public Inputs build() {
    return new Inputs(grid.steps(), parameters, stepValues, schedules);
  }
}
