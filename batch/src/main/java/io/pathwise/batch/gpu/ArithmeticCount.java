package io.pathwise.batch.gpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseKind;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many double-precision instructions a path needs at least: what a device's arithmetic rate allows and no more.
 * Sums, products, fused multiply-adds and comparisons count one; a division or a root counts what its correctly rounded
 * sequence has beside the special-function unit. The rare side of a rare choice, and all integers, count nothing.
 */
final class ArithmeticCount {

  /** Newton steps on a reciprocal, quotient, residual, correction. */
  private static final int DIVISION = 8;
  /** Newton steps on a reciprocal root, root, residual, correction. */
  private static final int ROOT = 8;

  private ArithmeticCount() {}

  /** Of a path of a program on its data; draws are independent ones. */
  static long perPath(LoweredProgram program, Binding binding) {
    long count = of(program.finish().code());
    for (LoweredSweep sweep : program.sweeps()) {
      count += of(sweep.start().code());
      for (int step = 0; step < binding.steps(); step++) {
        Set<Integer> noises = new TreeSet<>();
        for (LoweredStage stage : sweep.stages()) {
          if (binding.isActive(stage, step)) {
            count += of(stage.code().code());
            for (Cell cell : stage.code().reads()) {
              if (cell instanceof Cell.NoiseCell noise) {
                noises.add(noise.number());
              }
            }
          }
        }
        for (int noise : noises) {
          count += ofDraw(program.noises().get(noise));
        }
      }
    }
    return count;
  }

  private static long ofDraw(NoiseKind kind) {
    return of(NoiseCode.build(kind, kind, false, NoiseCode.Method.IN_PAIRS)) / 2;
  }

  /** Of a code, where nothing rare happens. */
  static long of(Code code) {
    BitSet needed = new BitSet();
    code.outputs().forEach(needed::set);
    long count = 0;
    for (int i = needed.length() - 1; i >= 0; i--) {
      if (needed.get(i)) {
        Instruction instruction = code.instructions().get(i);
        count += weight(instruction.op());
        for (int k = 0; k < instruction.op().arity(); k++) {
          if (instruction.op() != Op.SELECT_RARE || k != 1) {
            needed.set(instruction.operand(k));
          }
        }
      }
    }
    return count;
  }

  private static int weight(Op op) {
    return switch (op) {
      case ADD, SUB, MUL, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL -> 1;
      case DIV -> DIVISION;
      case SQRT -> ROOT;
      case CONSTANT, INTEGER, TRUTH, INPUT, INTEGER_INPUT, NEG, ABS, AND, OR, NOT, SELECT, SELECT_RARE, INTEGER_SELECT,
          BITS, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND, INTEGER_OR, INTEGER_XOR, SHIFT_LEFT, SHIFT_RIGHT,
          SHIFT_RIGHT_SIGNED, MULTIPLY_LOW_WORDS ->
        0;
    };
  }
}
