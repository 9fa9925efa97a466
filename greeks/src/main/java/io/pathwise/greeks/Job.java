package io.pathwise.greeks;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Something to simulate, and the numbers it yields.
 *
 * @param title
 *          for people
 * @param program
 *          what to run
 * @param terms
 *          the data it runs on: one for most; several, weighted, for a finite difference
 * @param entries
 *          the numbers
 */
record Job(String title, Program program, List<Term> terms, List<Entry> entries) {

  /**
   * Data and the weight with which the results count.
   *
   * @param weight
   *          1 unless the job is a finite difference
   * @param inputs
   *          the data
   */
  record Term(double weight, Inputs inputs) {}

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
   * @param note
   *          a warning for people; empty for unbiased estimators
   */
  record Entry(Choice choice, String estimator, String output, List<String> controls, String note) {}

  /** Keeps only the outputs that entries need. */
  Job {
    terms = List.copyOf(terms);
    entries = List.copyOf(entries);
    Set<String> needed = new LinkedHashSet<>();
    entries.forEach(entry -> needed.add(entry.output()));
    entries.forEach(entry -> needed.addAll(entry.controls()));
    List<Output> outputs = needed.stream().map(program::output).toList();
    program = program.withOutputs(outputs);
  }
}
