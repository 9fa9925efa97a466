package io.pathwise.batch.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.pathwise.greeks.measure.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Writes an explanation as JSON, see docs/formats.md. Start with {@link #write}. */
final class ExplanationJson {

  private final JsonGenerator json;

  private ExplanationJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes one object and a line feed.
   *
   * @param programs
   *          whether to write the programs, too
   */
  static void write(Explanation explanation, boolean programs, Writer out) {
    try (JsonGenerator json = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new ExplanationJson(json).write(explanation, programs);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the explanation", e);
    }
  }

  private void write(Explanation explanation, boolean programs) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("numbers");
    for (Explanation.Row row : explanation.rows()) {
      write(row);
    }
    json.writeEndArray();
    if (programs) {
      json.writeArrayFieldStart("programs");
      for (Explanation.ProgramText program : explanation.programs()) {
        json.writeStartObject();
        json.writeStringField("title", program.title());
        json.writeStringField("text", program.text());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void write(Explanation.Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("measure", row.measure().label());
    json.writeStringField("factor", row.factorText());
    json.writeStringField("estimator", row.estimator());
    json.writeStringField("reason", row.reason());
    json.writeStringField("payoff", row.grade());
    number("operationsPerPath", row.operationsPerPath());
    json.writeArrayFieldStart("candidates");
    for (Explanation.CandidateRow candidate : row.candidates()) {
      write(candidate);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Explanation.CandidateRow candidate) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", candidate.name());
    json.writeBooleanField("chosen", candidate.chosen());
    json.writeBooleanField("valid", candidate.valid());
    json.writeBooleanField("biased", candidate.biased());
    json.writeStringField("reason", candidate.why());
    number("mean", candidate.mean());
    number("variancePerPath", candidate.variancePerPath());
    number("operationsPerPath", candidate.operationsPerPath());
    number("efficiency", candidate.efficiency());
    json.writeNumberField("pilotPaths", candidate.pilotPaths());
    number("bias", candidate.bias());
    number("biasStandardError", candidate.biasStandardError());
    json.writeEndObject();
  }

  /** JSON has no NaN and no infinities. */
  private void number(String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }
}
