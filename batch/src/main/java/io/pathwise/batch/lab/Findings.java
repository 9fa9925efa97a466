package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a case has found, gathered while it runs. */
final class Findings {
  private static final double LARGEST_Z = 4.5;

  private final List<Exhibit> exhibits = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();

  /** Shows a table of measurements. */
  void measurements(String title, List<Measurement> rows) {
    exhibits.add(new Exhibit.Measurements(title, rows));
  }

  /** Shows another table. */
  void table(String title, List<String> columns, List<List<String>> rows) {
    exhibits.add(new Exhibit.Table(title, columns, rows));
  }

  /** Shows a plot. */
  void plot(String title, String caption, Axis x, Axis y, List<Series> series) {
    exhibits.add(new Exhibit.Plot(title, caption, x, y, series));
  }

  /** Checks a statement. */
  void check(String text, boolean holds, String evidence) {
    statements.add(new Statement(text, holds, evidence));
  }

  /** Checks that measurements without bias agree with the truth within 4.5 standard errors. */
  void checkUnbiased(List<Measurement> measurements) {
    List<Measurement> judged = measurements.stream()
        .filter(m -> m.hasNumber() && !m.biased() && m.exact().isPresent()).toList();
    double largest = 0;
    String where = "";
    for (Measurement m : judged) {
      double z = Math.abs(m.z());
      if (!(z <= largest)) {
        largest = z;
        where = " (" + Stream.of(m.estimator(), m.problem(), m.quantity()).filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", ")) + ")";
      }
    }
    check("Unbiased estimators agree with the exact values: |z| < " + LARGEST_Z + " for each",
        largest < LARGEST_Z && !judged.isEmpty(),
        judged.size() + " numbers, largest |z| " + Numbers.text(largest) + where);
  }

  /** Checks that a ratio, such as one of two variances, lies around what theory says. */
  void checkRatio(String text, double ratio, double expected, double logDeviation) {
    double z = Math.log(ratio / expected) / logDeviation;
    check(text, Math.abs(z) < LARGEST_Z, "measured " + Numbers.text(ratio) + ", exact " + Numbers.text(expected)
        + ", z " + Numbers.text(z));
  }

  /** Checks a variance per path against what theory says; for block means that are nearly normal. */
  void checkVariance(String text, Measurement measurement, double expected) {
    checkRatio(text, measurement.variance(), expected, measurement.logDeviation());
  }

  List<Exhibit> exhibits() {
    return exhibits;
  }

  List<Statement> statements() {
    return statements;
  }

  /** All measurements shown. */
  List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    for (Exhibit exhibit : exhibits) {
      switch (exhibit) {
        case Exhibit.Measurements table -> all.addAll(table.rows());
        case Exhibit.Table table -> {
        }
        case Exhibit.Plot plot -> {
        }
      }
    }
    return all;
  }
}
