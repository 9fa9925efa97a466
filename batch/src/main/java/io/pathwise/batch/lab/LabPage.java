package io.pathwise.batch.lab;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.page.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes {@code lab.html}: the template {@code lab.html.mustache} with what the cases have found. Start with
 * {@link #write}.
 */
final class LabPage {
  /** Tables with more measurements than this are folded. */
  private static final int LONG_TABLE = 60;

  /** The place of each line's name among all, so that an estimator has the same colour in all plots. */
  private final Map<String, Integer> styles = new LinkedHashMap<>();

  private LabPage() {}

  /**
   * What the page says about how it was made.
   *
   * @param version
   *          of Pathwise
   * @param backend
   *          the name of what computed
   * @param request
   *          what was asked for
   */
  record Origin(String version, String backend, LabRequest request) {}

  /** Writes the page. */
  static void write(LabReport report, Origin origin, OutputStream out) throws IOException {
    Page.write(LabPage.class, "lab", new LabPage().model(report, origin), out);
  }

  private Map<String, Object> model(LabReport report, Origin origin) {
    List<Map<String, Object>> cases = report.cases().stream().map(this::model).toList();
    LabRequest request = origin.request();
    return Map.ofEntries(Map.entry("version", origin.version()),
        Map.entry("backend", origin.backend()), Map.entry("threads", request.threads()),
        Map.entry("seed", request.seed()), Map.entry("seconds", String.format(Locale.ROOT, "%.0f", report.seconds())),
        Map.entry("processorSeconds", String.format(Locale.ROOT, "%.0f", report.processorSeconds())),
        Map.entry("cases", cases), Map.entry("statements", report.statements()),
        Map.entry("holding", report.statements() - report.failures().size()),
        Map.entry("failures", report.failures()), Map.entry("measurements", report.measurements()),
        Map.entry("quick", request.budget().thin()));
  }

  private Map<String, Object> model(LabReport.CaseReport report) {
    List<Object> exhibits = new ArrayList<>();
    for (Exhibit exhibit : report.findings().exhibits()) {
      exhibits.add(switch (exhibit) {
        case Exhibit.Measurements table ->
          Map.of("measurementTable", true, "title", table.title(), "groups", MeasurementRows.groups(table.rows()),
              "refusals", MeasurementRows.refusals(table.rows()), "numbers",
              table.rows().stream().filter(Measurement::hasNumber).count(), "isLong",
              table.rows().size() > LONG_TABLE);
        case Exhibit.Table table -> Map.of("table", true, "title", table.title(), "columns", table.columns(), "rows",
            table.rows().stream().map(row -> Map.of("head", row.getFirst(), "cells", row.subList(1, row.size())))
                .toList());
        case Exhibit.Plot plot ->
          Map.of("plot", true, "title", plot.title(), "caption", caption(plot), "data", json(plot));
      });
    }
    return Map.of("id", report.labCase().id(), "title", report.labCase().title(), "paragraphs",
        paragraphs(report.labCase()), "statements", report.findings().statements(),
        "exhibits", exhibits, "seconds", String.format(Locale.ROOT, "%.1f", report.seconds()), "processorSeconds",
        String.format(Locale.ROOT, "%.1f", report.processorSeconds()), "allHold",
        report.holding() == report.findings().statements().size());
  }

  /** With spaces before per cent signs at which no line breaks. */
  private static List<String> paragraphs(LabCase labCase) {
    return List.of(labCase.text().strip().replace(" %", "\u00a0%").split("\n\n"));
  }

  private static String caption(Exhibit.Plot plot) {
    List<String> absent = plot.series().stream()
        .filter(series -> series.points().stream().anyMatch(point -> !isShown(plot, point)))
        .map(Series::name).toList();
    return absent.isEmpty()
        ? plot.caption()
        : plot.caption() + " Not on the logarithmic axis, being 0 up to rounding at least in part: "
            + String.join(", ", absent) + ".";
  }

  private static boolean isShown(Exhibit.Plot plot, Series.Point point) {
    return plot.x().shows(point.x()) && plot.y().shows(point.y());
  }

  /** The data of a plot, for the script. */
  private String json(Exhibit.Plot plot) {
    return Page.json(json -> {
      json.writeStartObject();
      axis(json, "x", plot.x());
      axis(json, "y", plot.y());
      json.writeArrayFieldStart("series");
      for (Series series : plot.series()) {
        json.writeStartObject();
        json.writeStringField("name", series.name());
        json.writeNumberField("style", styles.computeIfAbsent(series.name(), name -> styles.size()));
        json.writeBooleanField("measured", series.style() == Series.Style.MEASURED);
        json.writeArrayFieldStart("points");
        for (Series.Point point : series.points()) {
          if (isShown(plot, point)) {
            json.writeArray(new double[]{point.x(), point.y(), point.low(), point.high()}, 0, 4);
          }
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void axis(JsonGenerator json, String name, Axis axis) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("label", axis.label());
    json.writeBooleanField("log", axis.logarithmic());
    json.writeEndObject();
  }
}
