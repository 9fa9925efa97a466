package io.pathwise.batch.profit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.output.PrettyJson;
import io.pathwise.batch.report.Version;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.RiskFactor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes {@code pnl.json}. Start at {@link #write}. */
final class ExplainedProfitJson {
  private final JsonGenerator json;
  private final ExplainedPortfolio result;

  private ExplainedProfitJson(JsonGenerator json, ExplainedPortfolio result) {
    this.json = json;
    this.result = result;
  }

  /** Writes the summary; the stream stays open. */
  static void write(OutputStream out, ExplainedPortfolio result) throws IOException {
    PrettyJson.write(out, json -> new ExplainedProfitJson(json, result).write());
  }

  private void write() throws IOException {
    ExplainedProfitRequest request = result.request();
    json.writeStringField("version", Version.current());
    json.writeStringField("portfolio", request.risk().portfolio().toString());
    json.writeStringField("from", request.risk().market().toString());
    json.writeStringField("to", request.to().toString());
    json.writeStringField("fromDate", result.inputs().market().valuationDate().toString());
    json.writeStringField("toDate", result.moves().last().valuationDate().toString());
    json.writeArrayFieldStart("derivatives");
    for (Measure measure : Measure.values()) {
      if (request.measures().contains(measure)) {
        json.writeString(measure.label());
      }
    }
    json.writeEndArray();
    PassJson.write(json, request.risk(), result.backend(), result.seconds(), result.trades(), result.failedTrades());
    json.writeObjectFieldStart("moves");
    for (Map.Entry<RiskFactor, Double> shift : result.moves().shifts().entrySet()) {
      json.writeNumberField(shift.getKey().toString(), shift.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("changedModels");
    for (String asset : result.moves().remodelled()) {
      json.writeString(asset);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("currencies");
    for (ExplainedTotal total : result.totals()) {
      total(total);
    }
    json.writeEndArray();
    FailuresJson.write(json, result.failures());
  }

  private void total(ExplainedTotal total) throws IOException {
    json.writeStartObject();
    json.writeStringField("currency", total.currency());
    json.writeNumberField("trades", total.trades().size());
    json.writeNumberField("paid", total.paid());
    sum("valueBefore", total.before());
    sum("actual", total.actual());
    sum("unexplained", total.unexplained());
    json.writeArrayFieldStart("terms");
    for (Map.Entry<String, ExplainedTotal.Sum> term : total.terms().entrySet()) {
      named("term", term.getKey(), term.getValue());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("kinds");
    for (Map.Entry<ProfitTerm.Kind, ExplainedTotal.Sum> kind : total.kinds().entrySet()) {
      named("kind", kind.getKey().label(), kind.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void sum(String name, ExplainedTotal.Sum sum) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("amount", sum.amount());
    json.writeNumberField("standardError", sum.standardError());
    json.writeEndObject();
  }

  private void named(String field, String name, ExplainedTotal.Sum sum) throws IOException {
    json.writeStartObject();
    json.writeStringField(field, name);
    json.writeNumberField("amount", sum.amount());
    json.writeNumberField("standardError", sum.standardError());
    json.writeEndObject();
  }
}
