package io.pathwise.engine.kernel;

import io.pathwise.engine.code.Op.Kind;
import java.util.List;

/**
 * A variable of a kernel: a register.
 *
 * @param number
 *          which of the kernel's variables; the inputs come first
 * @param kind
 *          what it holds, real or integer
 * @param perPath
 *          whether every path has its own; otherwise it has one value for all paths that run in step
 * @param role
 *          how it is written
 * @param name
 *          for people
 */
public record Variable(int number, Kind kind, boolean perPath, Role role, String name) {

  /** How a variable is written. */
  public enum Role {
    /** Given when the kernel starts. */
    INPUT,
    /** Written as often as the kernel likes. */
    REGISTER,
    /** Written once where it stands, before it is read, in the same or an outer body. */
    VALUE
  }

  /** The number of the path. */
  public static final Variable PATH = input(0, true, "path");
  /** The user's seed. */
  public static final Variable SEED = input(1, false, "seed");
  /** Tells independent uses of noise apart. */
  public static final Variable PURPOSE = input(2, false, "purpose");
  /** How many steps there are. */
  public static final Variable STEPS = input(3, false, "steps");
  /** How many draws of a path are coordinates of Sobol points; the others are independent. */
  public static final Variable DIMENSIONS = input(4, false, "dimensions");
  /** How many rotations reorder the noise, or how many ordered normals a matrix transforms. */
  public static final Variable REORDERED = input(5, false, "reordered");

  /** The inputs, by number. */
  public static final List<Variable> INPUTS = List.of(PATH, SEED, PURPOSE, STEPS, DIMENSIONS, REORDERED);

  private static Variable input(int number, boolean perPath, String name) {
    return new Variable(number, Kind.INTEGER, perPath, Role.INPUT, name);
  }
}
