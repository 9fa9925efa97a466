package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs one instruction in one thread. Its operands are the registers %d (result), %a, %b and %c, whose types and values
 * are given as text: "s32 s32 u32" and "-8 1". Integers are written as in Java, in decimal or hexadecimal, reals as
 * {@link Double#parseDouble} reads them, predicates as 0 or 1.
 */
final class SingleInstruction {

  private static final List<String> SOURCES = List.of("%a", "%b", "%c");

  private SingleInstruction() {}

  /** The bits of %d. */
  static long bits(String instruction, String types, String values) {
    List<String> typeNames = List.of(types.strip().split(" +"));
    List<String> inputs = values.isBlank() ? List.of() : List.of(values.strip().split(" +"));
    GlobalMemory memory = new GlobalMemory();
    long out = memory.allocate("out", 8);
    List<byte[]> arguments = new ArrayList<>(List.of(Arguments.of(out)));
    for (int i = 0; i < inputs.size(); i++) {
      arguments.add(Arguments.of(bits(type(typeNames.get(i + 1)), inputs.get(i))));
    }
    PtxModule.parse(text(instruction, types)).kernel().launch(Launch.of(1, 1), memory, arguments);
    return memory.longs(out, 1)[0];
  }

  /** A module with a kernel that executes the instruction. */
  static String text(String instruction, String types) {
    List<String> typeNames = List.of(types.strip().split(" +"));
    StringBuilder parameters = new StringBuilder(".param .u64 out");
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < typeNames.size() - 1; i++) {
      PtxType type = type(typeNames.get(i + 1));
      String register = SOURCES.get(i);
      parameters.append(", .param .u64 in").append(i);
      body.append(".reg ").append(type.suffix()).append(' ').append(register).append(";\n");
      if (type == PtxType.PRED) {
        body.append("ld.param.u64 %%wide, [in%d]; setp.ne.u64 %s, %%wide, 0;%n".formatted(i, register));
      } else {
        body.append("ld.param.b%d %s, [in%d];%n".formatted(type.width(), register, i));
      }
    }
    PtxType result = type(typeNames.getFirst());
    body.append(".reg ").append(result.suffix()).append(" %d;\n").append(instruction).append(";\n");
    body.append("ld.param.u64 %out, [out];\n");
    if (result == PtxType.PRED) {
      body.append("selp.u64 %wide, 1, 0, %d; st.global.u64 [%out], %wide;\n");
    } else {
      body.append("mov.u64 %wide, 0; st.global.u64 [%out], %wide; ");
      body.append("st.global.b%d [%%out], %%d;%n".formatted(result.width()));
    }
    return """
        .version 7.0
        .target sm_70
        .address_size 64
        .visible .entry single(%s) {
        .reg .u64 %%out; .reg .u64 %%wide;
        %sret;
        }
        """.formatted(parameters, body);
  }

  static PtxType type(String name) {
    PtxType type = PtxType.ofSuffix("." + name);
    if (type == null) {
      throw new IllegalArgumentException(name);
    }
    return type;
  }

  /** The bits of a value of that type. */
  static long bits(PtxType type, String value) {
    if (type == PtxType.F64) {
      return value.startsWith("bits:")
          ? Long.parseUnsignedLong(value.substring(5), 16)
          : Double.doubleToRawLongBits(Double.parseDouble(value));
    }
    return type.chop(value.startsWith("0x") ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value));
  }
}
