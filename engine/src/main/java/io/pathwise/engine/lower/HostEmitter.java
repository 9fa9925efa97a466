package io.pathwise.engine.lower;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Type;
import io.pathwise.engine.lower.HostCode.Source;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** Emits host code for expressions that are the same on all paths. */
final class HostEmitter {

  private final CodeBuilder code = new CodeBuilder();
  private final SequencedSet<Source> reads = new LinkedHashSet<>();
  private final Map<Expr, Value> values = new HashMap<>();
  private final Map<String, Integer> parameters;
  private final Map<String, Integer> stepValues;
  private final Map<Expr, Integer> hostStates;

  HostEmitter(Map<String, Integer> parameters, Map<String, Integer> stepValues, Map<Expr, Integer> hostStates) {
    this.parameters = parameters;
    this.stepValues = stepValues;
    this.hostStates = hostStates;
  }

  /** Adds an output: the value of the expression; truth values become 1 and 0. */
  void output(Expr root) {
    Traversal.reachable(List.of(root), values.keySet()).forEach(node -> values.put(node, value(node)));
    Value value = value(root);
    code.output(root.type() == Type.BOOL ? code.select(value, code.constant(1.0), code.constant(0.0)) : value);
  }

  HostCode build() {
    return new HostCode(code.build(), List.copyOf(reads));
  }

  private Value value(Expr node) {
    Value known = values.get(node);
    if (known != null) {
      return known;
    }
    return switch (node) {
      case Expr.Literal literal -> code.constant(literal.value());
      case Expr.Truth truth -> code.truth(truth.value());
      case Expr.Parameter parameter -> read("$" + parameter.name(),
          new HostCode.ParameterSource(number(parameters, parameter.name())));
      case Expr.StepValue step -> read("@" + step.name(), new HostCode.StepSource(number(stepValues, step.name())));
      case Expr.State state -> read(state.toString(), new HostCode.HostStateSource(number(hostStates, state)));
      case Expr.Apply apply -> OperationExpansion.expand(code, apply.operation(),
          apply.operands().stream().map(values::get).toArray(Value[]::new));
      case Expr.Noise noise -> throw onlyOnPaths(noise);
      case Expr.Sample sample -> throw onlyOnPaths(sample);
      case Expr.Recall recall -> throw onlyOnPaths(recall);
    };
  }

  private Value read(String name, Source source) {
    Value value = code.input(name);
    reads.add(source);
    return value;
  }

  private static <K> int number(Map<K, Integer> numbers, K key) {
    Integer number = numbers.get(key);
    if (number == null) {
      throw new IllegalStateException("unknown in host code: " + key);
    }
    return number;
  }

  private static IllegalStateException onlyOnPaths(Expr node) {
    return new IllegalStateException("host code cannot evaluate " + node);
  }
}
