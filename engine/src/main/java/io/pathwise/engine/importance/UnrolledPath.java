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
 * A path of a program, unrolled once into a list of evaluations in plain doubles, each of which reads earlier ones. For
 * searches on the host, not for simulation: nothing here has the bits of a backend. {@link PathGradient} and
 * {@link PathBatch} run it. Start at {@link #evaluated}.
 */
final class UnrolledPath {
  /** No operand. */
  static final int NONE = -1;
  /** Of uniform noises, where searches start. */
  static final double MEDIAN = 0.5;
  static final int MOST_OPERANDS = 3;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final Program program;
  private final Inputs inputs;
  private final int normals;
  private final int[] noises;
  /** Where the outputs are. */
  private final int[] results;
  /** What is to be done for every noise, in order. */
  private final int[] evaluated;

  private double[] values = new double[1024];
  private Operation[] operations = new Operation[1024];
  private int[] operands = new int[MOST_OPERANDS * 1024];
  private boolean[] depends = new boolean[1024];
  private int size;

  /**
   * A path of a program.
   *
   * @param program
   *          with forward sweeps, and without sample nodes ({@link io.pathwise.engine.program.Rewriter#drawn})
   */
  UnrolledPath(Program program, Inputs inputs) {
    this.program = program;
    this.inputs = inputs;
    this.normals = program.noises().size();
    this.noises = new int[dimension()];
    Arrays.fill(noises, NONE);
    this.results = unroll();
    this.evaluated = IntStream.rangeClosed(0, Arrays.stream(results).max().orElse(NONE))
        .filter(i -> depends[i] && operand(i, 0) != NONE).toArray();
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

  /** Where the noise of a place is, entry step · noises + number; {@link #NONE} if the path does not draw it. */
  int noise(int place) {
    return noises[place];
  }

  /** Whether a path draws the noise of a place, and it is normal. */
  boolean isNormal(int place) {
    return noises[place] != NONE && program.noises().get(place % normals).kind() == NoiseKind.NORMAL;
  }

  /** How long the list is. */
  int size() {
    return size;
  }

  /** The places in the list that are to be evaluated for every noise, in order. */
  int[] evaluated() {
    return evaluated;
  }

  /** Where the outputs are. */
  int[] results() {
    return results;
  }

  /** The operation in a place. */
  Operation operation(int place) {
    return operations[place];
  }

  /** Where an operand of the operation in a place is; {@link #NONE} if it has fewer. */
  int operand(int place, int number) {
    return operands[MOST_OPERANDS * place + number];
  }

  /** Whether noise reaches a place. */
  boolean depends(int place) {
    return depends[place];
  }

  /** What stands in every place on the path of median noise: for good where noise does not reach. */
  double[] values() {
    return Arrays.copyOf(values, size);
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
        case Expr.Noise drawn -> noiseOf(drawn, step);
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
  private int noiseOf(Expr.Noise drawn, int step) {
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

  /** An operation on up to three numbers. */
  static double value(Operation operation, double a, double b, double c) {
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
      case NORMAL_CDF -> NormalProbability.of(a);
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
      case FROZEN, DECIDED, PINNED -> a;
      case LIKELIHOOD_RATIO -> 1;
    };
  }

}
