package io.pathwise.engine.joint;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.PathCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Puts together one piece of a joint program's path code; what several programs compute there is computed once. */
final class NodeEmitter {

  private final CodeBuilder code = new CodeBuilder();
  private final Map<String, Cell> reads = new LinkedHashMap<>();
  private final Map<Cell, Value> writes = new LinkedHashMap<>();

  /**
   * Adds some outputs of a program's code.
   *
   * @param outputs
   *          which, by number
   * @param sources
   *          where the joint program has what a cell of the program holds
   * @return their values
   */
  List<Value> add(PathCode path, List<Integer> outputs, UnaryOperator<Cell> sources) {
    return code.addCode(path.code(), outputs, input -> {
      Cell cell = sources.apply(path.reads().get(input));
      reads.putIfAbsent(cell.toString(), cell);
      return code.input(cell.toString());
    });
  }

  /** Writes a value to a cell, once. */
  void write(Cell target, Value value) {
    if (writes.putIfAbsent(target, value) == null) {
      code.output(value);
    }
  }

  PathCode build() {
    return new PathCode(code.build(), new ArrayList<>(reads.values()), new ArrayList<>(writes.keySet()));
  }
}
