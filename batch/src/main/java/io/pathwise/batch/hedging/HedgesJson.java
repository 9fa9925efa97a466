package io.pathwise.batch.hedging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.pathwise.batch.report.Version;
import io.pathwise.greeks.hedging.Hedge;
import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.greeks.hedging.RebalancedHedge;
import java.io.IOException;
import java.io.OutputStream;

/** Writes {@code hedges.json}: settings, and the risk that each hedge leaves. Start at {@link #write}. */
final class HedgesJson {
  private HedgesJson() {}

  /** Writes the summary; the stream stays open. */
  static void write(OutputStream out, HedgeResult result) throws IOException {
    HedgeRequest request = result.request();
    try (JsonGenerator json = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("version", Version.current());
      json.writeStringField("portfolio", request.portfolio().toString());
      json.writeStringField("market", request.market().toString());
      json.writeStringField("instruments", request.instruments().toString());
      json.writeStringField("valuationDate", result.market().valuationDate().toString());
      json.writeStringField("method", request.method().label());
      json.writeStringField("dates", request.dates().map(TradingDates::text).orElse(""));
      json.writeNumberField("seed", request.seed());
      json.writeStringField("backend", result.backend());
      json.writeNumberField("seconds", result.seconds());
      json.writeNumberField("withoutHedge", result.withoutHedge());
      json.writeArrayFieldStart("hedges");
      for (HedgeEntry entry : result.entries()) {
        entry(json, entry);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void entry(JsonGenerator json, HedgeEntry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("tradeId", entry.trade());
    json.writeStringField("currency", entry.currency());
    json.writeStringField("status", entry.hedge().map(Hedge::status).orElse("not-applicable"));
    json.writeStringField("message", entry.reason());
    if (entry.hedge().isPresent()) {
      Hedge hedge = entry.hedge().get();
      json.writeNumberField("paths", hedge.paths());
      json.writeNumberField("effectivePaths", hedge.effectivePaths());
      number(json, "value", hedge.value());
      number(json, "hedgeCost", hedge.cost());
      number(json, "unhedgedDeviation", hedge.unhedged());
      number(json, "hedgedDeviation", hedge.hedged());
      number(json, "varianceExplained", hedge.explained());
      json.writeObjectFieldStart("ratios");
      for (Hedge.Leg leg : hedge.legs()) {
        number(json, leg.instrument().id(), leg.ratio());
      }
      json.writeEndObject();
    }
    if (entry.rebalanced().isPresent()) {
      rebalanced(json, entry.rebalanced().get());
    }
    json.writeEndObject();
  }

  private static void rebalanced(JsonGenerator json, RebalancedHedge hedge) throws IOException {
    json.writeObjectFieldStart("rebalanced");
    json.writeNumberField("dates", hedge.dates().size());
    json.writeNumberField("trainingPaths", hedge.trainingPaths());
    json.writeNumberField("paths", hedge.paths());
    number(json, "unhedgedDeviation", hedge.unhedged());
    number(json, "hedgedDeviation", hedge.hedged());
    number(json, "varianceExplained", hedge.explained());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, Uncertain number) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("value", number.value());
    json.writeNumberField("standardError", number.standardError());
    json.writeEndObject();
  }
}
