package io.pathwise.engine.code;

/**
 * One instruction of a {@link Code}: an operation on the results of earlier instructions of the same code, which are
 * named by their index.
 *
 * @param op
 *          the operation
 * @param a
 *          index of the first operand, −1 when there is none
 * @param b
 *          index of the second operand, −1 when there is none
 * @param c
 *          index of the third operand, −1 when there is none
 * @param literal
 *          bits of a constant, number of an input, or amount of a shift; 0 otherwise
 */
public record Instruction(Op op, int a, int b, int c, long literal) {

  /** The operand with the given number, 0 to 2. */
  public int operand(int number) {
    return switch (number) {
      case 0 -> a;
      case 1 -> b;
      case 2 -> c;
      default -> throw new IllegalArgumentException("an instruction has at most three operands, not " + (number + 1));
    };
  }
}
