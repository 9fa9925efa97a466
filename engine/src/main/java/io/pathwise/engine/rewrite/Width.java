package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A width that a rewrite adds to a program as a parameter, so that programs of different widths share a kernel.
 *
 * @param name
 *          of the parameter
 * @param value
 *          of the parameter
 */
record Width(String name, double value) {

  Width {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(name + " is " + value + ", must be a positive finite number");
    }
  }

  /** The parameter. */
  Expr.Parameter parameter(Program program) {
    return program.graph().parameter(name);
  }

  /** The program with the parameter declared. */
  Program declaredIn(Program program) {
    List<Expr.Parameter> parameters = new ArrayList<>(program.parameters());
    parameters.add(parameter(program));
    return new Program(program.graph(), parameters, program.noises(), program.sweeps(), program.outputs());
  }

  /** The data with the parameter's value. */
  Inputs addedTo(Inputs inputs) {
    Map<String, Double> parameters = new HashMap<>(inputs.parameters());
    parameters.put(name, value);
    return new Inputs(inputs.steps(), parameters, inputs.stepValues(), inputs.schedules());
  }
}
