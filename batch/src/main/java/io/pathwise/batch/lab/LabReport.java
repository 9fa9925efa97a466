package io.pathwise.batch.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * What the lab has found.
 *
 * @param cases
 *          in the order in which they ran
 * @param seconds
 *          wall time of all
 * @param processorSeconds
 *          processor time of all threads
 */
public record LabReport(List<CaseReport> cases, double seconds, double processorSeconds) {

  /** Copies the list. */
  public LabReport {
    cases = List.copyOf(cases);
  }

  /** What a case has found, how long it took and how much processor time of all threads, the JVM's own included. */
  record CaseReport(LabCase labCase, Findings findings, double seconds, double processorSeconds) {
    long holding() {
      return findings.statements().stream().filter(Statement::holds).count();
    }
  }

  /** Whether every statement holds. */
  public boolean allHold() {
    return failures().isEmpty();
  }

  /** How many statements were checked. */
  public int statements() {
    return cases.stream().mapToInt(report -> report.findings().statements().size()).sum();
  }

  /** The statements that do not hold, each with its case and the numbers, for people. */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (CaseReport report : cases) {
      for (Statement statement : report.findings().statements()) {
        if (!statement.holds()) {
          failures.add(report.labCase().id() + ": " + statement.text() + ": " + statement.evidence());
        }
      }
    }
    return failures;
  }

  /** How many numbers were measured. */
  public long measurements() {
    return cases.stream().flatMap(report -> report.findings().measurements().stream())
        .filter(Measurement::hasNumber).count();
  }
}
