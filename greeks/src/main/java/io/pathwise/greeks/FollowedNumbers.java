package io.pathwise.greeks;

import io.pathwise.engine.importance.WidePaths;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Set<String> needed = new LinkedHashSet<>();
    job.entries().forEach(entry -> needed.add(entry.output()));
    job.entries().forEach(entry -> entry.controls().forEach(control -> needed.add(control.output())));
    List<String> names = List.copyOf(needed);
    Program numbers = job.program().withOutputs(names.stream().map(job.program()::output).toList());
    return new FollowedNumbers(WidePaths.written(Pruning.prune(numbers)), job.entries().stream()
        .collect(Collectors.toMap(entry -> entry.choice().target(), entry -> new Places(names.indexOf(entry.output()),
            entry.controls().stream().map(control -> names.indexOf(control.output())).toList()))));
  }
}
