package io.pathwise.batch.profit;

import io.pathwise.batch.request.RiskRequest;
import io.pathwise.greeks.measure.Measure;
import java.nio.file.Path;
import java.util.Set;

/**
 * The options of an explanation of profits.
 *
 * @param risk
 *          files, accuracy and engine; its market is the first one, on which values are computed only
 * @param to
 *          the second market
 * @param measures
 *          the derivatives that profits are explained with
 */
public record ExplainedProfitRequest(RiskRequest risk, Path to, Set<Measure> measures) {
  /** Copies the set. */
  public ExplainedProfitRequest {
    measures = Set.copyOf(measures);
  }
}
