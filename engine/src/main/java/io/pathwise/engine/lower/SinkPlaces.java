package io.pathwise.engine.lower;

import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;

/**
 * The order in which a program's sinks are summed. Sinks that are written at the same steps lie together: those of each
 * schedule, and those of every step. Among them the sinks of a stage are neighbours, in the order of writing. How many
 * rows of totals that makes depends on the steps: see {@link TotalRows}.
 */
public final class SinkPlaces {

  private final int sumCount;
  private final int everyStep;
  private final int[] counts;
  private final int[] position;
  private final int[] timing;

  /** The places of a program's sinks. */
  public SinkPlaces(LoweredProgram program) {
    this.sumCount = program.sumCount();
    this.everyStep = program.schedules().size();
    this.counts = new int[everyStep + 1];
    this.position = new int[program.sinkCount()];
    this.timing = new int[program.sinkCount()];
    for (LoweredSweep sweep : program.sweeps()) {
      for (LoweredStage stage : sweep.stages()) {
        int when = stage.schedule() < 0 ? everyStep : stage.schedule();
        for (Cell cell : stage.code().writes()) {
          if (cell instanceof Cell.SinkCell sink) {
            timing[sink.index()] = when;
            position[sink.index()] = counts[when]++;
          }
        }
      }
    }
  }

  /** How many sums there are, which come before all sinks. */
  public int sums() {
    return sumCount;
  }

  /** The timing of sinks that are written at every step; lower numbers are those of schedules. */
  public int everyStep() {
    return everyStep;
  }

  /** When a sink is written: the number of a schedule, or {@link #everyStep}. */
  public int timing(int sink) {
    return timing[sink];
  }

  /** The place of a sink among those of its timing. */
  public int position(int sink) {
    return position[sink];
  }

  /** How many sinks a timing has. */
  public int count(int when) {
    return counts[when];
  }
}
