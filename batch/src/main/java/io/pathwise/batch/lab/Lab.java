package io.pathwise.batch.lab;

import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.report.Version;
import io.pathwise.engine.run.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs cases and writes {@code lab.html} and the CSV files, each of which appears whole or not at all. Start with
 * {@link #run}.
 */
public final class Lab {
  private static final System.Logger LOG = System.getLogger("pathwise");

  private Lab() {}

  /**
   * Runs cases one after the other.
   *
   * @param request
   *          what to run
   * @param backend
   *          what computes
   * @throws UnwritableOutputException
   *           when the directory or a file in it cannot be written
   */
  public static LabReport run(LabRequest request, Backend backend) {
    Stopwatch watch = Stopwatch.start();
    Path out = directory(request.out());
    try (OutputFile page = OutputFile.create(out.resolve("lab.html"));
        OutputFile measurements = OutputFile.create(out.resolve("measurements.csv"));
        OutputFile timings = OutputFile.create(out.resolve("timings.csv"));
        OutputFile points = OutputFile.create(out.resolve("plots.csv"));
        OutputFile statements = OutputFile.create(out.resolve("statements.csv"))) {
      List<LabReport.CaseReport> reports = new ArrayList<>();
      try (Bench bench = new Bench(backend, request.threads(), request.budget(), request.seed())) {
        for (LabCase labCase : LabCases.select(request.cases())) {
          reports.add(run(labCase, bench));
        }
      }
      LabReport report = new LabReport(reports, watch.seconds(), watch.processorSeconds());
      LabCsv.measurements(report, measurements.stream());
      LabCsv.timings(report, timings.stream());
      LabCsv.points(report, points.stream());
      LabCsv.statements(report, statements.stream());
      LabPage.write(report, new LabPage.Origin(Version.current(), backend.name(), request), page.stream());
      List.of(measurements, timings, points, statements, page).forEach(OutputFile::publish);
      return report;
    } catch (IOException e) {
      throw new UnwritableOutputException(out, e);
    } catch (UncheckedIOException e) {
      throw new UnwritableOutputException(out, Objects.requireNonNull(e.getCause()));
    }
  }

  private static LabReport.CaseReport run(LabCase labCase, Bench bench) {
    Stopwatch watch = Stopwatch.start();
    Findings findings = new Findings();
    try {
      labCase.run(bench, findings);
    } catch (RuntimeException e) {
      // The other cases are worth having; this one is seen to have failed.
      LOG.log(System.Logger.Level.ERROR, labCase.id() + " ended early", e);
      findings.check("The case runs to its end", false, e.toString());
    }
    LabReport.CaseReport report = new LabReport.CaseReport(labCase, findings, watch.seconds(),
        watch.processorSeconds());
    LOG.log(System.Logger.Level.INFO,
        "{0}: {1} measurements, {2} of {3} statements hold, {4} s, {5} s of processor time", labCase.id(),
        findings.measurements().size(), report.holding(), findings.statements().size(),
        tenths(report.seconds()), tenths(report.processorSeconds()));
    return report;
  }

  private static Path directory(Path out) {
    try {
      return Files.createDirectories(out);
    } catch (IOException e) {
      throw new UnwritableOutputException(out, e);
    }
  }

  private static double tenths(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }
}
