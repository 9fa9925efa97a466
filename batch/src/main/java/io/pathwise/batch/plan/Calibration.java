package io.pathwise.batch.plan;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.output.Position;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.statistics.Inference;
import io.pathwise.greeks.execution.WorkEstimate;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;

/**
 * Looks at trades closely: which estimators serve them, what a path costs, and by a short simulation how many paths the
 * target error will need. How long a run takes it does not say: in a process that has just started one trade takes ten
 * times what it takes among thousands. Start at {@link #find}.
 */
final class Calibration {
  /** As few paths as there can be. */
  private static final long SHORT = Inference.FEWEST_SAMPLES * (long) Backend.BLOCK;

  /** What looking at a trade may take, by estimate; of one that takes longer the estimate is all there is. */
  private static final double MOST_SECONDS = 10;

  private final Evaluator evaluator;
  private final MarketData market;
  private final Collection<Measure> measures;
  private final Settings settings;
  private final int threads;

  Calibration(Evaluator evaluator, MarketData market, Collection<Measure> measures, Settings settings, int threads) {
    this.threads = threads;
    this.evaluator = evaluator;
    this.market = market;
    this.measures = measures;
    this.settings = settings;
  }

  /**
   * What was found of a trade.
   *
   * @param operations
   *          what a path of each of its simulations costs, in primitive operations without noise
   * @param estimators
   *          the names of those in use
   * @param paths
   *          how many will be simulated
   */
  record Finding(List<Double> operations, List<String> estimators, double paths) {}

  /**
   * As much as can be found of a product in short time.
   *
   * @param estimate
   *          of the product
   * @param hasTime
   *          whether there is time for pilots
   * @throws IllegalArgumentException
   *           when the engine refuses it
   */
  Finding find(Product product, WorkEstimate estimate, boolean hasTime) {
    double perPath = estimate.simulationSeconds() / estimate.paths() / threads;
    double pilots = estimate.paths() - WorkEstimate.results(settings);
    boolean pilotsFit = hasTime && estimate.planningSeconds() + (pilots + SHORT) * perPath < MOST_SECONDS;
    if (!pilotsFit && estimate.planningSeconds() + SHORT * perPath >= MOST_SECONDS) {
      return estimated();
    }
    Settings quick = settings.withAccuracy(Accuracy.paths(SHORT))
        .withPolicy(settings.policy() == Policy.PILOT && !pilotsFit ? Policy.STRUCTURAL : settings.policy());
    Greeks numbers = evaluator.evaluate(product, market, measures, quick);
    return new Finding(evaluator.operationsPerPath(product, market, measures, quick, numbers), estimators(numbers),
        paths(numbers));
  }

  /** What is known of a product that is not looked at. */
  Finding estimated() {
    return new Finding(List.of(), List.of(), WorkEstimate.results(settings));
  }

  private static List<String> estimators(Greeks numbers) {
    return numbers.numbers().stream().filter(Position::hasNumber)
        .map(number -> number.estimator() + " " + number.measure().label()).distinct().toList();
  }

  /** As many paths as the accuracy asks for, judged by the errors of a short simulation. */
  private double paths(Greeks shortRun) {
    double certain = WorkEstimate.results(settings);
    return switch (settings.accuracy()) {
      case Accuracy.Paths _ -> certain;
      case Accuracy.TargetError(double relative, double absolute, long maximum) -> {
        double needed = 0;
        for (Greek number : shortRun.numbers()) {
          if (Position.hasNumber(number)) {
            double target = Math.max(absolute, relative * Math.abs(number.value()));
            double ratio = number.standardError() == 0 ? 0 : number.standardError() / target;
            needed = Math.max(needed, ratio * ratio * SHORT);
          }
        }
        double paths = certain;
        while (paths < needed && paths < maximum) {
          paths *= 2;
        }
        yield Math.max(certain, Math.min((double) maximum, paths));
      }
    };
  }
}
