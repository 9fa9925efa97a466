package io.pathwise.engine.code;

import java.util.List;

/**
 * The primitive operations: the whole instruction set that a backend has to know. Everything else (exp, the inverse
 * normal cdf, Philox) is an expansion into these, see {@code io.pathwise.engine.function}.
 *
 * <p>
 * Floating-point operations are IEEE 754 binary64, rounded to nearest even, subnormals kept. A NaN result may carry any
 * payload and sign: code must not let the bits of a NaN reach a number (see {@link #BITS}).
 */
public enum Op {
  /** A number; the literal field holds its bits. */
  CONSTANT(Kind.REAL),
  /** A 64-bit integer; the literal field holds it. */
  INTEGER(Kind.INTEGER),
  /** A truth value; the literal field is 0 or 1. */
  TRUTH(Kind.TRUTH),
  /** A real read from outside; the literal field is the number of the input in {@link Code#inputs()}. */
  INPUT(Kind.REAL),
  /** An integer read from outside; the literal field is the number of the input in {@link Code#inputs()}. */
  INTEGER_INPUT(Kind.INTEGER),

  /** −a: flips the sign bit. */
  NEG(Kind.REAL, Kind.REAL),
  /** |a|: clears the sign bit. */
  ABS(Kind.REAL, Kind.REAL),
  /** Correctly rounded square root. */
  SQRT(Kind.REAL, Kind.REAL),
  /** a + b. */
  ADD(Kind.REAL, Kind.REAL, Kind.REAL),
  /** a − b. */
  SUB(Kind.REAL, Kind.REAL, Kind.REAL),
  /** a · b. */
  MUL(Kind.REAL, Kind.REAL, Kind.REAL),
  /** a / b. */
  DIV(Kind.REAL, Kind.REAL, Kind.REAL),
  /** a · b + c with a single rounding. */
  FMA(Kind.REAL, Kind.REAL, Kind.REAL, Kind.REAL),

  /** a &lt; b, false when either is NaN. */
  LESS(Kind.TRUTH, Kind.REAL, Kind.REAL),
  /** a ≤ b, false when either is NaN. */
  LESS_EQUAL(Kind.TRUTH, Kind.REAL, Kind.REAL),
  /** a = b, false when either is NaN; −0 = +0. */
  EQUAL(Kind.TRUTH, Kind.REAL, Kind.REAL),
  /** a ≠ b, true when either is NaN. */
  NOT_EQUAL(Kind.TRUTH, Kind.REAL, Kind.REAL),

  /** a ∧ b. */
  AND(Kind.TRUTH, Kind.TRUTH, Kind.TRUTH),
  /** a ∨ b. */
  OR(Kind.TRUTH, Kind.TRUTH, Kind.TRUTH),
  /** ¬a. */
  NOT(Kind.TRUTH, Kind.TRUTH),

  /** a ? b : c. */
  SELECT(Kind.REAL, Kind.TRUTH, Kind.REAL, Kind.REAL),
  /**
   * a ? b : c, where a is seldom true. A backend may skip the work that only b needs when a is false for all the lanes
   * at hand; the result is the same.
   */
  SELECT_RARE(Kind.REAL, Kind.TRUTH, Kind.REAL, Kind.REAL),
  /** a ? b : c on integers. */
  INTEGER_SELECT(Kind.INTEGER, Kind.TRUTH, Kind.INTEGER, Kind.INTEGER),

  /**
   * The bits of a real as an integer. For a NaN the integer is unspecified, so whoever uses it must select another
   * result when the operand is NaN.
   */
  BITS(Kind.INTEGER, Kind.REAL),
  /** The real with the given bits; must not be used to make NaNs other than 7ff8000000000000. */
  FROM_BITS(Kind.REAL, Kind.INTEGER),
  /** a + b modulo 2^64. */
  INTEGER_ADD(Kind.INTEGER, Kind.INTEGER, Kind.INTEGER),
  /** a − b modulo 2^64. */
  INTEGER_SUB(Kind.INTEGER, Kind.INTEGER, Kind.INTEGER),
  /** Bitwise and. */
  INTEGER_AND(Kind.INTEGER, Kind.INTEGER, Kind.INTEGER),
  /** Bitwise or. */
  INTEGER_OR(Kind.INTEGER, Kind.INTEGER, Kind.INTEGER),
  /** Bitwise exclusive or. */
  INTEGER_XOR(Kind.INTEGER, Kind.INTEGER, Kind.INTEGER),
  /** a shifted left by the literal field (0..63). */
  SHIFT_LEFT(Kind.INTEGER, Kind.INTEGER),
  /** a shifted right by the literal field (0..63), zeros in. */
  SHIFT_RIGHT(Kind.INTEGER, Kind.INTEGER),
  /** a shifted right by the literal field (0..63), sign bits in. */
  SHIFT_RIGHT_SIGNED(Kind.INTEGER, Kind.INTEGER),
  /** The 64-bit product of the low 32 bits of a and of b, both read as unsigned; the high bits are ignored. */
  MULTIPLY_LOW_WORDS(Kind.INTEGER, Kind.INTEGER, Kind.INTEGER);

  /** What a value is. */
  public enum Kind {
    /** IEEE binary64. */
    REAL,
    /** 64-bit two's complement. */
    INTEGER,
    /** true or false. */
    TRUTH
  }

  private final Kind result;
  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
  private final List<Kind> operands;

  Op(Kind result, Kind... operands) {
    this.result = result;
    this.operands = List.of(operands);
  }

  /** The kind of the result. */
  public Kind result() {
    return result;
  }

  /** How many operands there are, 0 to 3. */
  public int arity() {
    return operands.size();
  }

  /** The kind of an operand, numbered from 0. */
  public Kind operand(int number) {
    return operands.get(number);
  }
}
