package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs one instruction in one thread. Its operands are the registers %d (result), %a, %b and %c, whose types and values
 * are given as text: "s32 s32 u32" and "-8 1". Integers are written as in Java, in decimal or hexadecimal, reals as
 * {@link Double#parseDouble} reads them, predicates as 0 or 1.
 */
final class SingleInstruction {

  /** What a module begins with. */
  static final String HEADER = ".version 7.0\n.target sm_70\n.address_size 64\n";
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
    return HEADER + entry("single", instruction, types);
  }

  /** The same without the module's header. */
  static String entry(String name, String instruction, String types) {
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
        .visible .entry %s(%s) {
        .reg .u64 %%out; .reg .u64 %%wide;
        %sret;
        }
        """.formatted(name, parameters, body);
  }

  /** An entry that stores the result of an instruction on constants; compare {@link #storing}. */
  static String onConstants(String name, String instruction, String types, String values) {
    List<String> typeNames = List.of(types.strip().split(" +"));
    List<String> inputs = values.isBlank() ? List.of() : List.of(values.strip().split(" +"));
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < inputs.size(); i++) {
      PtxType type = type(typeNames.get(i + 1));
      String register = SOURCES.get(i);
      body.append(".reg %s %s;%n".formatted(type.suffix(), register))
          .append(constant(register, type, bits(type, inputs.get(i))));
    }
    return storing(name, type(typeNames.getFirst()), body.append(instruction).append(";\n").toString());
  }

  /** An entry that stores a constant. */
  static String storing(String name, PtxType type, long bits) {
    return storing(name, type, constant("%d", type, bits));
  }

  private static String storing(String name, PtxType type, String body) {
    return """
        .visible .entry %s(.param .u64 out) {
        .reg .u64 %%out; .reg .u32 %%wide; .reg %s %%d;
        %sld.param.u64 %%out, [out];
        %s
        ret;
        }
        """.formatted(name, type.suffix(), body, type == PtxType.PRED
        ? "selp.u32 %wide, 1, 0, %d; st.global.u32 [%out], %wide;"
        : "st.global.b" + type.width() + " [%out], %d;");
  }

  private static String constant(String register, PtxType type, long bits) {
    return switch (type) {
      case PRED -> "setp.ne.u32 %s, %d, 0;%n".formatted(register, bits);
      case F64 -> "mov.f64 %s, 0d%016X;%n".formatted(register, bits);
      case B8, B16, B32, B64, U8, U16, U32, U64, S8, S16, S32, S64 ->
        "mov.b%d %s, 0x%x;%n".formatted(type.width(), register, bits);
    };
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
