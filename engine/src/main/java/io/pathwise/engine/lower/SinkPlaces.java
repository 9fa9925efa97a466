package io.pathwise.engine.lower;

import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;

/**
 * The order in which a program's sinks are summed: those of a stage lie together, in the order of writing. The totals
 * of a block are its sums, followed by the sinks of step 0, of step 1 and so on.
 */
public final class SinkPlaces {

  private final int sumCount;
  private final int[] position;
  private final int[] schedule;

  /** The places of a program's sinks. */
  public SinkPlaces(LoweredProgram program) {
    this.sumCount = program.sumCount();
    this.position = new int[program.sinkCount()];
    this.schedule = new int[program.sinkCount()];
    int next = 0;
    for (LoweredSweep sweep : program.sweeps()) {
      for (LoweredStage stage : sweep.stages()) {
        for (Cell cell : stage.code().writes()) {
          if (cell instanceof Cell.SinkCell sink) {
            position[sink.index()] = next++;
            schedule[sink.index()] = stage.schedule();
          }
        }
      }
    }
  }

  /** The place of a sink among the sinks of a step. */
  public int position(int sink) {
    return position[sink];
  }

  /** The schedule of the stage that writes a sink, or −1. */
  public int schedule(int sink) {
    return schedule[sink];
  }

  /** How many totals a block has. */
  public long totals(int steps) {
    return sumCount + (long) steps * position.length;
  }

  /** The number of the total of a sink at a step. */
  public int total(int sink, int step) {
    return sumCount + step * position.length + position[sink];
  }
}
