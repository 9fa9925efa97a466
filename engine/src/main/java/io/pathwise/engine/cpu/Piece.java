package io.pathwise.engine.cpu;

import java.util.List;
import java.util.Map;

/**
 * A part of a line that becomes one method.
 *
 * @param operations
 *          of the main line, in order
 * @param temporaries
 *          in which temporary rows lie the values that go from one piece to a later one
 * @param kept
 *          which of them are made here
 * @param outputs
 *          the outputs that are stored here, by number
 */
record Piece(List<Integer> operations, Map<Integer, Integer> temporaries, List<Integer> kept, List<Integer> outputs) {
  /** Copies the collections. */
  Piece {
    operations = List.copyOf(operations);
    temporaries = Map.copyOf(temporaries);
    kept = List.copyOf(kept);
    outputs = List.copyOf(outputs);
  }
}
