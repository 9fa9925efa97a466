package io.pathwise.cuda.interpreter;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Actions that apply a function of the operands' bits to every thread. */
final class Loops {

  /** A function of three operands. */
  @FunctionalInterface
  interface LongTernaryOperator {
    long applyAsLong(long a, long b, long c);
  }

  private Loops() {}

  static Action unary(int target, int first, LongUnaryOperator function) {
    return (machine, lanes) -> {
      long[] a = machine.values[first];
      long[] result = machine.values[target];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        result[i] = function.applyAsLong(a[i]);
      }
    };
  }

  static Action binary(int target, int first, int second, LongBinaryOperator function) {
    return (machine, lanes) -> {
      long[] a = machine.values[first];
      long[] b = machine.values[second];
      long[] result = machine.values[target];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        result[i] = function.applyAsLong(a[i], b[i]);
      }
    };
  }

  static Action ternary(int target, int first, int second, int third, LongTernaryOperator function) {
    return (machine, lanes) -> {
      long[] a = machine.values[first];
      long[] b = machine.values[second];
      long[] c = machine.values[third];
      long[] result = machine.values[target];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        result[i] = function.applyAsLong(a[i], b[i], c[i]);
      }
    };
  }
}
