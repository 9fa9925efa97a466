package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The value of a program's first output on one path, whose normal noises are given, and its gradient by them: the
 * evaluations of an {@link UnrolledPath} forward and back. Start at {@link #at}.
 */
final class PathGradient {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final UnrolledPath path;
  private final int result;
  private final double[] values;
  private final double[] adjoints;

  /**
   * Paths of a program.
   *
   * @param program
   *          with forward sweeps, and without sample nodes ({@link io.pathwise.engine.program.Rewriter#drawn})
   */
  PathGradient(Program program, Inputs inputs) {
    this.path = new UnrolledPath(program, inputs);
    this.result = path.results()[0];
    this.values = path.values();
    this.adjoints = new double[values.length];
  }

  /** How many noises a path has, those of one step behind the other. */
  int dimension() {
    return path.dimension();
  }

  /** Whether a path draws the noise of a place, and it is normal. */
  boolean isNormal(int place) {
    return path.isNormal(place);
  }

  /**
   * The output on a path.
   *
   * @param noise
   *          entry step · noises + number
   */
  double at(double[] noise) {
    for (int i = 0; i < noise.length; i++) {
      if (path.noise(i) != UnrolledPath.NONE) {
        values[path.noise(i)] = noise[i];
      }
    }
    for (int i : path.evaluated()) {
      values[i] = UnrolledPath.value(path.operation(i), operand(i, 0), operand(i, 1), operand(i, 2));
    }
    return values[result];
  }

  /**
   * The output on a path, and its gradient.
   *
   * @param gradient
   *          receives the derivatives by the noises; 0 for uniform ones
   */
  double at(double[] noise, double[] gradient) {
    double value = at(noise);
    goBack();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = isNormal(i) ? adjoints[path.noise(i)] : 0;
    }
    return value;
  }

  private double operand(int place, int number) {
    int operand = path.operand(place, number);
    return operand == UnrolledPath.NONE ? 0 : values[operand];
  }

  private void goBack() {
    Arrays.fill(adjoints, 0);
    adjoints[result] = 1;
    for (int i = result; i >= 0; i--) {
      if (path.depends(i) && adjoints[i] != 0) {
        for (int k = 0; k < UnrolledPath.MOST_OPERANDS && path.operand(i, k) != UnrolledPath.NONE; k++) {
          int operand = path.operand(i, k);
          if (path.depends(operand)) {
            double slope = slope(path.operation(i), k, operand(i, 0), operand(i, 1), values[i]);
            if (slope != 0) {
              adjoints[operand] += adjoints[i] * slope;
            }
          }
        }
      }
    }
  }

  /** The derivative of an operation by its operand k, where it has the value y. */
  private static double slope(Operation operation, int k, double a, double b, double y) {
    return switch (operation) {
      case NEG -> -1;
      case ABS -> Math.signum(a);
      case SQRT -> y > 0 ? 0.5 / y : 0;
      case EXP -> y;
      case LOG -> 1 / a;
      case EXPM1 -> y + 1;
      case LOG1P -> 1 / (1 + a);
      case SIN -> StrictMath.cos(a);
      case COS -> -StrictMath.sin(a);
      case ERFC -> -2 / Math.sqrt(Math.PI) * StrictMath.exp(-a * a);
      case NORMAL_CDF -> NORMAL.density(a);
      case INVERSE_NORMAL_CDF -> 1 / NORMAL.density(y);
      case POW -> k == 0 ? b * StrictMath.pow(a, b - 1) : a > 0 ? y * StrictMath.log(a) : 0;
      case ADD -> 1;
      case SUB -> k == 0 ? 1 : -1;
      case MUL -> k == 0 ? b : a;
      case DIV -> k == 0 ? 1 / b : -y / b;
      case MIN -> (a <= b) == (k == 0) ? 1 : 0;
      case MAX -> (a >= b) == (k == 0) ? 1 : 0;
      case FMA -> k == 0 ? b : k == 1 ? a : 1;
      case SELECT -> k == 0 ? 0 : (a != 0) == (k == 1) ? 1 : 0;
      case PINNED -> k == 1 ? 1 : 0;
      case LIKELIHOOD_RATIO -> y;
      case FROZEN, FLOOR, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, DECIDED -> 0;
    };
  }
}
