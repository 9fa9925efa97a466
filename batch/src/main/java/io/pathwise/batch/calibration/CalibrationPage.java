package io.pathwise.batch.calibration;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.page.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the page of a fit: the template {@code calibration.html.mustache} with parameters, smiles and quotes. Start at
 * {@link #write}.
 */
final class CalibrationPage {
  private static final double PERCENT = 100;

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

  /** A smile for each expiry: what is quoted as points, the model as a line. */
  private static String plot(AssetFit fit) {
    Map<String, List<Integer>> smiles = new LinkedHashMap<>();
    fit.order().forEach(i -> smiles
        .computeIfAbsent(fit.quotes().get(i).expiry(), expiry -> new ArrayList<>()).add(i));
    return Page.json(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("smiles");
      for (var smile : smiles.entrySet()) {
        json.writeStartObject();
        json.writeStringField("expiry", smile.getKey());
        json.writeArrayFieldStart("market");
        for (int i : smile.getValue()) {
          point(json, fit, i, fit.quotes().get(i).quote().vol());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("model");
        for (int i : smile.getValue()) {
          point(json, fit, i, fit.fit().modelVols().get(i));
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void point(JsonGenerator json, AssetFit fit, int i, double vol) throws IOException {
    json.writeArray(new double[]{fit.quotes().get(i).quote().strike(), PERCENT * vol}, 0, 2);
  }
}
