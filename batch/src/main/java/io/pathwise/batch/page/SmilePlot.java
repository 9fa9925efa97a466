package io.pathwise.batch.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.pricing.calibration.FittedQuotes;
import java.io.IOException;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;

/**
 * The data of the plot that {@code smiles} of {@code page.js} draws: for each expiry what is quoted and what the model
 * makes of it, by strike. Start at {@link #json}.
 */
public final class SmilePlot {
  private static final double PERCENT = 100;

  private SmilePlot() {}

  /**
   * The data.
   *
   * @param names
   *          how an expiry in years is called
   */
  public static String json(FittedQuotes fitted, DoubleFunction<String> names) {
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", "smiles");
      json.writeArrayFieldStart("smiles");
      for (var smile : fitted.byExpiry().entrySet()) {
        json.writeStartObject();
        json.writeStringField("expiry", names.apply(smile.getKey()));
        points(json, "market", smile.getValue(), i -> smile.getValue().quotes().get(i).vol());
        points(json, "model", smile.getValue(), i -> smile.getValue().modelVols().get(i));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void points(JsonGenerator json, String name, FittedQuotes smile, IntToDoubleFunction vol)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < smile.quotes().size(); i++) {
      json.writeArray(new double[]{smile.quotes().get(i).strike(), PERCENT * vol.applyAsDouble(i)}, 0, 2);
    }
    json.writeEndArray();
  }
}
