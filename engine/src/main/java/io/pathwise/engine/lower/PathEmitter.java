package io.pathwise.engine.lower;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Emits the path code of one stage; whatever is the same on all paths is read from uniforms and columns. */
final class PathEmitter {

  private final CodeBuilder code = new CodeBuilder();
  private final Map<String, Cell> reads = new HashMap<>();
  private final List<String> readOrder = new ArrayList<>();
  private final List<Cell> writes = new ArrayList<>();
  private final Map<Expr, Value> values = new HashMap<>();
  private final HostStates hostStates;
  private final Function<Expr, Cell> hostCell;
  private final Function<Expr, Cell> pathCell;

  /**
   * An emitter.
   *
   * @param hostCell
   *          the uniform or column that holds an expression which is the same on all paths
   * @param pathCell
   *          the cell of a state, noise or recalled value
   */
  PathEmitter(HostStates hostStates, Function<Expr, Cell> hostCell, Function<Expr, Cell> pathCell) {
    this.hostStates = hostStates;
    this.hostCell = hostCell;
    this.pathCell = pathCell;
  }

  /** Adds an output; truth values become 1 and 0. */
  void write(Expr root, Cell target) {
    for (Expr node : pathNodes(root)) {
      if (!values.containsKey(node)) {
        values.put(node, emit(node));
      }
    }
    Value value = value(root);
    code.output(root.type() == Type.BOOL ? code.select(value, code.constant(1.0), code.constant(0.0)) : value);
    writes.add(target);
  }

  PathCode build() {
    return new PathCode(code.build(), readOrder.stream().map(this::cell).toList(), writes);
  }

  private Iterable<Expr> pathNodes(Expr root) {
    TreeMap<Integer, Expr> found = new TreeMap<>();
    Deque<Expr> waiting = new ArrayDeque<>();
    waiting.push(root);
    while (!waiting.isEmpty()) {
      Expr node = waiting.pop();
      if (!values.containsKey(node) && found.putIfAbsent(node.id(), node) == null && hostStates.isOnPath(node)) {
        node.operands().forEach(waiting::push);
      }
    }
    return found.values();
  }

  private Value value(Expr node) {
    Value value = values.get(node);
    if (value == null) {
      throw new IllegalStateException("not emitted: " + node);
    }
    return value;
  }

  private Value emit(Expr node) {
    if (!hostStates.isOnPath(node)) {
      return switch (node) {
        case Expr.Literal literal -> code.constant(literal.value());
        case Expr.Truth truth -> code.truth(truth.value());
        case Expr.Parameter leaf -> read(node, hostCell.apply(node));
        case Expr.StepValue leaf -> read(node, hostCell.apply(node));
        case Expr.State leaf -> read(node, hostCell.apply(node));
        case Expr.Apply leaf -> read(node, hostCell.apply(node));
        case Expr.Noise leaf -> throw new IllegalStateException("noise is on the path");
        case Expr.Sample leaf -> throw new IllegalStateException("a sample is on the path");
        case Expr.Recall leaf -> throw new IllegalStateException("a recalled value is on the path");
      };
    }
    if (node instanceof Expr.Apply apply) {
      return OperationExpansion.expand(code, apply.operation(),
          apply.operands().stream().map(this::value).toArray(Value[]::new));
    }
    return read(node, pathCell.apply(node));
  }

  private Value read(Expr node, Cell cell) {
    String name = switch (cell) {
      case Cell.Uniform uniform -> "uniform " + uniform.index();
      case Cell.Column column -> "column " + column.index();
      case Cell.StateCell state -> node.toString();
      case Cell.NoiseCell noise -> "noise " + noise.number();
      case Cell.TapeCell tape -> "tape " + tape.index();
      case Cell.SinkCell sink -> throw new IllegalStateException("sinks are written only");
      case Cell.SumCell sum -> throw new IllegalStateException("sums are written only");
    };
    if (reads.putIfAbsent(name, cell) == null) {
      readOrder.add(name);
    }
    Value input = code.input(name);
    return node.type() == Type.BOOL ? code.notEqual(input, code.constant(0.0)) : input;
  }

  private Cell cell(String name) {
    Cell cell = reads.get(name);
    if (cell == null) {
      throw new IllegalStateException("not read: " + name);
    }
    return cell;
  }
}
