package io.pathwise.batch.profit;

import io.pathwise.batch.input.ScenarioReader;
import io.pathwise.batch.request.RiskRequest;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The options of a value at risk.
 *
 * @param risk
 *          files, measures, accuracy and engine; its scenarios are those of the value at risk
 * @param confidence
 *          the share of scenarios whose loss is at most the value at risk
 * @param method
 *          how profits are found
 * @param decay
 *          the weight of a day of the history as a share of the next day's, above 0 and below 1; empty where the file
 *          tells weights
 */
public record ValueAtRiskRequest(RiskRequest risk, double confidence, Method method, OptionalDouble decay) {

  /** How the profit of a trade in a scenario is found. */
  public enum Method {
    /** By revaluation. */
    FULL("full"),
    /** From the first and second derivatives. */
    DELTA_GAMMA("delta-gamma");

    private final String label;

    Method(String label) {
      this.label = label;
    }

    /** The spelling on the command line. */
    public String label() {
      return label;
    }
  }

  /** The file of scenarios. */
  Path shifts() {
    return risk.scenarios().orElseThrow();
  }

  /** Whether the scenarios are a sample of what may happen, and not what somebody has thought of. */
  boolean isSample() {
    return ScenarioReader.isHistory(shifts());
  }
}
