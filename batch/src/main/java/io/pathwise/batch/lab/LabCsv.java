package io.pathwise.batch.lab;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes the CSV files of the lab. Numbers have full precision; those that do not exist are empty. Only the timings
 * differ from run to run.
 */
final class LabCsv {
  private LabCsv() {}

  static final List<String> MEASUREMENT_COLUMNS = List.of("case", "table", "problem", "quantity", "estimator", "status",
      "value", "standardError", "confidenceLow", "confidenceHigh", "exact", "bias", "z", "paths", "variancePerPath",
      "varianceLow", "varianceHigh", "operationsPerPath", "efficiency", "message");

  /** One row for each measurement. */
  static void measurements(LabReport report, OutputStream out) throws IOException {
    CsvWriter csv = writer(out);
    csv.writeRecord(MEASUREMENT_COLUMNS);
    for (LabReport.CaseReport of : report.cases()) {
      for (Exhibit exhibit : of.findings().exhibits()) {
        if (exhibit instanceof Exhibit.Measurements table) {
          table.rows().forEach(m -> csv.writeRecord(of.labCase().id(), table.title(), m.problem(), m.quantity(),
              m.estimator(), status(m), text(m.value()), text(m.standardError()), text(m.value() - m.halfWidth()),
              text(m.value() + m.halfWidth()), m.exact().map(e -> text(e.value())).orElse(""), text(m.bias()),
              text(m.z()), m.hasNumber() ? Long.toString(m.estimate().paths()) : "", text(m.variance()),
              text(m.varianceLow()), text(m.varianceHigh()), text(m.operations()), text(m.efficiency()),
              m.refusal()));
        }
      }
    }
    csv.flush();
  }

  /** What a path took, in the order of the measurements. */
  static void timings(LabReport report, OutputStream out) throws IOException {
    CsvWriter csv = writer(out);
    csv.writeRecord("case", "table", "problem", "quantity", "estimator", "nanosecondsPerPath");
    for (LabReport.CaseReport of : report.cases()) {
      for (Exhibit exhibit : of.findings().exhibits()) {
        if (exhibit instanceof Exhibit.Measurements table) {
          table.rows().stream().filter(Measurement::hasNumber).forEach(m -> csv.writeRecord(of.labCase().id(),
              table.title(), m.problem(), m.quantity(), m.estimator(), text(m.nanoseconds())));
        }
      }
    }
    csv.flush();
  }

  /** One row for each point of each plot. */
  static void points(LabReport report, OutputStream out) throws IOException {
    CsvWriter csv = writer(out);
    csv.writeRecord("case", "plot", "series", "x", "y", "low", "high");
    for (LabReport.CaseReport of : report.cases()) {
      for (Exhibit exhibit : of.findings().exhibits()) {
        if (exhibit instanceof Exhibit.Plot plot) {
          for (Series series : plot.series()) {
            series.points().forEach(point -> csv.writeRecord(of.labCase().id(), plot.title(), series.name(),
                text(point.x()), text(point.y()), text(point.low()), text(point.high())));
          }
        }
      }
    }
    csv.flush();
  }

  /** One row for each statement. */
  static void statements(LabReport report, OutputStream out) throws IOException {
    CsvWriter csv = writer(out);
    csv.writeRecord("case", "statement", "holds", "evidence");
    for (LabReport.CaseReport of : report.cases()) {
      of.findings().statements().forEach(statement -> csv.writeRecord(of.labCase().id(), statement.text(),
          Boolean.toString(statement.holds()), statement.evidence()));
    }
    csv.flush();
  }

  private static CsvWriter writer(OutputStream out) {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
  }

  /** The word for how a measurement went. */
  static String status(Measurement measurement) {
    if (!measurement.hasNumber()) {
      return "refused";
    }
    return measurement.biased() ? "biased" : "unbiased";
  }

  private static String text(double number) {
    return Double.isNaN(number) ? "" : Double.toString(number);
  }
}
