package io.pathwise.batch.profit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.report.SettingsJson;
import io.pathwise.batch.request.RiskRequest;
import java.io.IOException;

/** How a pass through a portfolio went, as its summary tells. Start at {@link #write}. */
final class PassJson {
  private PassJson() {}

  /**
   * Writes the fields into an object that is open.
   *
   * @param seconds
   *          wall time
   * @param trades
   *          how many lines the portfolio has
   * @param failedTrades
   *          how many of them are left out
   */
  static void write(JsonGenerator json, RiskRequest request, String backend, double seconds, long trades,
      long failedTrades) throws IOException {
    SettingsJson.write(json, request);
    json.writeStringField("backend", backend);
    json.writeNumberField("threads", request.threads());
    json.writeNumberField("seconds", seconds);
    json.writeNumberField("trades", trades);
    json.writeNumberField("failedTrades", failedTrades);
  }
}
