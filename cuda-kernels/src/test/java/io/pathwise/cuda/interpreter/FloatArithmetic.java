package io.pathwise.cuda.interpreter;

/**
 * Arithmetic in double precision (ISA section "Floating Point Instructions"): IEEE 754, to nearest even, subnormals
 * kept. neg and abs change the sign bit only, of a NaN too; the bits of other NaN results are {@link Launch#nan}. An
 * add, sub or mul without .rn is refused as well, since the ISA lets an optimiser contract it.
 */
final class FloatArithmetic {

  private static final PtxType TYPE = PtxType.F64;

  private FloatArithmetic() {}

  static Action decode(Decoding d) {
    String opcode = d.statement().opcode();
    boolean sign = opcode.equals("neg") || opcode.equals("abs");
    if (!sign) {
      d.roundToNearest();
    }
    if (d.type() != TYPE) {
      throw d.refuse("only .f64 is known");
    }
    return switch (opcode) {
      case "neg", "abs", "sqrt" -> {
        d.finish(2);
        yield unary(opcode, d.target(0, TYPE), d.source(1, TYPE));
      }
      case "fma" -> {
        d.finish(4);
        yield fma(d.target(0, TYPE), d.source(1, TYPE), d.source(2, TYPE), d.source(3, TYPE));
      }
      default -> {
        d.finish(3);
        yield binary(opcode, d.target(0, TYPE), d.source(1, TYPE), d.source(2, TYPE));
      }
    };
  }

  private static Action unary(String opcode, int target, int source) {
    return switch (opcode) {
      case "neg" -> (machine, lanes) -> {
        long[] a = machine.values[source];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = a[i] ^ Long.MIN_VALUE;
        }
      };
      case "abs" -> (machine, lanes) -> {
        long[] a = machine.values[source];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = a[i] & Long.MAX_VALUE;
        }
      };
      default -> (machine, lanes) -> {
        long[] a = machine.values[source];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = machine.bits(Math.sqrt(real(a[i])));
        }
      };
    };
  }

  // A loop of its own for each, so that each is compiled on its own: they are most of what a kernel executes.
  private static Action binary(String opcode, int target, int first, int second) {
    return switch (opcode) {
      case "add" -> (machine, lanes) -> {
        long[] a = machine.values[first];
        long[] b = machine.values[second];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = machine.bits(real(a[i]) + real(b[i]));
        }
      };
      case "sub" -> (machine, lanes) -> {
        long[] a = machine.values[first];
        long[] b = machine.values[second];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = machine.bits(real(a[i]) - real(b[i]));
        }
      };
      case "mul" -> (machine, lanes) -> {
        long[] a = machine.values[first];
        long[] b = machine.values[second];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = machine.bits(real(a[i]) * real(b[i]));
        }
      };
      default -> (machine, lanes) -> {
        long[] a = machine.values[first];
        long[] b = machine.values[second];
        long[] result = machine.values[target];
        for (int k = 0; k < lanes.count; k++) {
          int i = lanes.index[k];
          result[i] = machine.bits(real(a[i]) / real(b[i]));
        }
      };
    };
  }

  private static Action fma(int target, int first, int second, int third) {
    return (machine, lanes) -> {
      long[] a = machine.values[first];
      long[] b = machine.values[second];
      long[] c = machine.values[third];
      long[] result = machine.values[target];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        result[i] = machine.bits(Math.fma(real(a[i]), real(b[i]), real(c[i])));
      }
    };
  }

  private static double real(long bits) {
    return Double.longBitsToDouble(bits);
  }
}
