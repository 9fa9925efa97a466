package io.pathwise.cuda.interpreter;

import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** setp and selp (ISA section "Comparison and Selection Instructions"). */
final class Comparisons {

  /** A comparison, of the operands' bits. */
  @FunctionalInterface
  private interface Test {
    boolean holds(long a, long b);
  }

  private Comparisons() {}

  static Action decode(Decoding d) {
    return d.statement().opcode().equals("setp") ? setp(d) : selp(d);
  }

  private static Action selp(Decoding d) {
    PtxType type = operandType(d);
    d.finish(4);
    int target = d.target(0, type);
    int yes = d.source(1, type);
    int no = d.source(2, type);
    int condition = d.source(3, PtxType.PRED);
    return (machine, lanes) -> {
      long[] a = machine.values[yes];
      long[] b = machine.values[no];
      long[] c = machine.values[condition];
      long[] result = machine.values[target];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        result[i] = c[i] == 1 ? a[i] : b[i];
      }
    };
  }

  private static Action setp(Decoding d) {
    String name = d.take();
    @Nullable
    LongBinaryOperator combination = null;
    if (d.take(".and")) {
      combination = (a, b) -> a & b;
    } else if (d.take(".or")) {
      combination = (a, b) -> a | b;
    } else if (d.take(".xor")) {
      combination = (a, b) -> a ^ b;
    }
    PtxType type = operandType(d);
    Test test = type == PtxType.F64 ? realTest(d, name) : integerTest(d, name, type);
    d.finish(combination == null ? 3 : 4);
    Operand target = d.operand(0);
    int first;
    int second = -1;
    if (target instanceof Operand.Pair(Operand p, Operand q)) {
      first = d.targetOrSink(p, PtxType.PRED);
      second = d.targetOrSink(q, PtxType.PRED);
    } else {
      first = d.target(0, PtxType.PRED);
    }
    int a = d.source(1, type);
    int b = d.source(2, type);
    if (combination == null) {
      return comparison(first, second, a, b, test);
    }
    Operand other = d.operand(3);
    boolean negated = other instanceof Operand.Not;
    int c = d.source(other instanceof Operand.Not(String p) ? new Operand.Name(p) : other, PtxType.PRED, false);
    return combined(first, second, a, b, c, negated ? 1 : 0, test, combination);
  }

  private static Action comparison(int p, int q, int first, int second, Test test) {
    return (machine, lanes) -> {
      long[] a = machine.values[first];
      long[] b = machine.values[second];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        long result = test.holds(a[i], b[i]) ? 1 : 0;
        write(machine, p, i, result);
        write(machine, q, i, result ^ 1);
      }
    };
  }

  private static Action combined(int p, int q, int first, int second, int third, long flip, Test test,
      LongBinaryOperator combination) {
    return (machine, lanes) -> {
      long[] a = machine.values[first];
      long[] b = machine.values[second];
      long[] c = machine.values[third];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        long result = test.holds(a[i], b[i]) ? 1 : 0;
        long other = c[i] ^ flip;
        write(machine, p, i, combination.applyAsLong(result, other));
        write(machine, q, i, combination.applyAsLong(result ^ 1, other));
      }
    };
  }

  private static void write(Machine machine, int slot, int thread, long value) {
    if (slot >= 0) {
      machine.values[slot][thread] = value;
    }
  }

  /** Ordered comparisons are false for NaN, those with u true. */
  private static Test realTest(Decoding d, String name) {
    return switch (name) {
      case ".eq" -> (a, b) -> real(a) == real(b);
      case ".ne" -> (a, b) -> real(a) < real(b) || real(a) > real(b);
      case ".lt" -> (a, b) -> real(a) < real(b);
      case ".le" -> (a, b) -> real(a) <= real(b);
      case ".gt" -> (a, b) -> real(a) > real(b);
      case ".ge" -> (a, b) -> real(a) >= real(b);
      case ".equ" -> (a, b) -> !(real(a) < real(b) || real(a) > real(b));
      case ".neu" -> (a, b) -> real(a) != real(b);
      case ".ltu" -> (a, b) -> !(real(a) >= real(b));
      case ".leu" -> (a, b) -> !(real(a) > real(b));
      case ".gtu" -> (a, b) -> !(real(a) <= real(b));
      case ".geu" -> (a, b) -> !(real(a) < real(b));
      case ".num" -> (a, b) -> !Double.isNaN(real(a)) && !Double.isNaN(real(b));
      case ".nan" -> (a, b) -> Double.isNaN(real(a)) || Double.isNaN(real(b));
      default -> throw d.refuse("unknown comparison " + name);
    };
  }

  /** Bits compare for equality only; lo, ls, hi and hs are names for unsigned types alone. */
  private static Test integerTest(Decoding d, String name, PtxType type) {
    String order = switch (name) {
      case ".lo" -> ".lt";
      case ".ls" -> ".le";
      case ".hi" -> ".gt";
      case ".hs" -> ".ge";
      default -> name;
    };
    if (!order.equals(name) && type.kind() != PtxType.Kind.UNSIGNED) {
      throw d.refuse("needs an unsigned type");
    }
    if (type.kind() == PtxType.Kind.BITS && !name.equals(".eq") && !name.equals(".ne")) {
      throw d.refuse("bits have no order");
    }
    return switch (order) {
      case ".eq" -> (a, b) -> a == b;
      case ".ne" -> (a, b) -> a != b;
      case ".lt" -> (a, b) -> IntegerArithmetic.compare(type, a, b) < 0;
      case ".le" -> (a, b) -> IntegerArithmetic.compare(type, a, b) <= 0;
      case ".gt" -> (a, b) -> IntegerArithmetic.compare(type, a, b) > 0;
      case ".ge" -> (a, b) -> IntegerArithmetic.compare(type, a, b) >= 0;
      default -> throw d.refuse("unknown comparison " + name);
    };
  }

  private static PtxType operandType(Decoding d) {
    PtxType type = d.type();
    if (type == PtxType.PRED || type.width() == 8) {
      throw d.refuse("unknown with type " + type.suffix());
    }
    return type;
  }

  private static double real(long bits) {
    return Double.longBitsToDouble(bits);
  }
}
