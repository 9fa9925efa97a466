package io.pathwise.cuda.interpreter;

import java.util.function.LongBinaryOperator;

/**
 * Integer arithmetic of 16, 32 and 64 bits (ISA section "Integer Arithmetic Instructions"); it wraps around. Carries
 * and saturation are not known. Division by zero and the quotient that does not fit are refused, since the ISA leaves
 * their values to the machine.
 */
final class IntegerArithmetic {

  private IntegerArithmetic() {}

  static Action decode(Decoding d) {
    return switch (d.statement().opcode()) {
      case "mul" -> {
        String mode = d.take();
        PtxType type = d.integerType();
        d.finish(3);
        yield Loops.binary(d.target(0, product(d, mode, type)), d.source(1, type), d.source(2, type),
            multiplication(d, mode, type));
      }
      case "mad" -> {
        String mode = d.take();
        PtxType type = d.integerType();
        d.finish(4);
        PtxType wide = product(d, mode, type);
        LongBinaryOperator multiplication = multiplication(d, mode, type);
        yield Loops.ternary(d.target(0, wide), d.source(1, type), d.source(2, type), d.source(3, wide),
            (a, b, c) -> wide.chop(multiplication.applyAsLong(a, b) + c));
      }
      case "neg", "abs" -> {
        PtxType type = d.integerType();
        if (!type.isSigned()) {
          throw d.refuse("needs a signed type");
        }
        d.finish(2);
        int target = d.target(0, type);
        int source = d.source(1, type);
        yield d.statement().opcode().equals("neg")
            ? Loops.unary(target, source, a -> type.chop(-a))
            : Loops.unary(target, source, a -> type.chop(Math.abs(type.number(a))));
      }
      default -> {
        PtxType type = d.integerType();
        d.finish(3);
        yield Loops.binary(d.target(0, type), d.source(1, type), d.source(2, type), binary(d, type));
      }
    };
  }

  private static LongBinaryOperator binary(Decoding d, PtxType type) {
    return switch (d.statement().opcode()) {
      case "add" -> type.width() == 64 ? (a, b) -> a + b : (a, b) -> type.chop(a + b);
      case "sub" -> type.width() == 64 ? (a, b) -> a - b : (a, b) -> type.chop(a - b);
      case "div" -> type.isSigned()
          ? (a, b) -> type.chop(type.number(a) / divisor(d, type, a, b))
          : (a, b) -> Long.divideUnsigned(a, divisor(d, type, a, b));
      case "rem" -> type.isSigned()
          ? (a, b) -> type.chop(type.number(a) % divisor(d, type, a, b))
          : (a, b) -> Long.remainderUnsigned(a, divisor(d, type, a, b));
      case "min" -> (a, b) -> compare(type, a, b) <= 0 ? a : b;
      case "max" -> (a, b) -> compare(type, a, b) >= 0 ? a : b;
      default -> throw d.refuse("unknown instruction");
    };
  }

  private static long divisor(Decoding d, PtxType type, long a, long b) {
    if (b == 0) {
      throw d.refuse("division by zero");
    }
    if (type.isSigned() && type.number(b) == -1 && a == 1L << (type.width() - 1)) {
      throw d.refuse("the quotient does not fit");
    }
    return type.number(b);
  }

  /** The order of two numbers of an integer type. */
  static int compare(PtxType type, long a, long b) {
    return type.isSigned() ? Long.compare(type.number(a), type.number(b)) : Long.compareUnsigned(a, b);
  }

  private static PtxType product(Decoding d, String mode, PtxType type) {
    if (!mode.equals(".wide")) {
      return type;
    }
    return switch (type) {
      case U16 -> PtxType.U32;
      case U32 -> PtxType.U64;
      case S16 -> PtxType.S32;
      case S32 -> PtxType.S64;
      case PRED, B8, B16, B32, B64, U8, U64, S8, S64, F64 -> throw d.refuse("no product is that wide");
    };
  }

  private static LongBinaryOperator multiplication(Decoding d, String mode, PtxType type) {
    int width = type.width();
    return switch (mode) {
      case ".lo" -> (a, b) -> type.chop(a * b);
      case ".wide" -> {
        PtxType wide = product(d, mode, type);
        yield (a, b) -> wide.chop(type.number(a) * type.number(b));
      }
      case ".hi" -> {
        if (width == 64) {
          yield type.isSigned() ? Math::multiplyHigh : Math::unsignedMultiplyHigh;
        }
        yield (a, b) -> type.chop((type.number(a) * type.number(b)) >>> width);
      }
      default -> throw d.refuse("unknown mode " + mode);
    };
  }
}
