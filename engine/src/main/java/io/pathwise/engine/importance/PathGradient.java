package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.random.NoiseKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * The values of a program's outputs on one path, whose normal noises are given, and the gradient of the first. The path
 * is unrolled once into a list of evaluations, which then go forward and back for every noise, in plain doubles. For
 * searches on the host, not for simulation: nothing here has the bits of a backend. Start at {@link #at}.
 */
final class PathGradient {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  /** Of uniform noises, where searches start. */
  static final double MEDIAN = 0.5;
  private static final int NONE = -1;
  private static final int MOST_OPERANDS = 3;

  private final Program program;
  private final Inputs inputs;
  private final int normals;
  private final int[] noises;
  /** Where the outputs are. */
  private final int[] results;
  /** What is to be done for every noise, in order. */
  private final int[] evaluated;

  private double[] values = new double[1024];
  private double[] adjoints;
  private Operation[] operations = new Operation[1024];
  private int[] operands = new int[MOST_OPERANDS * 1024];
  private boolean[] depends = new boolean[1024];
  private int size;

  /**
   * Paths of a program.
   *
   * @param program
   *          with forward sweeps, and without sample nodes ({@link io.pathwise.engine.program.Rewriter#drawn})
   */
  PathGradient(Program program, Inputs inputs) {
    this.program = program;
    this.inputs = inputs;
    this.normals = program.noises().size();
    this.noises = new int[dimension()];
    Arrays.fill(noises, NONE);
    this.results = unroll();
    this.adjoints = new double[size];
    this.evaluated = IntStream.rangeClosed(0, Arrays.stream(results).max().orElse(NONE))
        .filter(i -> depends[i] && operands[MOST_OPERANDS * i] != NONE)
        .toArray();
  }

  /** How many evaluations of expressions a path takes. */
  static long evaluations(Program program, Inputs inputs) {
    return inputs.steps() * program.forwardSweeps().stream().flatMap(sweep -> sweep.stages().stream())
        .mapToLong(stage -> Traversal.reachable(stage.updates().values()).size()).sum();
  }

  /** How many noises a path has, those of one step behind the other. */
  int dimension() {
    return inputs.steps() * normals;
  }

  /** Whether a path draws the noise of a place, and it is normal. */
  boolean isNormal(int place) {
    return noises[place] != NONE && program.noises().get(place % normals).kind() == NoiseKind.NORMAL;
  }

  /** How many outputs there are. */
  int outputs() {
    return results.length;
  }

  /** An output on the last path. */
  double output(int number) {
    return values[results[number]];
  }

  /**
   * The first output on a path.
   *
   * @param noise
   *          entry step · noises + number
   */
  double at(double[] noise) {
    for (int i = 0; i < noise.length; i++) {
      if (noises[i] != NONE) {
        values[noises[i]] = noise[i];
      }
    }
    for (int i : evaluated) {
      values[i] = value(operations[i], operand(i, 0), operand(i, 1), operand(i, 2));
    }
    return output(0);
  }

  /**
   * The first output on a path, and its gradient.
   *
   * @param gradient
   *          receives the derivatives by the noises; 0 for uniform ones
   */
  double at(double[] noise, double[] gradient) {
    double value = at(noise);
    goBack();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = isNormal(i) ? adjoints[noises[i]] : 0;
    }
    return value;
  }

  private double operand(int place, int number) {
    int operand = operands[MOST_OPERANDS * place + number];
    return operand == NONE ? 0 : values[operand];
  }

  private void goBack() {
    Arrays.fill(adjoints, 0);
    adjoints[results[0]] = 1;
    for (int i = results[0]; i >= 0; i--) {
      if (depends[i] && adjoints[i] != 0) {
        for (int k = 0; k < MOST_OPERANDS && operands[MOST_OPERANDS * i + k] != NONE; k++) {
          int operand = operands[MOST_OPERANDS * i + k];
          if (depends[operand]) {
            double slope = slope(operations[i], k, operand(i, 0), operand(i, 1), values[i]);
            if (slope != 0) {
              adjoints[operand] += adjoints[i] * slope;
            }
          }
        }
      }
    }
  }

  private int[] unroll() {
    Map<Expr, Integer> states = new HashMap<>();
    for (Sweep sweep : program.sweeps()) {
      Map<Expr, Integer> before = new HashMap<>(states);
      for (State state : sweep.states()) {
        states.put(state.value(), evaluate(state.initial(), before));
      }
      Map<Stage, List<Expr>> orders = new HashMap<>();
      sweep.stages().forEach(stage -> orders.put(stage, Traversal.reachable(stage.updates().values())));
      for (int step = 0; step < inputs.steps(); step++) {
        for (Stage stage : sweep.stages()) {
          if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
            Map<Expr, Integer> found = evaluate(Objects.requireNonNull(orders.get(stage)), states, step);
            stage.updates().forEach((state, next) -> states.put(state, Objects.requireNonNull(found.get(next))));
          }
        }
      }
    }
    return program.outputs().stream().mapToInt(output -> evaluate(((Output.PathSum) output).value(), states)).toArray();
  }

  private int evaluate(Expr root, Map<Expr, Integer> states) {
    return Objects.requireNonNull(evaluate(Traversal.reachable(List.of(root)), states, 0).get(root));
  }

  private Map<Expr, Integer> evaluate(List<Expr> nodes, Map<Expr, Integer> states, int step) {
    Map<Expr, Integer> found = new HashMap<>();
    for (Expr node : nodes) {
      found.put(node, switch (node) {
        case Expr.Literal literal -> leaf(literal.value(), false);
        case Expr.Truth truth -> leaf(truth.value() ? 1 : 0, false);
        case Expr.Parameter parameter -> leaf(inputs.parameter(parameter.name()), false);
        case Expr.StepValue value -> leaf(inputs.stepValue(value.name())[step], false);
        case Expr.State state -> Objects.requireNonNull(states.get(state), "unknown state");
        case Expr.Noise drawn -> noise(drawn, step);
        case Expr.Apply apply -> apply(apply, found);
        case Expr.Sample sample -> throw new IllegalArgumentException("draw samples first: " + sample);
        case Expr.Recall recall -> throw new IllegalArgumentException("no adjoint is needed here: " + recall);
      });
    }
    return found;
  }

  private int leaf(double value, boolean isNoise) {
    return write(Operation.FROZEN, new int[]{NONE, NONE, NONE}, value, isNoise);
  }

  /** The sweeps see the same noise. */
  private int noise(Expr.Noise drawn, int step) {
    int place = step * normals + drawn.number();
    if (noises[place] == NONE) {
      noises[place] = leaf(drawn.kind() == NoiseKind.UNIFORM ? MEDIAN : 0, true);
    }
    return noises[place];
  }

  private int apply(Expr.Apply apply, Map<Expr, Integer> found) {
    int[] places = new int[]{NONE, NONE, NONE};
    double[] x = new double[MOST_OPERANDS];
    boolean isOfNoise = false;
    for (int i = 0; i < apply.operands().size(); i++) {
      places[i] = Objects.requireNonNull(found.get(apply.operand(i)));
      x[i] = values[places[i]];
      isOfNoise |= depends[places[i]];
    }
    return write(apply.operation(), places, value(apply.operation(), x[0], x[1], x[2]), isOfNoise);
  }

  private int write(Operation operation, int[] places, double value, boolean isOfNoise) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      operations = Arrays.copyOf(operations, 2 * size);
      operands = Arrays.copyOf(operands, 2 * MOST_OPERANDS * size);
      depends = Arrays.copyOf(depends, 2 * size);
    }
    values[size] = value;
    operations[size] = operation;
    System.arraycopy(places, 0, operands, MOST_OPERANDS * size, MOST_OPERANDS);
    depends[size] = isOfNoise;
    return size++;
  }

  private static double value(Operation operation, double a, double b, double c) {
    return switch (operation) {
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case SQRT -> Math.sqrt(a);
      case EXP -> StrictMath.exp(a);
      case LOG -> StrictMath.log(a);
      case EXPM1 -> StrictMath.expm1(a);
      case LOG1P -> StrictMath.log1p(a);
      case SIN -> StrictMath.sin(a);
      case COS -> StrictMath.cos(a);
      case ERFC -> Erf.erfc(a);
      case NORMAL_CDF -> NORMAL.cumulativeProbability(a);
      case INVERSE_NORMAL_CDF -> NORMAL.inverseCumulativeProbability(Math.clamp(a, 0, 1));
      case FLOOR -> Math.floor(a);
      case POW -> StrictMath.pow(a, b);
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case FMA -> Math.fma(a, b, c);
      case LESS -> a < b ? 1 : 0;
      case LESS_EQUAL -> a <= b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
      case NOT_EQUAL -> a != b ? 1 : 0;
      case AND -> a != 0 && b != 0 ? 1 : 0;
      case OR -> a != 0 || b != 0 ? 1 : 0;
      case NOT -> a == 0 ? 1 : 0;
      case SELECT -> a != 0 ? b : c;
      case FROZEN, PINNED -> a;
      case LIKELIHOOD_RATIO -> 1;
    };
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
      case FROZEN, FLOOR, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT -> 0;
    };
  }
}
