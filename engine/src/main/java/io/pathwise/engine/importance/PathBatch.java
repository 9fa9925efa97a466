package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Operation;
import java.util.Arrays;

/**
 * The outputs of a program on several paths at once: each evaluation of an {@link UnrolledPath} is done for all of them
 * before the next. Start at {@link #evaluate}.
 */
final class PathBatch {
  /** How many paths there are in a batch. */
  static final int PATHS = 32;

  private static final double[] NOTHING = new double[PATHS];
  private static final double[] UNREAD = {};

  private final UnrolledPath path;
  /** What stands in every place, by path; most hold constants of which other constants were made, and are not read. */
  private final double[][] values;

  PathBatch(UnrolledPath path) {
    this.path = path;
    this.values = new double[path.size()][];
    Arrays.fill(values, UNREAD);
    double[] constants = path.values();
    for (int place : path.evaluated()) {
      fill(place, constants);
      for (int number = 0; number < UnrolledPath.MOST_OPERANDS; number++) {
        fill(path.operand(place, number), constants);
      }
    }
    for (int place : path.results()) {
      fill(place, constants);
    }
  }

  private void fill(int place, double[] constants) {
    if (place != UnrolledPath.NONE && values[place].length == 0) {
      values[place] = new double[PATHS];
      Arrays.fill(values[place], constants[place]);
    }
  }

  /** Sets the noise of a place on one of the paths. */
  void setNoise(int number, int place, double noise) {
    int row = path.noise(place);
    if (row != UnrolledPath.NONE && values[row].length > 0) {
      values[row][number] = noise;
    }
  }

  /** Follows the paths. */
  void evaluate() {
    for (int place : path.evaluated()) {
      evaluate(path.operation(place), operand(place, 0), operand(place, 1), operand(place, 2), values[place]);
    }
  }

  /** An output on the paths. */
  double[] output(int number) {
    return values[path.results()[number]];
  }

  private double[] operand(int place, int number) {
    int operand = path.operand(place, number);
    return operand == UnrolledPath.NONE ? NOTHING : values[operand];
  }

  /** The frequent operations have loops of their own, in which nothing is to be decided. */
  private static void evaluate(Operation operation, double[] a, double[] b, double[] c, double[] results) {
    switch (operation) {
      case ADD -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] + b[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] - b[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] * b[i];
        }
      }
      case FMA -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = Math.fma(a[i], b[i], c[i]);
        }
      }
      case SELECT -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] != 0 ? b[i] : c[i];
        }
      }
      case NEG -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = -a[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] / b[i];
        }
      }
      case LESS -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] < b[i] ? 1 : 0;
        }
      }
      case LESS_EQUAL -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = a[i] <= b[i] ? 1 : 0;
        }
      }
      case ABS, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW, MIN, MAX,
          EQUAL,
          NOT_EQUAL, AND, OR, NOT, FROZEN, DECIDED, PINNED, LIKELIHOOD_RATIO -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = UnrolledPath.value(operation, a[i], b[i], c[i]);
        }
      }
    }
  }
}
