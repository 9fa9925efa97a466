package io.pathwise.greeks;

import io.pathwise.engine.importance.UnseenTail;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Numbers of a job as a program that can be followed path by path on the host. Start at {@link #tails}.
 *
 * @param program
 *          as {@link UnseenTail#written} gives it
 * @param outputs
 *          which of its outputs each number is
 */
record FollowedNumbers(Program program, Map<Target, Integer> outputs) {

  FollowedNumbers {
    outputs = Map.copyOf(outputs);
  }

  /** The numbers of a job without backward sweeps. */
  static FollowedNumbers of(Job job) {
    List<String> names = job.entries().stream().map(Job.Entry::output).distinct().toList();
    Program numbers = job.program().withOutputs(names.stream().map(job.program()::output).toList());
    return new FollowedNumbers(UnseenTail.written(Pruning.prune(numbers)), job.entries().stream()
        .collect(Collectors.toMap(entry -> entry.choice().target(), entry -> names.indexOf(entry.output()))));
  }

  /** What so many independent paths are not likely to have met of each number. */
  Map<Target, UnseenTail> tails(Inputs inputs, double paths) {
    List<UnseenTail> found = UnseenTail.of(program, inputs, paths);
    return outputs.entrySet().stream().collect(
        Collectors.toMap(Map.Entry::getKey, entry -> found.get(Objects.requireNonNull(entry.getValue()))));
  }
}
