package io.pathwise.cuda.interpreter;

import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * cvt between integers of 8 to 64 bits and doubles (ISA section "Data Movement and Conversion Instructions: cvt"). A
 * double beyond the range of an integer type becomes its nearest end; NaN becomes the number whose only set bit is the
 * highest, as the ISA says of sources of type .f64. Saturation (.sat) is not known.
 */
final class Conversions {

  private static final double TWO_63 = 0x1p63;

  private Conversions() {}

  static Action decode(Decoding d) {
    String rounding = d.peek();
    if (rounding != null && PtxType.ofSuffix(rounding) == null) {
      d.take();
    } else {
      rounding = null;
    }
    PtxType to = d.type();
    PtxType from = d.type();
    if (to.kind() == PtxType.Kind.BITS || from.kind() == PtxType.Kind.BITS || to == PtxType.PRED
        || from == PtxType.PRED) {
      throw d.refuse("unknown with bits");
    }
    LongUnaryOperator function = function(d, rounding, to, from);
    d.finish(2);
    int target = d.wideTarget(0, to);
    int source = d.wideSource(1, from);
    return Loops.unary(target, source, extension(d, to, function));
  }

  /** What follows for a destination register that is wider than the type: extension by the type's sign. */
  private static LongUnaryOperator extension(Decoding d, PtxType to, LongUnaryOperator function) {
    PtxType register = d.register(((Operand.Name) d.operand(0)).name()).type();
    return register.width() == to.width()
        ? function
        : value -> register.chop(to.number(function.applyAsLong(value)));
  }

  private static LongUnaryOperator function(Decoding d, @Nullable String rounding, PtxType to, PtxType from) {
    if (to.isInteger() && from.isInteger()) {
      if (rounding != null) {
        throw d.refuse("unknown modifier " + rounding);
      }
      return value -> to.chop(from.number(from.chop(value)));
    }
    if (rounding == null) {
      throw d.refuse("needs a rounding modifier");
    }
    if (from.isInteger()) {
      if (!rounding.equals(".rn")) {
        throw d.refuse("unknown modifier " + rounding + ", only .rn is known");
      }
      return value -> Double.doubleToRawLongBits(real(from, from.number(from.chop(value))));
    }
    return to == PtxType.F64
        ? value -> Double.doubleToRawLongBits(whole(d, rounding, Double.longBitsToDouble(value)))
        : value -> to.chop(integer(to, whole(d, rounding, Double.longBitsToDouble(value))));
  }

  private static double real(PtxType from, long number) {
    if (from.isSigned() || number >= 0) {
      return (double) number;
    }
    return (double) ((number >>> 1) | (number & 1)) * 2;
  }

  private static double whole(Decoding d, String rounding, double value) {
    return switch (rounding) {
      case ".rni" -> Math.rint(value);
      case ".rzi" -> value < 0 ? Math.ceil(value) : Math.floor(value);
      case ".rmi" -> Math.floor(value);
      case ".rpi" -> Math.ceil(value);
      default -> throw d.refuse("unknown modifier " + rounding);
    };
  }

  private static long integer(PtxType to, double whole) {
    int width = to.width();
    if (Double.isNaN(whole)) {
      return 1L << (width - 1);
    } else if (to.isSigned()) {
      long limit = width == 64 ? Long.MAX_VALUE : (1L << (width - 1)) - 1;
      return Math.clamp((long) whole, -limit - 1, limit); // a Java cast saturates too
    } else if (whole <= 0) {
      return 0;
    } else if (width < 64) {
      return Math.min((long) whole, (1L << width) - 1);
    } else if (whole >= 2 * TWO_63) {
      return -1;
    }
    return whole < TWO_63 ? (long) whole : (long) (whole - TWO_63) ^ Long.MIN_VALUE;
  }
}
