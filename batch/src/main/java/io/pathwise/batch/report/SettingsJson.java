package io.pathwise.batch.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import java.io.IOException;
import java.util.TreeMap;

/** The settings of a run as every summary has them. Start at {@link #write}. */
public final class SettingsJson {
  private SettingsJson() {}

  /** Writes the fields into an object that is open. */
  public static void write(JsonGenerator json, RiskRequest request) throws IOException {
    Settings settings = request.settings();
    json.writeArrayFieldStart("measures");
    for (Measure measure : request.measures()) {
      json.writeString(measure.label());
    }
    json.writeEndArray();
    json.writeObjectFieldStart("accuracy");
    switch (settings.accuracy()) {
      case Accuracy.Paths(long paths) -> json.writeNumberField("paths", paths);
      case Accuracy.TargetError(double relative, double absolute, long maximumPaths) -> {
        json.writeNumberField("relativeError", relative);
        json.writeNumberField("absoluteError", absolute);
        json.writeNumberField("maximumPaths", maximumPaths);
      }
    }
    json.writeEndObject();
    json.writeNumberField("seed", settings.seed());
    sampling(json, settings.sampling());
    json.writeBooleanField("antithetic", settings.sampling().antithetic());
    json.writeBooleanField("controlVariates", settings.controlVariates());
    json.writeStringField("policy", settings.policy().label());
    json.writeObjectFieldStart("estimators");
    for (var choice : new TreeMap<>(settings.estimators()).entrySet()) {
      json.writeStringField(choice.getKey().label(), choice.getValue().label());
    }
    json.writeEndObject();
  }

  private static void sampling(JsonGenerator json, Sampling sampling) throws IOException {
    json.writeObjectFieldStart("sampling");
    json.writeStringField("sampler", sampling.randomisations() == 0 ? "philox" : "sobol");
    json.writeNumberField("randomisations", sampling.randomisations());
    json.writeStringField("ordering", switch (sampling.ordering()) {
      case Ordering.Steps steps -> "steps";
      case Ordering.Bridge bridge -> "bridge";
      case Ordering.PrincipalComponents components -> "pca";
    });
    json.writeBooleanField("stratified", sampling.stratified());
    json.writeEndObject();
  }
}
