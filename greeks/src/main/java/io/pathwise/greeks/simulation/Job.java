package io.pathwise.greeks.simulation;

import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Sweep;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.RewrittenProgram;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A simulation and the numbers that it yields. Holds structure only: the same job serves other data of the same
 * structure.
 *
 * @param title
 *          for people
 * @param rewritten
 *          the rewritten program that the job's program was derived from, which knows its data
 * @param program
 *          what to run; may have more outputs than entries need
 * @param combination
 *          of several runs that the job is; empty for a plain run
 * @param entries
 *          the numbers
 */
public record Job(String title, RewrittenProgram rewritten, Program program, Optional<Combination> combination,
    List<Entry> entries) {

  /**
   * A number.
   *
   * @param choice
   *          which, and how
   * @param estimator
   *          the name of the estimator
   * @param output
   *          the output of the program that estimates it
   * @param controls
   *          outputs to regress on, in order of preference
   */
  public record Entry(Estimation choice, String estimator, String output, List<Control> controls) {}

  public Job {
    entries = List.copyOf(entries);
  }

  /** The job with a further number from the same program. */
  Job with(Entry entry) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    return new Job(title, rewritten, program, combination, more);
  }

  /** The job whose numbers are combined from several runs. */
  Job combined(Combination runs) {
    return new Job(title, rewritten, program, Optional.of(runs), entries);
  }

  /** Whether a path alone tells the outputs: the program has no backward sweeps and adds nothing up for them. */
  boolean isForward() {
    return program.sweeps().stream().allMatch(sweep -> sweep.direction() == Sweep.Direction.FORWARD)
        && program.outputs().stream().allMatch(output -> output instanceof Output.PathSum);
  }

  /** The program without what no entry needs. */
  public Program reduced() {
    Set<String> needed = new LinkedHashSet<>();
    entries.forEach(entry -> needed.add(entry.output()));
    entries.forEach(entry -> entry.controls().forEach(control -> needed.add(control.output())));
    return Pruning.prune(program.withOutputs(needed.stream().map(program::output).toList()));
  }
}
