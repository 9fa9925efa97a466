package io.pathwise.engine.kernel;

import java.util.Optional;

/**
 * An element of an array: row · stride + offset.
 *
 * @param row
 *          an integer that all paths have in common, 0 to 2^31 − 1; empty for 0
 * @param stride
 *          elements from a row to the next
 * @param offset
 *          within the row; may be negative where row · stride is large enough
 */
public record Index(Optional<Variable> row, int stride, int offset) {

  /** A fixed element. */
  public static Index of(int offset) {
    return new Index(Optional.empty(), 0, offset);
  }

  /** An element of a row. */
  public static Index of(Variable row, int stride, int offset) {
    return new Index(Optional.of(row), stride, offset);
  }
}
