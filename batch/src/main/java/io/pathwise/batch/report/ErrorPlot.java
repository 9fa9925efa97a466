package io.pathwise.batch.report;

import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The plot of {@code report.html} that shows how large standard errors are. Start at {@link #of}. */
final class ErrorPlot {
  private static final int BINS_TOGETHER = 3;
  /** Bins at the lower end that together hold no more than this share of all are drawn as one. */
  private static final double FEW = 5e-3;

  private ErrorPlot() {}

  /** How many numbers have which relative error, for the value and the orders of derivatives. */
  static ReportPlots.Plot of(Map<String, RelativeErrors> errors) {
    RelativeErrors all = new RelativeErrors();
    errors.values().forEach(all::addAll);
    long[] counts = all.wider(BINS_TOGETHER);
    long few = (long) (FEW * (all.total() - all.exact()));
    int first = 0;
    long below = 0;
    while (first < counts.length - 1 && below + counts[first] <= few) {
      below += counts[first++];
    }
    int from = first;
    List<String> names = new ArrayList<>();
    for (int bin = first; bin < counts.length; bin++) {
      names.add(ReportUnits.share(bin == counts.length - 1
          ? Double.POSITIVE_INFINITY
          : Math.pow(10, RelativeErrors.LOWEST_EXPONENT
              + (bin + 1.0) * BINS_TOGETHER / RelativeErrors.BINS_PER_DECADE)));
    }
    String data = Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", "stacked");
      json.writeStringField("label", "relative standard error up to");
      json.writeStringField("unit", "numbers");
      ReportPlots.strings(json, "names", names);
      json.writeArrayFieldStart("series");
      for (var entry : errors.entrySet()) {
        long[] own = entry.getValue().wider(BINS_TOGETHER);
        for (int bin = 0; bin < from; bin++) {
          own[from] += own[bin];
        }
        json.writeStartObject();
        json.writeStringField("name", entry.getKey());
        json.writeFieldName("values");
        json.writeArray(own, from, own.length - from);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
    return new ReportPlots.Plot("Relative standard errors",
        "How many numbers have a standard error of that share of the number. "
            + Amounts.count(all.exact())
            + " without any error are left out, such as derivatives by what does not matter.",
        data, true);
  }
}
