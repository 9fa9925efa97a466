package io.pathwise.batch.calibration;

import io.pathwise.batch.page.Page;
import io.pathwise.batch.page.SmilePlot;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the page of a fit: the template {@code calibration.html.mustache} with parameters, smiles and quotes. Start at
 * {@link #write}.
 */
final class CalibrationPage {
  private CalibrationPage() {}

  /** Writes the page; the stream stays open. */
  static void write(OutputStream out, CalibrationRequest request, LocalDate valuationDate, List<AssetFit> fits)
      throws IOException {
    Page.write(CalibrationPage.class, "calibration",
        Map.of("valuationDate", valuationDate.toString(), "model", request.family().label(), "market",
            String.valueOf(request.market().getFileName()), "quotes", String.valueOf(request.quotes().getFileName()),
            "assets", fits.stream().map(CalibrationPage::model).toList()),
        out);
  }

  private static Map<String, Object> model(AssetFit fit) {
    List<Map<String, String>> parameters = new ArrayList<>();
    fit.fit().model().parameters()
        .forEach((name, value) -> parameters.add(Map.of("name", name, "value", AssetFit.number(value))));
    return Map.of("asset", fit.asset(), "parameters", parameters, "rows", fit.rows(), "hasMoved", fit.hasMoved(),
        "summary", fit.summary(), "data",
        plot(fit));
  }

  /** Expiries as they are written in the file. */
  private static String plot(AssetFit fit) {
    Map<Double, String> names = new HashMap<>();
    fit.quotes().forEach(quote -> names.putIfAbsent(quote.quote().time(), quote.expiry()));
    return SmilePlot.json(fit.fit().fitted(), time -> names.getOrDefault(time, ""));
  }
}
