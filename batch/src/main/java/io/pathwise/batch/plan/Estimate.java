package io.pathwise.batch.plan;

import java.util.List;

/**
 * What all trades of a kind will take, foretold from those that were looked at closely.
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
 * @param seconds
 *          of all
 * @param secondsOfScenarios
 *          of all in all scenarios
 */
public record Estimate(Kind kind, long trades, double simulations, double operationsPerPath, double paths,
    double seconds,
    double secondsOfScenarios) {

  /**
   * From the findings on some of the trades.
   *
   * @param begun
   *          for how many of the trades something has to be planned anew
   */
  static Estimate of(Kind kind, long trades, long begun, List<Calibration.Finding> findings,
      double scenariosPerTrade) {
    double mean = 1.0 / findings.size();
    double begin = findings.getFirst().secondsToBegin();
    double beginOthers = findings.stream().skip(1).mapToDouble(Calibration.Finding::secondsToBegin).average().orElse(0);
    double again = 0;
    double simulating = 0;
    double change = 0;
    double paths = 0;
    double operations = 0;
    double simulations = 0;
    for (Calibration.Finding finding : findings) {
      again += finding.secondsAgain() * mean;
      simulating += finding.paths() * finding.secondsPerPath() * mean;
      // A scenario's value and the base value again.
      change += (finding.secondsAgain() + 2 * finding.paths() * finding.secondsPerPathOfValue()) * mean;
      paths += finding.paths() * mean;
      operations += finding.operations().stream().mapToDouble(Double::doubleValue).sum() * mean;
      simulations += finding.operations().size() * mean;
    }
    return new Estimate(kind, trades, simulations, operations, paths,
        begin + (begun - 1) * beginOthers + trades * (again + simulating), trades * scenariosPerTrade * change);
  }
}
