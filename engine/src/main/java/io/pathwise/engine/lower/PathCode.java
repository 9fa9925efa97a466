package io.pathwise.engine.lower;

import io.pathwise.engine.code.Code;
import java.util.List;

/**
 * Straight-line code for one path. All inputs are read before any output is written.
 *
 * @param code
 *          real inputs and outputs only
 * @param reads
 *          where each input of the code comes from
 * @param writes
 *          where each output of the code goes
 */
public record PathCode(Code code, List<Cell> reads, List<Cell> writes) {

  /** Copies the lists. */
  public PathCode {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    if (reads.size() != code.inputs().size() || writes.size() != code.outputs().size()) {
      throw new IllegalArgumentException("as many cells as inputs and outputs are needed");
    }
  }
}
