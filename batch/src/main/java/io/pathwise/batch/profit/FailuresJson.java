package io.pathwise.batch.profit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.report.Failures;
import java.io.IOException;
import java.util.List;

/** The trades that a run has left out, as summaries name them. Start at {@link #write}. */
final class FailuresJson {
  private FailuresJson() {}

  /** Writes the field {@code failures} into an object that is open. */
  static void write(JsonGenerator json, List<Failures.Failure> failures) throws IOException {
    json.writeArrayFieldStart("failures");
    for (Failures.Failure failure : failures) {
      json.writeStartObject();
      json.writeStringField("tradeId", failure.tradeId());
      json.writeStringField("message", failure.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
