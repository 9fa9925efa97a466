package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a kernel: one array with a value for every thread for each register that is used, each constant and each
 * component of a special register. So an instruction need not know which of these an operand is.
 */
final class Registers {

  /** A component of %tid, %ntid, %ctaid or %nctaid. */
  enum Special {
    TID, NTID, CTAID, NCTAID
  }

  /**
   * What a slot holds.
   *
   * @param name
   *          of a register, else null
   * @param special
   *          of a component of a special register, else null
   * @param value
   *          of a constant, or the number of the component
   */
  record Slot(@Nullable String name, @Nullable Special special, long value) {}

  private final List<Slot> slots = new ArrayList<>();
  private final Map<Slot, Integer> shared = new HashMap<>();

  /** A slot of its own for a register. */
  int register(String name) {
    slots.add(new Slot(name, null, 0));
    return slots.size() - 1;
  }

  int constant(long value) {
    return shared(new Slot(null, null, value));
  }

  int special(Special special, int component) {
    return shared(new Slot(null, special, component));
  }

  private int shared(Slot slot) {
    return shared.computeIfAbsent(slot, s -> {
      slots.add(s);
      return slots.size() - 1;
    });
  }

  List<Slot> slots() {
    return slots;
  }
}
