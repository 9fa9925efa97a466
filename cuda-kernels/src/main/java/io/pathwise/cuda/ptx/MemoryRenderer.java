package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.Index;
import io.pathwise.engine.kernel.Memory;
import io.pathwise.engine.kernel.Statement;
import io.pathwise.engine.kernel.Variable;
import java.util.HashMap;
import java.util.Map;

/**
 * Renders loads and stores. What all paths have in common lies as {@link Memory} says; what every path has of its own
 * is interleaved, so that the threads of a warp have neighbouring elements.
 */
final class MemoryRenderer {

  /** A row of an array. */
  private record Row(Memory memory, Variable number, int stride) {}

  private final PtxWriter out;
  private final KernelArguments arguments;
  private final VariableRegisters variables;
  /** The addresses of rows that were computed in this body or in one around it. */
  private Map<Row, String> rows = new HashMap<>();

  MemoryRenderer(PtxWriter out, KernelArguments arguments, VariableRegisters variables) {
    this.out = out;
    this.arguments = arguments;
    this.variables = variables;
  }

  /** Renders a body, the addresses of which are not known behind it. */
  void body(Runnable rendering) {
    Map<Row, String> outer = rows;
    rows = new HashMap<>(outer);
    rendering.run();
    rows = outer;
  }

  /** target = memory[index]. */
  void load(Statement.Load load) {
    switch (load.memory()) {
      case UNIFORMS -> variables.write(load.target(), uniform(out, arguments, fixed(load.index())));
      case COLUMNS, WEIGHTS -> real(load, "ld.global.nc.f64");
      case TAPE, NOISE -> real(load, "ld.global.f64");
      case SCHEDULES, SLOTS, PLANES -> word(load, "ld.global.nc.u32");
      case SOBOL_WORDS -> word(load, "ld.global.u32"); // the kernel itself has written them
    }
  }

  private void real(Statement.Load load, String mnemonic) {
    String value = out.real();
    out.op(mnemonic, value, element(load.memory(), load.index()));
    variables.write(load.target(), value);
  }

  private void word(Statement.Load load, String mnemonic) {
    String value = out.word();
    out.op(mnemonic, value, element(load.memory(), load.index()));
    variables.writeWord(load.target(), value);
  }

  /** memory[index] = source. */
  void store(Statement.Store store) {
    out.op("st.global.f64", element(store.memory(), store.index()), variables.read(store.source()));
  }

  private String element(Memory memory, Index index) {
    String row = row(memory, index);
    if (index.offset() == 0) {
      return "[" + row + "]";
    }
    if (!memory.perPath()) {
      return "[" + row + "+" + index.offset() * bytes(memory) + "]";
    }
    String address = out.integer();
    out.op("mad.lo.u64", address, PathRegisters.INTERLEAVE, Integer.toString(index.offset()), row);
    return "[" + address + "]";
  }

  private String row(Memory memory, Index index) {
    if (index.row().isEmpty()) {
      return base(memory);
    }
    Variable number = index.row().get();
    Row row = new Row(memory, number, index.stride());
    String known = rows.get(row);
    if (known != null) {
      return known;
    }
    String base = base(memory);
    String offset = out.integer();
    String address = out.integer();
    if (memory.perPath()) {
      out.op("mul.wide.u32", offset, variables.readWord(number), Integer.toString(index.stride()));
      out.op("mad.lo.u64", address, offset, PathRegisters.INTERLEAVE, base);
    } else {
      out.op("mul.wide.u32", offset, variables.readWord(number), Integer.toString(index.stride() * bytes(memory)));
      out.op("add.u64", address, base, offset);
    }
    if (number.role() != Variable.Role.REGISTER) {
      rows.put(row, address);
    }
    return address;
  }

  private String base(Memory memory) {
    return switch (memory) {
      case UNIFORMS -> array(Argument.UNIFORMS);
      case COLUMNS -> array(Argument.COLUMNS);
      case SCHEDULES -> array(Argument.SCHEDULES);
      case SOBOL_WORDS -> PathRegisters.WORDS;
      case SLOTS -> array(Argument.SLOTS);
      case PLANES -> array(Argument.PLANES);
      case WEIGHTS -> array(Argument.WEIGHTS);
      case TAPE -> PathRegisters.TAPE;
      case NOISE -> PathRegisters.NOISE;
    };
  }

  private String array(Argument argument) {
    String base = out.integer();
    out.op("ld.param.u64", base, "[" + argument.label() + "]");
    return base;
  }

  private static int bytes(Memory memory) {
    return switch (memory) {
      case SCHEDULES, SOBOL_WORDS, SLOTS, PLANES -> Integer.BYTES;
      case UNIFORMS, COLUMNS, WEIGHTS, TAPE, NOISE -> Double.BYTES;
    };
  }

  private static int fixed(Index index) {
    if (index.row().isPresent()) {
      throw new IllegalStateException("uniforms have no rows");
    }
    return index.offset();
  }

  /** A register with a uniform. */
  static String uniform(PtxWriter out, KernelArguments arguments, int index) {
    String value = out.real();
    if (arguments.has(Argument.UNIFORMS)) {
      String base = out.integer();
      out.op("ld.param.u64", base, "[" + Argument.UNIFORMS.label() + "]");
      out.op("ld.global.nc.f64", value, "[" + base + "+" + index * Double.BYTES + "]");
    } else {
      out.op("ld.param.f64", value, "[" + PtxRenderer.uniformLabel(index) + "]");
    }
    return value;
  }
}
