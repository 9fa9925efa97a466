package io.pathwise.engine.cpu;

import java.util.List;
import java.util.Map;

/** A part of a routine that becomes one method: instructions, and where their operands and results lie. */
sealed interface Piece {

  /** Instructions in order. */
  List<Integer> order();

  /** Where the operands lie that are neither constants nor made here. */
  Map<Integer, Place> loads();

  /**
   * A result that is kept.
   *
   * @param value
   *          the instruction
   * @param target
   *          a row
   * @param last
   *          whether it must wait until everything has been loaded, because the same row is read here
   */
  record Store(int value, Place target, boolean last) {}

  /** A row that is copied. */
  record Move(Place from, Place to) {}

  /**
   * Runs for all lanes.
   *
   * @param guards
   *          the guarded selects, whose conditions are kept, and the numbers of the conditions
   * @param moves
   *          done last
   */
  record Main(List<Integer> order, Map<Integer, Place> loads, List<Store> stores, Map<Integer, Integer> guards,
      List<Move> moves) implements Piece {}

  /**
   * Runs for the lanes in which a condition holds.
   *
   * @param condition
   *          its number
   * @param value
   *          the instruction whose result is stored
   * @param target
   *          the row of the guarded select
   */
  record Rare(List<Integer> order, Map<Integer, Place> loads, int condition, int value,
      Place target) implements Piece {}
}
