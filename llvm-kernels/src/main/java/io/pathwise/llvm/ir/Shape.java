package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.run.Backend;

/**
 * How many paths run in step, and which.
 *
 * <p>
 * A group of {@link #lanes} paths takes {@link #parts} stretches of {@link #WIDTH} neighbours that lie equally far
 * apart in the block. So the upper levels of the block's tree add whole vectors, and only the last three add
 * neighbours.
 *
 * @param lanes
 *          8, 16, 32, 64, 128 or 256
 */
public record Shape(int lanes) {

  /** Lanes that lie together. */
  static final int WIDTH = 8;

  /** Checks the number of lanes. */
  public Shape {
    if (Integer.bitCount(lanes) != 1 || lanes < WIDTH || lanes > Backend.BLOCK) {
      throw new IllegalArgumentException("a group has 8, 16, 32, 64, 128 or 256 lanes, not " + lanes);
    }
  }

  /** How many stretches a group has. */
  int parts() {
    return lanes / WIDTH;
  }

  /** How many groups a block has. */
  int groups() {
    return Backend.BLOCK / lanes;
  }

  /** How many levels of the block's tree add groups. */
  public int levels() {
    return Integer.numberOfTrailingZeros(groups());
  }

  /** The path of a lane, counted from the group's first. */
  int path(int lane) {
    return lane % WIDTH + lane / WIDTH * (Backend.BLOCK / parts());
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

  /** The type of what a group adds to a total. */
  static String partial() {
    return "<" + WIDTH + " x double>";
  }
}
