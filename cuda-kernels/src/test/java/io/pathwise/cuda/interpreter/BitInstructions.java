package io.pathwise.cuda.interpreter;

import java.util.function.LongBinaryOperator;

/**
 * Logic and shifts (ISA section "Logic and Shift Instructions"), the former on predicates too. A shift amount is an
 * unsigned 32-bit number; one beyond the width counts as the width.
 */
final class BitInstructions {

  private BitInstructions() {}

  static Action decode(Decoding d) {
    String opcode = d.statement().opcode();
    PtxType type = d.type();
    boolean shift = opcode.equals("shl") || opcode.equals("shr");
    boolean known = switch (type.kind()) {
      case BITS -> type.width() > 8;
      case PREDICATE -> !shift && !opcode.equals("cnot");
      case UNSIGNED, SIGNED -> opcode.equals("shr") && type.width() > 8;
      case FLOAT -> false;
    };
    if (!known) {
      throw d.refuse("unknown with type " + type.suffix());
    }
    if (opcode.equals("not") || opcode.equals("cnot")) {
      d.finish(2);
      int target = d.target(0, type);
      int source = d.source(1, type);
      return opcode.equals("not")
          ? Loops.unary(target, source, a -> type.chop(~a))
          : Loops.unary(target, source, a -> a == 0 ? 1 : 0);
    }
    d.finish(3);
    return Loops.binary(d.target(0, type), d.source(1, type), d.source(2, shift ? PtxType.U32 : type),
        function(d, type));
  }

  private static LongBinaryOperator function(Decoding d, PtxType type) {
    int width = type.width();
    return switch (d.statement().opcode()) {
      case "and" -> (a, b) -> a & b;
      case "or" -> (a, b) -> a | b;
      case "xor" -> (a, b) -> a ^ b;
      case "shl" -> (a, b) -> b >= width ? 0 : type.chop(a << b);
      default -> type.isSigned()
          ? (a, b) -> type.chop(type.number(a) >> Math.min(b, width - 1))
          : (a, b) -> b >= width ? 0 : a >>> b;
    };
  }
}
