package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The division of the instructions of a line into those executed for every lane, those executed only where a
 * {@link Op#SELECT_RARE} takes its rare side, and those executed once for all lanes. What nothing but the rare side of
 * a select needs is its region; regions lie within one another.
 */
final class Regions {

  private static final int NOT_NEEDED = -1;

  private final Line line;
  /** For every instruction the select to whose region it belongs; the size of the code for the main line. */
  private final int[] region;
  private final BitSet perLane = new BitSet();
  private final BitSet plain = new BitSet();
  private final TreeMap<Integer, List<Integer>> members = new TreeMap<>();

  /**
   * The regions of a line.
   *
   * @param most
   *          operations of a region; a select that would have more is executed with both sides
   */
  Regions(Line line, int most) {
    this.line = line;
    this.region = new int[line.code().size()];
    for (int i = 0; i < region.length; i++) {
      perLane.set(i, line.isInput(i) ? line.perPath().get(line.input(i)) : readsLanes(line.instruction(i)));
    }
    do {
      find();
    } while (dropLarge(most));
  }

  private boolean readsLanes(Instruction instruction) {
    boolean any = false;
    for (int k = 0; k < instruction.op().arity(); k++) {
      any |= perLane.get(instruction.operand(k));
    }
    return any;
  }

  private void find() {
    Arrays.fill(region, NOT_NEEDED);
    members.clear();
    line.outputs().forEach(output -> region[output] = mainLine());
    for (int i = region.length - 1; i >= 0; i--) {
      if (region[i] != NOT_NEEDED) {
        Instruction instruction = line.instruction(i);
        for (int k = 0; k < instruction.op().arity(); k++) {
          int operand = instruction.operand(k);
          int reader = k == 1 && isGuarded(i) ? i : region[i];
          region[operand] = region[operand] == NOT_NEEDED ? reader : common(region[operand], reader);
        }
      }
    }
    for (int i = 0; i < region.length; i++) {
      if (region[i] != NOT_NEEDED && perLane.get(i) && line.instruction(i).op().arity() > 0) {
        members.computeIfAbsent(region[i], key -> new ArrayList<>()).add(i);
      }
    }
  }

  /** The innermost region around both: the regions around a select have higher numbers. */
  private int common(int a, int b) {
    int first = a;
    int second = b;
    while (first != second) {
      if (first < second) {
        first = region[first];
      } else {
        second = region[second];
      }
    }
    return first;
  }

  private boolean dropLarge(int most) {
    boolean dropped = false;
    for (int select : members.keySet()) {
      if (select != mainLine() && size(select) > most) {
        plain.set(select);
        dropped = true;
      }
    }
    return dropped;
  }

  /** Stands for the region of the main line. */
  int mainLine() {
    return region.length;
  }

  /** Whether an instruction is a select whose rare side is a region. */
  boolean isGuarded(int index) {
    return line.instruction(index).op() == Op.SELECT_RARE && perLane.get(line.instruction(index).a())
        && !plain.get(index);
  }

  /** Whether an instruction's result differs from lane to lane. */
  boolean isPerLane(int index) {
    return perLane.get(index);
  }

  /** The operations of a region that differ from lane to lane, in order, those of regions within left out. */
  List<Integer> members(int select) {
    return members.getOrDefault(select, List.of());
  }

  /** How many operations a region has, with those within. */
  int size(int select) {
    return members(select).stream().mapToInt(member -> 1 + (isGuarded(member) ? size(member) : 0)).sum();
  }

  /** What an operation and the region within read. */
  BitSet reads(int index) {
    BitSet reads = new BitSet();
    addReads(index, reads);
    return reads;
  }

  private void addReads(int index, BitSet reads) {
    Instruction instruction = line.instruction(index);
    for (int k = 0; k < instruction.op().arity(); k++) {
      reads.set(instruction.operand(k));
    }
    if (isGuarded(index)) {
      members(index).forEach(member -> addReads(member, reads));
    }
  }
}
