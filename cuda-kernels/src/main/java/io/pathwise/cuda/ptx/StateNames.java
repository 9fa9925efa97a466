package io.pathwise.cuda.ptx;

import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.PathCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The registers of states, and what the program calls them. */
final class StateNames {

  private static final String PREFIX = "%s";

  private final int count;
  private final Map<Integer, String> names = new TreeMap<>();

  StateNames(LoweredProgram program) {
    this.count = program.stateCount();
    Stream.concat(program.sweeps().stream().flatMap(sweep -> Stream.concat(Stream.of(sweep.start()),
        sweep.stages().stream().map(LoweredProgram.LoweredStage::code))), Stream.of(program.finish()))
        .forEach(this::collect);
  }

  private void collect(PathCode path) {
    for (int i = 0; i < path.reads().size(); i++) {
      if (path.reads().get(i) instanceof Cell.StateCell state) {
        names.putIfAbsent(state.index(), path.code().inputs().get(i));
      }
    }
  }

  /** The register of a state. */
  String register(int state) {
    return PREFIX + state;
  }

  /** Whether an operand is a state. */
  boolean isState(String operand) {
    return operand.startsWith(PREFIX) && Character.isDigit(operand.charAt(PREFIX.length()));
  }

  /** The declaration of the registers. */
  String declarations() {
    if (count == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("  .reg .f64 ").append(PREFIX).append('<').append(count).append(">;\n");
    names.forEach((state, name) -> text.append("  // ").append(register(state)).append(" is ")
        .append(PtxWriter.ascii(name)).append('\n'));
    return text.toString();
  }
}
