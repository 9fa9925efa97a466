package io.pathwise.engine.lower;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the totals of a block lie, a row each: first the sums; then, step by step, the sinks of every step; then for
 * each schedule, at each step where it holds, its sinks. Sinks that are not written have no row.
 */
public final class TotalRows {

  private final SinkPlaces sinks;
  private final int[][] steps;
  private final int[][] firstRows;
  private final int[] marks;
  private final long count;

  /**
   * The rows of a program's data.
   *
   * @param schedules
   *          at which steps they hold, by number
   */
  TotalRows(SinkPlaces sinks, int stepCount, List<boolean[]> schedules) {
    this.sinks = sinks;
    this.steps = new int[schedules.size() + 1][];
    this.firstRows = new int[steps.length][];
    steps[sinks.everyStep()] = IntStream.range(0, stepCount).toArray();
    for (int schedule = 0; schedule < schedules.size(); schedule++) {
      boolean[] holds = schedules.get(schedule);
      steps[schedule] = IntStream.range(0, stepCount).filter(step -> holds[step]).toArray();
    }
    long next = place(sinks.everyStep(), sinks.sums());
    for (int schedule = 0; schedule < schedules.size(); schedule++) {
      next = place(schedule, next);
    }
    this.count = next;
    this.marks = new int[Math.multiplyExact(stepCount, schedules.size())];
    for (int schedule = 0; schedule < schedules.size(); schedule++) {
      for (int i = 0; i < steps[schedule].length; i++) {
        marks[steps[schedule][i] * schedules.size() + schedule] = firstRows[schedule][i] + 1;
      }
    }
  }

  private long place(int timing, long first) {
    int perStep = sinks.count(timing);
    firstRows[timing] = new int[steps[timing].length];
    for (int i = 0; i < firstRows[timing].length; i++) {
      firstRows[timing][i] = Math.toIntExact(first + (long) i * perStep);
    }
    return first + (long) firstRows[timing].length * perStep;
  }

  /** How many totals a block has. */
  public long count() {
    return count;
  }

  /** The steps of a timing, ascending. */
  int[] steps(int timing) {
    return steps[timing];
  }

  /** The rows of the first sink of a timing, by step of it. */
  int[] firstRows(int timing) {
    return firstRows[timing];
  }

  /**
   * The row of the total of a sink.
   *
   * @throws IllegalArgumentException
   *           if it is not written at the step
   */
  public int row(int sink, int step) {
    int timing = sinks.timing(sink);
    if (timing == sinks.everyStep()) {
      return firstRows[timing][step] + sinks.position(sink);
    }
    int mark = marks[step * sinks.everyStep() + timing];
    if (mark == 0) {
      throw new IllegalArgumentException("sink " + sink + " is not written at step " + step);
    }
    return mark - 1 + sinks.position(sink);
  }

  /**
   * What tells a kernel where a schedule holds: entry step · schedules + schedule is 0 where it does not, else one more
   * than the row of the first of its sinks. Must not be changed.
   */
  public int[] markedRows() {
    return marks;
  }
}
