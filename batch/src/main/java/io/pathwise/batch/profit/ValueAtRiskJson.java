package io.pathwise.batch.profit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.output.PrettyJson;
import io.pathwise.batch.report.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalDouble;

/** Writes {@code var.json}. Start at {@link #write}. */
final class ValueAtRiskJson {
  private final JsonGenerator json;
  private final ValueAtRisk result;

  private ValueAtRiskJson(JsonGenerator json, ValueAtRisk result) {
    this.json = json;
    this.result = result;
  }

  /** Writes the summary; the stream stays open. */
  static void write(OutputStream out, ValueAtRisk result) throws IOException {
    PrettyJson.write(out, json -> new ValueAtRiskJson(json, result).write());
  }

  private void write() throws IOException {
    ValueAtRiskRequest request = result.request();
    json.writeStringField("version", Version.current());
    json.writeStringField("portfolio", request.risk().portfolio().toString());
    json.writeStringField("market", request.risk().market().toString());
    json.writeStringField("shifts", request.shifts().toString());
    json.writeStringField("valuationDate", result.inputs().market().valuationDate().toString());
    json.writeStringField("method", request.method().label());
    json.writeNumberField("confidence", request.confidence());
    json.writeNumberField("scenarios", result.inputs().scenarios().size());
    json.writeNumberField("effectiveScenarios", result.weights().effective());
    if (request.decay().isPresent()) {
      json.writeNumberField("decay", request.decay().getAsDouble());
    } else {
      json.writeNullField("decay");
    }
    PassJson.write(json, request.risk(), result.backend(), result.seconds(), result.trades(), result.failedTrades());
    json.writeNumberField("doubtfulTrades", result.doubtfulTrades());
    json.writeArrayFieldStart("currencies");
    for (ScenarioProfits profits : result.profits()) {
      currency(profits);
    }
    json.writeEndArray();
    FailuresJson.write(json, result.failures());
  }

  private void currency(ScenarioProfits profits) throws IOException {
    LossTail tail = result.tail(profits);
    boolean sample = result.request().isSample();
    json.writeStartObject();
    json.writeStringField("currency", profits.currency());
    json.writeNumberField("trades", profits.trades().size());
    json.writeObjectFieldStart("valueAtRisk");
    json.writeNumberField("value", tail.valueAtRisk());
    json.writeNumberField("standardError", profits.standardError(tail.place()));
    json.writeNumberField("unseen", profits.unseen(tail.place()));
    json.writeStringField("scenario", result.inputs().scenarios().get(tail.place()).id());
    json.writeNumberField("orderStatistic", tail.rank());
    if (sample) {
      json.writeNumberField("samplingError", tail.samplingErrorOfValueAtRisk());
      json.writeArrayFieldStart("samplingInterval");
      end(tail.lowerEnd());
      end(tail.upperEnd());
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("expectedShortfall");
    json.writeNumberField("value", tail.shortfall());
    json.writeNumberField("standardError", profits.errorOfShortfall(tail));
    if (sample) {
      json.writeNumberField("samplingError", tail.samplingErrorOfShortfall());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("tail");
    for (int place : tail.places()) {
      json.writeStartObject();
      json.writeStringField("scenario", result.inputs().scenarios().get(place).id());
      json.writeNumberField("profit", profits.profit(place));
      json.writeNumberField("standardError", profits.standardError(place));
      json.writeNumberField("weight", tail.weights()[place]);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void end(OptionalDouble end) throws IOException {
    if (end.isPresent()) {
      json.writeNumber(end.getAsDouble());
    } else {
      json.writeNull();
    }
  }
}
