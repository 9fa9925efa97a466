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

  private final UnrolledPath path;
  /** What stands in every place, by path. */
  private final double[][] values;

  PathBatch(UnrolledPath path) {
    this.path = path;
    double[] constants = path.values();
    this.values = new double[constants.length][PATHS];
    for (int place = 0; place < constants.length; place++) {
      Arrays.fill(values[place], constants[place]);
    }
  }

  /** Sets the noise of a place on one of the paths. */
  void setNoise(int number, int place, double noise) {
    if (path.noise(place) != UnrolledPath.NONE) {
      values[path.noise(place)][number] = noise;
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
      case NEG, ABS, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW, DIV, MIN,
          MAX, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, FROZEN, DECIDED, PINNED, LIKELIHOOD_RATIO -> {
        for (int i = 0; i < PATHS; i++) {
          results[i] = UnrolledPath.value(operation, a[i], b[i], c[i]);
        }
      }
    }
  }
}
