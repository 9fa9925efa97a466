package io.pathwise.engine.graph;

import java.util.List;

/**
 * The operations that an {@link Expr.Apply} can apply. All of REAL operands yielding REAL, except where the constructor
 * says otherwise. The meaning of the elementary functions at special values is that of {@link java.lang.Math}.
 */
public enum Operation {
  /** −x. */
  NEG(1),
  /** |x|. */
  ABS(1),
  /** √x. */
  SQRT(1),
  /** e^x. */
  EXP(1),
  /** Natural logarithm. */
  LOG(1),
  /** e^x − 1 without cancellation. */
  EXPM1(1),
  /** log(1 + x) without cancellation. */
  LOG1P(1),
  /** Sine. */
  SIN(1),
  /** Cosine. */
  COS(1),
  /** Complementary error function. */
  ERFC(1),
  /** Standard normal distribution function Φ. */
  NORMAL_CDF(1),
  /** Φ⁻¹ on (0, 1). */
  INVERSE_NORMAL_CDF(1),
  /** The largest whole number not above x. */
  FLOOR(1),
  /** x^y. */
  POW(2),
  /** x + y. */
  ADD(2),
  /** x − y. */
  SUB(2),
  /** x · y. */
  MUL(2),
  /** x / y. */
  DIV(2),
  /** The smaller, as Math.min: NaN propagates, −0 &lt; +0. */
  MIN(2),
  /** The larger, as Math.max: NaN propagates, −0 &lt; +0. */
  MAX(2),
  /** x · y + z, rounded once. */
  FMA(3),
  /** x &lt; y; false when unordered. */
  LESS(Type.BOOL, Type.REAL, Type.REAL),
  /** x ≤ y; false when unordered. */
  LESS_EQUAL(Type.BOOL, Type.REAL, Type.REAL),
  /** x = y; false when unordered. */
  EQUAL(Type.BOOL, Type.REAL, Type.REAL),
  /** x ≠ y; true when unordered. */
  NOT_EQUAL(Type.BOOL, Type.REAL, Type.REAL),
  /** Conjunction. */
  AND(Type.BOOL, Type.BOOL, Type.BOOL),
  /** Disjunction. */
  OR(Type.BOOL, Type.BOOL, Type.BOOL),
  /** Negation. */
  NOT(Type.BOOL, Type.BOOL),
  /** c ? x : y. */
  SELECT(Type.REAL, Type.BOOL, Type.REAL, Type.REAL),
  /** x, held constant by every derivative (stop-gradient). */
  FROZEN(1),
  /**
   * A condition that was chosen so that the expectation of the output is stationary in it, as the exercise of an option
   * is: a derivative of first order may hold it fixed (Piterbarg 2003), one of second order may not.
   */
  DECIDED(Type.BOOL, Type.BOOL),
  /** The value of the first operand with the derivatives of the second, which equals it up to rounding. */
  PINNED(2),
  /**
   * exp(ℓ − frozen ℓ), whose value is always 1: carries a log-likelihood ℓ into derivatives of every order (Foerster et
   * al. 2018, "DiCE", eq. 4).
   */
  LIKELIHOOD_RATIO(1);

  private final Type type;
  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
  private final List<Type> operandTypes;

  Operation(int reals) {
    this.type = Type.REAL;
    this.operandTypes = List.of(Type.REAL, Type.REAL, Type.REAL).subList(0, reals);
  }

  Operation(Type type, Type... operandTypes) {
    this.type = type;
    this.operandTypes = List.of(operandTypes);
  }

  /** The type of the result. */
  public Type type() {
    return type;
  }

  /** The types of the operands, in order. */
  public List<Type> operandTypes() {
    return operandTypes;
  }
}
