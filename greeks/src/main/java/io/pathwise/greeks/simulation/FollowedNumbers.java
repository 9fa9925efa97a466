package io.pathwise.greeks.simulation;

import io.pathwise.engine.importance.WidePaths;
import io.pathwise.engine.program.Program;
import io.pathwise.greeks.measure.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Numbers of a job as a program that can be followed path by path on the host, with the controls that they are
 * regressed on.
 *
 * @param program
 *          as {@link WidePaths#written} gives it
 * @param outputs
 *          which of its outputs each number and its controls are
 */
record FollowedNumbers(Program program, Map<Target, Places> outputs) {

  /**
   * Places in the outputs.
   *
   * @param number
   *          of the number
   * @param controls
   *          of all its controls, in order of preference
   */
  record Places(int number, List<Integer> controls) {}

  FollowedNumbers {
    outputs = Map.copyOf(outputs);
  }

  /** The numbers of a job without backward sweeps. */
  static FollowedNumbers of(Job job) {
    Program numbers = job.reduced();
    List<String> names = numbers.outputNames();
    return new FollowedNumbers(WidePaths.written(numbers), job.entries().stream()
        .collect(Collectors.toMap(entry -> entry.choice().target(), entry -> new Places(names.indexOf(entry.output()),
            entry.controls().stream().map(control -> names.indexOf(control.output())).toList()))));
  }
}
