package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * In which order the instructions of a code are executed. What only the rare side of a {@link Op#SELECT_RARE} needs is
 * taken out of the main line: the main line goes on with the usual side, and a rare part later overwrites the result in
 * the lanes where the condition holds. Phases keep the two apart: the rare parts of a phase run after its main line and
 * before the next phase, and whoever needs a guarded result belongs to a later phase.
 *
 * @param code
 *          what is ordered
 * @param guarded
 *          the selects whose rare side is a rare part
 * @param phases
 *          in order
 */
record Schedule(Code code, BitSet guarded, List<Phase> phases) {

  /** With fewer operations on the rare side a select is cheaper than a guard. */
  private static final int FEWEST_GUARDED = 8;
  /** A rare part becomes a single method, which must not be huge. */
  private static final int MOST_GUARDED = 200;

  /**
   * A stretch of main line and what follows it seldom.
   *
   * @param main
   *          instructions in order: operations, and those constants and inputs that are outputs
   * @param rareParts
   *          what overwrites results of the guarded selects in the main line
   */
  record Phase(List<Integer> main, List<RarePart> rareParts) {}

  /**
   * The rare side of a guarded select.
   *
   * @param select
   *          the instruction that it is the rare side of
   * @param instructions
   *          what nothing else needs, in order
   */
  record RarePart(int select, List<Integer> instructions) {}

  /** The operands that an instruction of a main line reads there: all, except the rare side of a guarded select. */
  int[] mainOperands(int index) {
    Instruction instruction = code.instructions().get(index);
    if (guarded.get(index)) {
      return new int[]{instruction.a(), instruction.c()};
    }
    int[] operands = new int[instruction.op().arity()];
    for (int k = 0; k < operands.length; k++) {
      operands[k] = instruction.operand(k);
    }
    return operands;
  }

  /** Orders a code. */
  static Schedule of(Code code) {
    return new Scheduler(code).schedule();
  }

  private static final class Scheduler {
    private final Code code;
    private final BitSet guarded = new BitSet();
    private BitSet main;

    Scheduler(Code code) {
      this.code = code;
      for (int i = 0; i < code.size(); i++) {
        guarded.set(i, code.instructions().get(i).op() == Op.SELECT_RARE);
      }
      main = mainLine();
      while (dropPoorGuards()) {
        main = mainLine();
      }
    }

    private BitSet mainLine() {
      BitSet reached = new BitSet();
      code.outputs().forEach(reached::set);
      for (int i = code.size() - 1; i >= 0; i--) {
        if (reached.get(i)) {
          Instruction instruction = code.instructions().get(i);
          for (int k = 0; k < instruction.op().arity(); k++) {
            if (k != 1 || !guarded.get(i)) {
              reached.set(instruction.operand(k));
            }
          }
        }
      }
      return reached;
    }

    /** Makes plain selects of those guards that cost more than they save; says whether there was one. */
    private boolean dropPoorGuards() {
      boolean dropped = false;
      for (int i = 0; i < code.size(); i++) {
        if (guarded.get(i)) {
          int size = operations(rareSide(i)).size();
          if (!main.get(i) || size < FEWEST_GUARDED || size > MOST_GUARDED) {
            guarded.clear(i);
            dropped = true;
          }
        }
      }
      return dropped;
    }

    private BitSet rareSide(int select) {
      BitSet side = new BitSet();
      side.set(code.instructions().get(select).b());
      side.andNot(main);
      for (int i = select; i >= 0; i--) {
        if (side.get(i)) {
          Instruction instruction = code.instructions().get(i);
          for (int k = 0; k < instruction.op().arity(); k++) {
            if (!main.get(instruction.operand(k))) {
              side.set(instruction.operand(k));
            }
          }
        }
      }
      return side;
    }

    private List<Integer> operations(BitSet set) {
      return set.stream().filter(i -> code.instructions().get(i).op().arity() > 0).boxed().toList();
    }

    Schedule schedule() {
      BitSet outputs = new BitSet();
      code.outputs().forEach(outputs::set);
      int[] phaseOf = new int[code.size()];
      List<Phase> phases = new ArrayList<>();
      for (int i = 0; i < code.size(); i++) {
        Instruction instruction = code.instructions().get(i);
        if (!main.get(i)) {
          continue;
        }
        int phase = 0;
        for (int k = 0; k < instruction.op().arity(); k++) {
          if (k != 1 || !guarded.get(i)) {
            phase = Math.max(phase, available(phaseOf, instruction.operand(k)));
          }
        }
        List<Integer> rare = List.of();
        if (guarded.get(i)) {
          rare = operations(rareSide(i));
          for (int inside : rare) {
            for (int k = 0; k < code.instructions().get(inside).op().arity(); k++) {
              int operand = code.instructions().get(inside).operand(k);
              if (main.get(operand)) {
                phase = Math.max(phase, available(phaseOf, operand));
              }
            }
          }
        }
        phaseOf[i] = phase;
        if (instruction.op().arity() > 0 || outputs.get(i)) {
          while (phases.size() <= phase) {
            phases.add(new Phase(new ArrayList<>(), new ArrayList<>()));
          }
          phases.get(phase).main().add(i);
          if (guarded.get(i)) {
            phases.get(phase).rareParts().add(new RarePart(i, rare));
          }
        }
      }
      return new Schedule(code, guarded, phases);
    }

    private int available(int[] phaseOf, int operand) {
      return guarded.get(operand) ? phaseOf[operand] + 1 : phaseOf[operand];
    }
  }
}
