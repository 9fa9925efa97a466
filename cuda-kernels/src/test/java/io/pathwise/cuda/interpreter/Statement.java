package io.pathwise.cuda.interpreter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction as written.
 *
 * @param guard
 *          the predicate register that it is executed under, or null
 * @param negated
 *          whether the guard is complemented
 * @param opcode
 *          without modifiers
 * @param modifiers
 *          with their dots, in order
 */
record Statement(int line, @Nullable String guard, boolean negated, String opcode, List<String> modifiers,
    List<Operand> operands) {

  PtxException refuse(String message) {
    return new PtxException(line, opcode + String.join("", modifiers) + ": " + message);
  }
}
