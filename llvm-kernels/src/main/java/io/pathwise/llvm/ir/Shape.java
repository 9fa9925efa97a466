package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.run.Backend;

/**
 * How many paths run in step, and which.
 *
 * <p>
 * The paths of a group lie {@link #groups} apart in the block. So the upper levels of the block's tree add lanes of a
 * group, until it leaves one number for every total, and the last levels add groups.
 *
 * @param lanes
 *          8, 16, 32, 64, 128 or 256
 */
public record Shape(int lanes) {

  private static final int FEWEST = 8;

  /** Checks the number of lanes. */
  public Shape {
    if (Integer.bitCount(lanes) != 1 || lanes < FEWEST || lanes > Backend.BLOCK) {
      throw new IllegalArgumentException("a group has 8, 16, 32, 64, 128 or 256 lanes, not " + lanes);
    }
  }

  /** How many groups a block has. */
  public int groups() {
    return Backend.BLOCK / lanes;
  }

  /** The path of a lane, counted from the group's first. */
  int path(int lane) {
    return lane * groups();
  }

  /** The type of a value for all lanes. */
  String vector(Kind kind) {
    return "<" + lanes + " x " + scalar(kind) + ">";
  }

  /** The type of a value that all lanes have in common. */
  static String scalar(Kind kind) {
    return switch (kind) {
      case REAL -> "double";
      case INTEGER -> "i64";
      case TRUTH -> "i1";
    };
  }
}
