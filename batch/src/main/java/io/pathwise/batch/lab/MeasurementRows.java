package io.pathwise.batch.lab;

import io.pathwise.batch.output.Rounded;
import io.pathwise.batch.page.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measurements as the template shows them: those with numbers grouped by problem and quantity, and the refused
 * estimators with equal reasons said once. Start with {@link #groups} and {@link #refusals}.
 */
final class MeasurementRows {
  private MeasurementRows() {}

  /** The groups, in order of first appearance. */
  static List<Map<String, Object>> groups(List<Measurement> measurements) {
    Map<String, List<Measurement>> byProblem = new LinkedHashMap<>();
    for (Measurement measurement : measurements) {
      byProblem.computeIfAbsent(heading(measurement), key -> new ArrayList<>()).add(measurement);
    }
    List<Map<String, Object>> groups = new ArrayList<>();
    byProblem.forEach((heading, rows) -> {
      if (rows.stream().anyMatch(Measurement::hasNumber)) {
        groups.add(Map.of("heading", heading, "rows", rows(rows)));
      }
    });
    return groups;
  }

  private static String heading(Measurement measurement) {
    String exact = measurement.exact().filter(e -> e.isExact()).map(e -> ", exact " + Numbers.precise(e.value()))
        .orElse("");
    return (measurement.problem().isEmpty() ? "" : measurement.problem() + ": ") + measurement.quantity() + exact;
  }

  private static List<Map<String, Object>> rows(List<Measurement> group) {
    double best = group.stream().filter(m -> m.hasNumber() && !m.biased()).mapToDouble(Measurement::efficiency).max()
        .orElse(Double.NaN);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Measurement m : group) {
      if (m.hasNumber()) {
        rows.add(Map.ofEntries(Map.entry("estimator", m.estimator()), Map.entry("biased", m.biased()),
            Map.entry("best", !m.biased() && group.size() > 1 && m.efficiency() == best),
            Map.entry("value",
                Rounded.text(m.value(), m.isExactUpToRounding() ? 0 : m.standardError()).replace('-', '−')),
            Map.entry("halfWidth", Numbers.text(m.halfWidth())), Map.entry("bias", Numbers.text(m.bias())),
            Map.entry("z", Double.isNaN(m.z()) ? "" : Numbers.text(Math.round(m.z() * 100) / 100.0)),
            Map.entry("paths", Long.toString(m.estimate().paths())), Map.entry("variance", Numbers.text(m.variance())),
            Map.entry("varianceError", m.variance() > 0 ? percent(m.varianceHigh() / m.variance() - 1) : ""),
            Map.entry("operations", Numbers.text(m.operations())),
            Map.entry("nanoseconds", Numbers.text(m.nanoseconds())),
            Map.entry("efficiency", Numbers.text(m.efficiency()))));
      }
    }
    return rows;
  }

  private static String percent(double share) {
    return Numbers.text(Math.round(1000 * share) / 10.0) + " %";
  }

  /** Refused estimators, those with the same reason together. */
  static List<Map<String, Object>> refusals(List<Measurement> measurements) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      if (!m.hasNumber()) {
        String reason = m.refusal().startsWith(m.estimator() + " is refused")
            ? m.refusal().substring(m.refusal().indexOf(':') + 1).strip()
            : m.refusal();
        names.computeIfAbsent(reason, key -> new LinkedHashSet<>()).add(m.estimator());
      }
    }
    List<Map<String, Object>> refusals = new ArrayList<>();
    names.forEach((reason, set) -> refusals.add(Map.of("estimators", String.join(", ", set), "reason", reason)));
    return refusals;
  }
}
