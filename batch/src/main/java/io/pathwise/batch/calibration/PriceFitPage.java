package io.pathwise.batch.calibration;

import io.pathwise.batch.page.Page;
import io.pathwise.engine.optimise.Minimum.Look;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Writes the page of a calibration to prices: the template {@code prices.html.mustache} with prices, parameters and the
 * course of the search. Start at {@link #write}.
 */
final class PriceFitPage {
  private PriceFitPage() {}

  /** Writes the page; the stream stays open. */
  static void write(OutputStream out, PriceRequest request, PriceFitText fit) throws IOException {
    Page.write(PriceFitPage.class, "prices",
        Map.of("valuationDate", fit.fit().market().valuationDate().toString(), "market",
            String.valueOf(request.market().getFileName()), "prices",
            String.valueOf(request.prices().getFileName()), "method", request.method().label(), "summary",
            fit.summary(), "rows", fit.rows(), "parameters", fit.parameters(), "notConverged", !fit.isConverged(),
            "data", plot(fit.fit().minimum().history())),
        out);
  }

  private static String plot(List<Look> history) {
    return Page.json(json -> {
      json.writeStartObject();
      for (Map.Entry<String, ToDoubleFunction<Look>> line : Map.<String, ToDoubleFunction<Look>>of("gradient",
          Look::gradient, "error", Look::gradientError).entrySet()) {
        json.writeArrayFieldStart(line.getKey());
        for (Look look : history) {
          double value = line.getValue().applyAsDouble(look);
          if (value > 0 && Double.isFinite(value)) {
            json.writeArray(new double[]{look.paths(), value}, 0, 2);
          }
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    });
  }
}
