package io.pathwise.batch.plan;

import java.util.List;

/**
 * What all trades of a kind will take, estimated from those that were looked at closely.
 *
 * @param kind
 *          which
 * @param trades
 *          how many
 * @param simulations
 *          how many a trade takes
 * @param operationsPerPath
 *          of all its simulations together, without noise
 * @param paths
 *          of a trade, on average
 */
public record Estimate(Kind kind, long trades, double simulations, double operationsPerPath, double paths) {

  /** From the findings on some of the trades. */
  static Estimate of(Kind kind, long trades, List<Calibration.Finding> findings) {
    double mean = 1.0 / findings.size();
    double paths = 0;
    double operations = 0;
    double simulations = 0;
    for (Calibration.Finding finding : findings) {
      paths += finding.paths() * mean;
      operations += finding.operations().stream().mapToDouble(Double::doubleValue).sum() * mean;
      simulations += finding.operations().size() * mean;
    }
    return new Estimate(kind, trades, simulations, operations, paths);
  }
}
