package io.pathwise.engine.graph;

import io.pathwise.engine.random.NoiseKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions, equal ones once (hash-consing), and simplifies them on the way by the rules of {@link Simplifier}.
 * One graph serves one program and all the programs derived from it. Not thread-safe.
 */
public final class Graph {

  /** What tells expressions apart; operands are told apart by identity. */
  private record Key(Object what, List<Expr> operands) {}

  private final List<Expr> nodes = new ArrayList<>();
  private final Map<Key, Expr> known = new HashMap<>();
  private final Set<String> states = new HashSet<>();
  private int noiseCount;

  /**
   * Takes all names of states and all numbers of noises as free again, for a program that is written once more: what is
   * equal to expressions of before are the same objects. Nobody else may go on writing in the graph.
   */
  public void rewind() {
    states.clear();
    noiseCount = 0;
  }

  /** How many expressions have been made. */
  public int size() {
    return nodes.size();
  }

  /** The expression with that id. */
  public Expr node(int id) {
    return nodes.get(id);
  }

  /** Whether an expression was made here. */
  boolean made(Expr node) {
    return node.id() < nodes.size() && nodes.get(node.id()) == node;
  }

  private interface Maker {
    Expr make(int id);
  }

  private Expr intern(Object what, List<Expr> operands, Maker maker) {
    Key key = new Key(what, operands);
    Expr node = known.get(key);
    if (node == null) {
      node = maker.make(nodes.size());
      nodes.add(node);
      known.put(key, node);
    }
    return node;
  }

  /** A number; all NaNs are one. */
  public Expr literal(double value) {
    return intern(Double.doubleToLongBits(value), List.of(), id -> new Expr.Literal(id, value));
  }

  /** A truth value. */
  public Expr truth(boolean value) {
    return intern(value, List.of(), id -> new Expr.Truth(id, value));
  }

  /** The parameter of that name. */
  public Expr.Parameter parameter(String name) {
    return (Expr.Parameter) intern("parameter " + name, List.of(), id -> new Expr.Parameter(id, name));
  }

  /** The per-step value of that name. */
  public Expr.StepValue stepValue(String name) {
    return (Expr.StepValue) intern("step value " + name, List.of(), id -> new Expr.StepValue(id, name));
  }

  /** The state of that name. */
  public Expr.State state(String name) {
    states.add(name);
    return (Expr.State) intern("state " + name, List.of(), id -> new Expr.State(id, name));
  }

  /** A state whose name is not taken yet: the name itself, or the name with a number behind it. */
  public Expr.State newState(String name) {
    String free = name;
    for (int i = 2; states.contains(free); i++) {
      free = name + "#" + i;
    }
    return state(free);
  }

  /**
   * A new sample node x ~ distribution(arguments), with noises of its own. Two calls make two independent samples.
   *
   * @param arguments
   *          the parameters of the distribution, in its order
   */
  public Expr.Sample sample(Distribution distribution, Expr... arguments) {
    if (arguments.length != distribution.parameters().size()) {
      throw new IllegalArgumentException(
          distribution.name() + " takes " + distribution.parameters() + ", not " + arguments.length + " arguments");
    }
    List<Expr.Noise> noises = distribution.noises().stream().map(this::newNoise).toList();
    return sample(distribution, Arrays.asList(arguments), noises);
  }

  /** A new noise, not used by any sample. */
  public Expr.Noise newNoise(NoiseKind kind) {
    return noise(kind, noiseCount);
  }

  /**
   * The noise of that kind and number. A rewrite that needs further noises numbers them on from those of its program,
   * so that the result does not depend on what else has been made in the graph.
   */
  public Expr.Noise noise(NoiseKind kind, int number) {
    noiseCount = Math.max(noiseCount, number + 1);
    return (Expr.Noise) intern("noise " + kind + number, List.of(), id -> new Expr.Noise(id, kind, number));
  }

  /** The sample drawn from a distribution with one given noise; the same noise must not serve two samples. */
  public Expr.Sample sample(Distribution distribution, List<Expr> arguments, Expr.Noise noise) {
    return sample(distribution, arguments, List.of(noise));
  }

  /**
   * The sample drawn from a distribution with the given noises; the same noise must not serve two samples.
   *
   * @throws IllegalArgumentException
   *           unless there are as many noises as the distribution is drawn with
   */
  public Expr.Sample sample(Distribution distribution, List<Expr> arguments, List<Expr.Noise> noises) {
    if (noises.size() != distribution.noises().size()) {
      throw new IllegalArgumentException(
          distribution.name() + " is drawn with " + distribution.noises().size() + " noises, not " + noises.size());
    }
    List<Expr> key = new ArrayList<>(arguments);
    key.addAll(noises);
    return (Expr.Sample) intern(distribution, key, id -> new Expr.Sample(id, distribution, arguments, noises));
  }

  /** The value of a forward expression at the same step, read in a backward sweep. */
  public Expr recall(Expr value, String stage) {
    if (value.variability() != Variability.PATH) {
      return value;
    }
    return intern("recall " + stage, List.of(value), id -> new Expr.Recall(id, value, stage));
  }

  /** An operation applied to operands of the right number and types, simplified where IEEE rules allow it. */
  public Expr apply(Operation operation, Expr... operands) {
    List<Type> types = operation.operandTypes();
    if (operands.length != types.size()) {
      throw new IllegalArgumentException(operation + " takes " + types.size() + " operands, not " + operands.length);
    }
    Variability variability = Variability.LITERAL;
    for (int i = 0; i < operands.length; i++) {
      if (operands[i].type() != types.get(i)) {
        throw new IllegalArgumentException(
            operation + " takes " + types.get(i) + " as operand " + i + ", not " + operands[i].type());
      }
      variability = variability.or(operands[i].variability());
    }
    @Nullable
    Expr simple = Simplifier.simplify(this, operation, operands);
    if (simple != null) {
      return simple;
    }
    List<Expr> list = List.of(operands);
    Variability result = variability;
    return intern(operation, list, id -> new Expr.Apply(id, operation, result, list));
  }

  /** −x. */
  public Expr neg(Expr x) {
    return apply(Operation.NEG, x);
  }

  /** |x|. */
  public Expr abs(Expr x) {
    return apply(Operation.ABS, x);
  }

  /** √x. */
  public Expr sqrt(Expr x) {
    return apply(Operation.SQRT, x);
  }

  /** e^x. */
  public Expr exp(Expr x) {
    return apply(Operation.EXP, x);
  }

  /** log x. */
  public Expr log(Expr x) {
    return apply(Operation.LOG, x);
  }

  /** Φ(x). */
  public Expr normalCdf(Expr x) {
    return apply(Operation.NORMAL_CDF, x);
  }

  /** Φ⁻¹(x). */
  public Expr inverseNormalCdf(Expr x) {
    return apply(Operation.INVERSE_NORMAL_CDF, x);
  }

  /** x + y. */
  public Expr add(Expr x, Expr y) {
    return apply(Operation.ADD, x, y);
  }

  /** x − y. */
  public Expr sub(Expr x, Expr y) {
    return apply(Operation.SUB, x, y);
  }

  /** x · y. */
  public Expr mul(Expr x, Expr y) {
    return apply(Operation.MUL, x, y);
  }

  /** x / y. */
  public Expr div(Expr x, Expr y) {
    return apply(Operation.DIV, x, y);
  }

  /** x · y + z, rounded once. */
  public Expr fma(Expr x, Expr y, Expr z) {
    return apply(Operation.FMA, x, y, z);
  }

  /** min(x, y). */
  public Expr min(Expr x, Expr y) {
    return apply(Operation.MIN, x, y);
  }

  /** max(x, y). */
  public Expr max(Expr x, Expr y) {
    return apply(Operation.MAX, x, y);
  }

  /** x &lt; y. */
  public Expr less(Expr x, Expr y) {
    return apply(Operation.LESS, x, y);
  }

  /** x ≤ y. */
  public Expr lessEqual(Expr x, Expr y) {
    return apply(Operation.LESS_EQUAL, x, y);
  }

  /** x &gt; y. */
  public Expr greater(Expr x, Expr y) {
    return apply(Operation.LESS, y, x);
  }

  /** x ≥ y. */
  public Expr greaterEqual(Expr x, Expr y) {
    return apply(Operation.LESS_EQUAL, y, x);
  }

  /** a ∧ b. */
  public Expr and(Expr a, Expr b) {
    return apply(Operation.AND, a, b);
  }

  /** a ∨ b. */
  public Expr or(Expr a, Expr b) {
    return apply(Operation.OR, a, b);
  }

  /** ¬a. */
  public Expr not(Expr a) {
    return apply(Operation.NOT, a);
  }

  /** condition ? x : y. */
  public Expr select(Expr condition, Expr x, Expr y) {
    return apply(Operation.SELECT, condition, x, y);
  }

  /** x without derivatives. */
  public Expr frozen(Expr x) {
    return apply(Operation.FROZEN, x);
  }

  /** A condition in which the expectation of the output is stationary; see {@link Operation#DECIDED}. */
  public Expr decided(Expr condition) {
    return apply(Operation.DECIDED, condition);
  }

  /**
   * Linear interpolation of the points (knots[i], values[i]), flat outside: y₀ + Σ slopeᵢ · clamp(x − knotᵢ).
   * Differentiable in x (kinks at the knots) and in every knot and value.
   *
   * @throws IllegalArgumentException
   *           unless there are as many knots as values, and at least one
   */
  public Expr interpolate(Expr x, List<Expr> knots, List<Expr> values) {
    if (knots.size() != values.size() || knots.isEmpty()) {
      throw new IllegalArgumentException(
          "interpolation takes as many knots as values, at least one, not " + knots.size() + " and " + values.size());
    }
    Expr result = values.getFirst();
    for (int i = 0; i + 1 < knots.size(); i++) {
      Expr width = sub(knots.get(i + 1), knots.get(i));
      Expr slope = div(sub(values.get(i + 1), values.get(i)), width);
      Expr inside = min(max(sub(x, knots.get(i)), literal(0.0)), width);
      result = fma(slope, inside, result);
    }
    return result;
  }
}
