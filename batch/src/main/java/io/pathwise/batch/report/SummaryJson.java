package io.pathwise.batch.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.output.PrettyJson;
import io.pathwise.batch.output.Totals;
import io.pathwise.batch.request.RiskRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code summary.json}: what was asked for, what computed it, how it went, totals and failures; docs/formats.md
 * describes it. Start at {@link #write}.
 */
public final class SummaryJson {
  private final JsonGenerator json;

  private SummaryJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * What the summary tells.
   *
   * @param request
   *          what was asked for
   * @param backend
   *          the name of the backend that did the work
   * @param start
   *          when the run began
   * @param report
   *          how it went
   * @param secondsEvaluating
   *          wall time spent in the engine
   * @param cache
   *          what the cache did, if there is one
   * @param resultsHash
   *          SHA-256 of the results, by which a summary and its results are known to belong together
   * @param totals
   *          sums over the portfolio
   * @param scenarios
   *          profits over the portfolio by scenario
   * @param failures
   *          the first failures
   * @param failureCount
   *          how many there are
   */
  public record Content(RiskRequest request, String backend, Instant start, RiskReport report, double secondsEvaluating,
      Optional<CacheStore.Usage> cache, String resultsHash, List<Totals.Total> totals,
      List<ScenarioTotal> scenarios, List<Failures.Failure> failures,
      long failureCount) {}

  /** Writes the summary; the stream stays open. */
  public static void write(OutputStream out, Content content) throws IOException {
    PrettyJson.write(out, json -> new SummaryJson(json).content(content));
  }

  private void content(Content content) throws IOException {
    json.writeStringField("version", Version.current());
    json.writeStringField("java", Runtime.version().toString());
    json.writeStringField("portfolio", content.request().portfolio().toString());
    json.writeStringField("market", content.request().market().toString());
    json.writeStringField("resultsSha256", content.resultsHash());
    json.writeStringField("units", content.request().units().label());
    SettingsJson.write(json, content.request());
    json.writeStringField("backend", content.backend());
    json.writeNumberField("threads", content.request().threads());
    json.writeStringField("start", content.start().toString());
    json.writeNumberField("seconds", content.report().seconds());
    json.writeNumberField("secondsEvaluating", content.secondsEvaluating());
    cache(content.cache());
    counts(content);
    totals(content.totals());
    scenarios(content.scenarios());
    failures(content.failures());
  }

  private void cache(Optional<CacheStore.Usage> cache) throws IOException {
    if (cache.isPresent()) {
      json.writeObjectFieldStart("cache");
      json.writeNumberField("hits", cache.get().hits());
      json.writeNumberField("misses", cache.get().misses());
      json.writeNumberField("kept", cache.get().kept());
      json.writeNumberField("damaged", cache.get().damaged());
      json.writeEndObject();
    } else {
      json.writeNullField("cache");
    }
  }

  private void counts(Content content) throws IOException {
    RiskReport report = content.report();
    json.writeObjectFieldStart("counts");
    json.writeNumberField("trades", report.trades());
    json.writeNumberField("failedTrades", report.failedTrades());
    json.writeNumberField("partlyFailedTrades", report.partlyFailedTrades());
    json.writeNumberField("numbers", report.numbers());
    json.writeNumberField("maximumPathsNumbers", report.maximumPathsNumbers());
    json.writeNumberField("doubtfulNumbers", report.doubtfulNumbers());
    json.writeNumberField("failures", content.failureCount());
    json.writeEndObject();
  }

  private void totals(List<Totals.Total> totals) throws IOException {
    json.writeArrayFieldStart("totals");
    for (Totals.Total total : totals) {
      json.writeStartObject();
      json.writeStringField("measure", total.measure().label());
      json.writeStringField("factor", total.factor());
      json.writeStringField("currency", total.currency());
      json.writeNumberField("value", total.value());
      json.writeNumberField("standardError", total.standardError());
      json.writeNumberField("standardErrorBound", total.standardErrorBound());
      json.writeNumberField("trades", total.trades());
      json.writeNumberField("failed", total.failed());
      json.writeNumberField("doubtful", total.doubtful());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void scenarios(List<ScenarioTotal> scenarios) throws IOException {
    json.writeArrayFieldStart("scenarios");
    for (ScenarioTotal total : scenarios) {
      json.writeStartObject();
      json.writeStringField("scenario", total.scenario());
      json.writeStringField("currency", total.currency());
      json.writeNumberField("profit", total.profit());
      json.writeNumberField("standardError", total.standardError());
      json.writeNumberField("standardErrorBound", total.standardErrorBound());
      json.writeNumberField("taylorTrades", total.taylorTrades());
      json.writeNumberField("taylorProfit", total.taylorProfit());
      json.writeNumberField("unexplainedProfit", total.unexplainedProfit());
      json.writeNumberField("trades", total.trades());
      json.writeNumberField("failed", total.failed());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void failures(List<Failures.Failure> failures) throws IOException {
    json.writeArrayFieldStart("failures");
    for (Failures.Failure failure : failures) {
      json.writeStartObject();
      json.writeStringField("tradeId", failure.tradeId());
      json.writeStringField("measure", failure.measure());
      json.writeStringField("factor", failure.factor());
      json.writeStringField("message", failure.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
