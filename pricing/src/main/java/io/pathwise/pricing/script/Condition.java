package io.pathwise.pricing.script;

/** What holds or does not at an event. Start at {@link Compared}. */
public sealed interface Condition extends Expression {

  /** How numbers are compared. */
  enum Comparison {
    BELOW("<"), AT_MOST("<="), ABOVE(">"), AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** The spelling in scripts. */
    public String sign() {
      return sign;
    }

    /** Whether it holds. */
    public boolean holds(double left, double right) {
      return switch (this) {
        case BELOW -> left < right;
        case AT_MOST -> left <= right;
        case ABOVE -> left > right;
        case AT_LEAST -> left >= right;
      };
    }
  }

  /**
   * A comparison.
   *
   * @param comparison
   *          which
   * @param left
   *          the one number
   * @param right
   *          the other
   */
  record Compared(Comparison comparison, Term left, Term right) implements Condition {}

  /**
   * What is known before any price is.
   *
   * @param holds
   *          whether it holds
   */
  record Known(boolean holds) implements Condition {}

  /**
   * Both of two.
   *
   * @param left
   *          the one
   * @param right
   *          the other
   */
  record And(Condition left, Condition right) implements Condition {}

  /**
   * At least one of two.
   *
   * @param left
   *          the one
   * @param right
   *          the other
   */
  record Or(Condition left, Condition right) implements Condition {}

  /**
   * One of two.
   *
   * @param condition
   *          decides
   * @param then
   *          where it holds
   * @param otherwise
   *          where it does not
   */
  record Chosen(Condition condition, Condition then, Condition otherwise) implements Condition {}

  /**
   * The opposite.
   *
   * @param condition
   *          what must not hold
   */
  record Not(Condition condition) implements Condition {}
}
