package io.pathwise.engine.lower;

import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates expressions of parameters and per-step values, with the bits that they have in a program. */
public final class HostValues {

  private HostValues() {}

  /** The value of an expression at every step; empty if it depends on states or noise. */
  public static Optional<double[]> perStep(Expr expression, Inputs inputs) {
    Map<String, Integer> parameters = new LinkedHashMap<>();
    Map<String, Integer> stepValues = new LinkedHashMap<>();
    for (Expr node : Traversal.reachable(List.of(expression))) {
      switch (node) {
        case Expr.Parameter parameter -> parameters.put(parameter.name(), parameters.size());
        case Expr.StepValue value -> stepValues.put(value.name(), stepValues.size());
        case Expr.State state -> {
          return Optional.empty();
        }
        case Expr.Noise noise -> {
          return Optional.empty();
        }
        case Expr.Sample sample -> {
          return Optional.empty();
        }
        case Expr.Recall recall -> {
          return Optional.empty();
        }
        case Expr.Literal literal -> {
        }
        case Expr.Truth truth -> {
        }
        case Expr.Apply apply -> {
        }
      }
    }
    HostEmitter emitter = new HostEmitter(parameters, stepValues, new HashMap<>());
    emitter.output(expression);
    HostCode host = emitter.build();
    List<String> parameterNames = List.copyOf(parameters.keySet());
    List<String> stepNames = List.copyOf(stepValues.keySet());
    Interpreter interpreter = new Interpreter(host.code());
    double[] values = new double[inputs.steps()];
    for (int step = 0; step < values.length; step++) {
      double[] read = new double[host.reads().size()];
      for (int i = 0; i < read.length; i++) {
        read[i] = switch (host.reads().get(i)) {
          case HostCode.ParameterSource source -> inputs.parameter(parameterNames.get(source.index()));
          case HostCode.StepSource source -> inputs.stepValue(stepNames.get(source.index()))[step];
          case HostCode.HostStateSource source -> throw new IllegalStateException("no states here: " + source);
        };
      }
      values[step] = interpreter.evaluate(read)[0];
    }
    return Optional.of(values);
  }
}
