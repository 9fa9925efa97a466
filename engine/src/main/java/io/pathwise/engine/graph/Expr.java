package io.pathwise.engine.graph;

import io.pathwise.engine.random.NoiseKind;
import java.util.List;

/**
 * An expression. Made only by a {@link Graph}, which makes equal expressions once, so equality is identity; that is why
 * expressions are classes and not records, whose structural hash would take time exponential in the depth of a shared
 * graph. The id counts up in the order of making: operands always have smaller ids than what uses them, so that sorting
 * by id is a topological order.
 */
public abstract sealed class Expr {

  private final int id;
  private final Type type;
  private final Variability variability;
  private final List<Expr> operands;

  private Expr(int id, Type type, Variability variability, List<Expr> operands) {
    this.id = id;
    this.type = type;
    this.variability = variability;
    this.operands = List.copyOf(operands);
  }

  /** Position in the graph. */
  public final int id() {
    return id;
  }

  /** REAL or BOOL. */
  public final Type type() {
    return type;
  }

  /** How often it must be evaluated. */
  public final Variability variability() {
    return variability;
  }

  /** The expressions it is computed from. */
  public final List<Expr> operands() {
    return operands;
  }

  /** The id, so that tables of expressions are ordered alike in every run. */
  @Override
  public final int hashCode() {
    return id;
  }

  /** The expression in the project's notation, see {@link Printer}. */
  @Override
  public final String toString() {
    return Printer.print(this);
  }

  /** A number. */
  public static final class Literal extends Expr {
    private final double value;

    Literal(int id, double value) {
      super(id, Type.REAL, Variability.LITERAL, List.of());
      this.value = value;
    }

    /** The number; NaN is canonical. */
    public double value() {
      return value;
    }
  }

  /** A truth value. */
  public static final class Truth extends Expr {
    private final boolean value;

    Truth(int id, boolean value) {
      super(id, Type.BOOL, Variability.LITERAL, List.of());
      this.value = value;
    }

    /** The truth value. */
    public boolean value() {
      return value;
    }
  }

  /** A parameter θ: given at run time, derivatives are taken with respect to it. */
  public static final class Parameter extends Expr {
    private final String name;

    Parameter(int id, String name) {
      super(id, Type.REAL, Variability.PARAMETER, List.of());
      this.name = name;
    }

    /** Unique among the parameters of the graph. */
    public String name() {
      return name;
    }
  }

  /** A number given at run time for every step (a time, an interpolation weight); no derivatives. */
  public static final class StepValue extends Expr {
    private final String name;

    StepValue(int id, String name) {
      super(id, Type.REAL, Variability.STEP, List.of());
      this.name = name;
    }

    /** Unique among the step values of the graph. */
    public String name() {
      return name;
    }
  }

  /** The value of a state of the program when the stage that reads it starts. */
  public static final class State extends Expr {
    private final String name;

    State(int id, String name) {
      super(id, Type.REAL, Variability.PATH, List.of());
      this.name = name;
    }

    /** Unique among the states of the graph. */
    public String name() {
      return name;
    }
  }

  /** Parameter-free noise of the current step: independent over paths, steps and numbers. */
  public static final class Noise extends Expr {
    private final NoiseKind kind;
    private final int number;

    Noise(int id, NoiseKind kind, int number) {
      super(id, Type.REAL, Variability.PATH, List.of());
      this.kind = kind;
      this.number = number;
    }

    /** The law of the noise. */
    public NoiseKind kind() {
      return kind;
    }

    /** Which of the noises of a step, from 0. */
    public int number() {
      return number;
    }
  }

  /**
   * A sample node x ~ p(·; a): drawn from a distribution whose parameters are the operands, using noises of its own.
   */
  public static final class Sample extends Expr {
    private final Distribution distribution;
    private final List<Noise> noises;

    Sample(int id, Distribution distribution, List<Expr> arguments, List<Noise> noises) {
      super(id, Type.REAL, Variability.PATH, arguments);
      this.distribution = distribution;
      this.noises = List.copyOf(noises);
    }

    /** The law. */
    public Distribution distribution() {
      return distribution;
    }

    /** The noises it is drawn with, as many as its law asks for; one sample per noise. */
    public List<Noise> noises() {
      return noises;
    }

    /** The only noise of a law that is drawn with one; the first of several. */
    public Noise noise() {
      return noises.getFirst();
    }
  }

  /** In a backward sweep: the value that an expression had in a stage of the forward sweep at the same step. */
  public static final class Recall extends Expr {
    private final Expr value;
    private final String stage;

    Recall(int id, Expr value, String stage) {
      super(id, value.type(), value.variability(), List.of());
      this.value = value;
      this.stage = stage;
    }

    /** The forward expression; not an operand, since it is evaluated elsewhere. */
    public Expr value() {
      return value;
    }

    /** The name of the forward stage. */
    public String stage() {
      return stage;
    }
  }

  /** An operation applied to operands. */
  public static final class Apply extends Expr {
    private final Operation operation;

    Apply(int id, Operation operation, Variability variability, List<Expr> operands) {
      super(id, operation.type(), variability, operands);
      this.operation = operation;
    }

    /** What is applied. */
    public Operation operation() {
      return operation;
    }

    /** The operand with that number, from 0. */
    public Expr operand(int number) {
      return operands().get(number);
    }
  }
}
