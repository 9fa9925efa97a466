package io.pathwise.greeks;

import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something to simulate, and the numbers it yields. Holds structure only: the same job serves other data of the same
 * make.
 *
 * @param title
 *          for people
 * @param program
 *          what to run; reduced to the outputs that entries need
 * @param bump
 *          the finite difference that the job is; empty for a plain run
 * @param entries
 *          the numbers
 */
record Job(String title, Program program, Optional<Bump> bump, List<Entry> entries) {

  /**
   * A number.
   *
   * @param choice
   *          which, and why so
   * @param estimator
   *          the name of the estimator
   * @param output
   *          the output of the program that estimates it
   * @param controls
   *          outputs with mean zero to regress on
   */
  record Entry(Choice choice, String estimator, String output, List<String> controls) {}

  Job {
    entries = List.copyOf(entries);
    Set<String> needed = new LinkedHashSet<>();
    entries.forEach(entry -> needed.add(entry.output()));
    entries.forEach(entry -> needed.addAll(entry.controls()));
    List<Output> outputs = needed.stream().map(program::output).toList();
    program = program.withOutputs(outputs);
  }
}
