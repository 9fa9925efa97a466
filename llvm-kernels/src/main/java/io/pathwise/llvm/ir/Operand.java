package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Op.Kind;

/**
 * A value in the text of a module.
 *
 * @param text
 *          its name, or the literal of a constant
 * @param kind
 *          what it holds
 * @param perLane
 *          whether it is a vector
 * @param constant
 *          whether it is a literal
 */
record Operand(String text, Kind kind, boolean perLane, boolean constant) {

  static Operand scalar(String text, Kind kind) {
    return new Operand(text, kind, false, false);
  }

  static Operand vector(String text, Kind kind) {
    return new Operand(text, kind, true, false);
  }

  static Operand literal(String text, Kind kind) {
    return new Operand(text, kind, false, true);
  }
}
