package io.pathwise.engine.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Cuts a main line into groups, each of which becomes one method: small enough for the compiler to keep vectors in
 * registers, and cut where few values have to be kept in rows. Among all cuts that respect the limits the one with the
 * fewest loads and stores is found by dynamic programming.
 */
final class Grouping {

  /** The most operations in a group. */
  static final int MOST_OPERATIONS = 40;
  /** The most values with lanes that are alive at once in a group. */
  static final int MOST_LIVE = 16;
  /** The most bytecodes in a group's method, by estimate. */
  static final int MOST_BYTES = 900;
  /** About how many bytecodes an operation, a load, a store or a value common to all lanes takes. */
  private static final int BYTES = 13;
  /** What starting a group costs, in loads. */
  private static final int GROUP_COST = 6;

  private final Schedule schedule;
  private final List<Integer> line;
  private final BitSet perLane;
  private final int[] position;
  private final int[] lastUse;
  private final BitSet neededLater;

  private Grouping(Schedule schedule, List<Integer> line, BitSet perLane, BitSet neededLater) {
    int size = schedule.code().size();
    this.schedule = schedule;
    this.line = line;
    this.perLane = perLane;
    this.position = new int[size];
    this.lastUse = new int[size];
    this.neededLater = neededLater;
    Arrays.fill(position, -1);
    Arrays.fill(lastUse, -1);
    for (int p = 0; p < line.size(); p++) {
      position[line.get(p)] = p;
      for (int operand : schedule.mainOperands(line.get(p))) {
        lastUse[operand] = p;
      }
    }
  }

  /**
   * The groups, in order.
   *
   * @param line
   *          instructions in order
   * @param perLane
   *          the instructions whose results are not the same for all lanes
   * @param neededLater
   *          those whose results are needed after the line
   */
  static List<List<Integer>> cut(Schedule schedule, List<Integer> line, BitSet perLane, BitSet neededLater) {
    return new Grouping(schedule, line, perLane, neededLater).cut();
  }

  private List<List<Integer>> cut() {
    int size = line.size();
    int[] cost = new int[size + 1];
    int[] from = new int[size + 1];
    Arrays.fill(cost, Integer.MAX_VALUE);
    cost[0] = 0;
    for (int start = 0; start < size; start++) {
      extend(start, cost, from);
    }
    List<List<Integer>> groups = new ArrayList<>();
    for (int end = size; end > 0; end = from[end]) {
      groups.addFirst(line.subList(from[end], end));
    }
    return groups;
  }

  /** Tries all groups that begin at a position. */
  private void extend(int start, int[] cost, int[] from) {
    BitSet loaded = new BitSet();
    BitSet consumed = new BitSet();
    int loads = 0;
    int hoisted = 0;
    int[] ending = new int[MOST_OPERATIONS + 1];
    int live = 0;
    int pending = 0;
    for (int p = start; p < line.size() && p < start + MOST_OPERATIONS; p++) {
      int index = line.get(p);
      for (int operand : schedule.mainOperands(index)) {
        boolean inside = position[operand] >= start;
        if (perLane.get(operand) && !inside && !loaded.get(operand)) {
          loaded.set(operand);
          loads++;
          live++;
          ending[Math.min(lastUse[operand] - start, MOST_OPERATIONS)]++;
        } else if (!perLane.get(operand) && !loaded.get(operand)) {
          loaded.set(operand);
          hoisted++;
        }
        if (inside && lastUse[operand] == p && !neededLater.get(operand) && !consumed.get(operand)) {
          consumed.set(operand);
          pending--;
        }
      }
      int transfers = loads + pending;
      if (p > start && (live >= MOST_LIVE || (p - start + transfers + hoisted) * BYTES > MOST_BYTES)) {
        return;
      }
      live -= ending[p - start];
      if (lastUse[index] > p) {
        live++;
        ending[Math.min(lastUse[index] - start, MOST_OPERATIONS)]++;
      }
      if (lastUse[index] > p || neededLater.get(index)) {
        pending++;
        transfers++;
      }
      if (cost[start] + GROUP_COST + transfers < cost[p + 1]) {
        cost[p + 1] = cost[start] + GROUP_COST + transfers;
        from[p + 1] = start;
      }
    }
  }
}
