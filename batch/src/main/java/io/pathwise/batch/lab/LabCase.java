package io.pathwise.batch.lab;

/** A problem of the lab, one a file. All cases are listed in {@link LabCases}. */
interface LabCase {

  /** The name on the command line and in the CSV files, in lower case with dashes. */
  String id();

  /** The heading. */
  String title();

  /** What the case shows and where it comes from; paragraphs are separated by empty lines. */
  String text();

  /**
   * Measures, and says what was found.
   *
   * @param bench
   *          what to measure with
   * @param findings
   *          receives tables, plots and statements, in the order in which they are to be read
   */
  void run(Bench bench, Findings findings);
}
