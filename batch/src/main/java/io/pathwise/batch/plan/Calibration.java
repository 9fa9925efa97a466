package io.pathwise.batch.plan;

import io.pathwise.batch.output.Position;
import io.pathwise.batch.risk.Evaluator;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.statistics.Inference;
import io.pathwise.greeks.Accuracy;
import io.pathwise.greeks.Greek;
import io.pathwise.greeks.Greeks;
import io.pathwise.greeks.Measure;
import io.pathwise.greeks.Policy;
import io.pathwise.greeks.Settings;
import io.pathwise.greeks.WorkEstimate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Short simulations of a trade, whose numbers are thrown away: how long it takes to begin, how long a path takes, and
 * how many paths the target error will need. Start at {@link #measure}.
 */
final class Calibration {
  /** As few paths as there can be. */
  private static final long SHORT = Inference.FEWEST_SAMPLES * (long) Backend.BLOCK;
  private static final long LONGER = 4 * SHORT;

  /** What looking at a trade may take, by estimate; of one that takes longer the estimate is all there is. */
  private static final double MOST_SECONDS = 10;

  /** How much longer planning takes with pilots than without. */
  private static final double PILOTS = 3;

  private final Evaluator evaluator;
  private final MarketData market;
  private final Collection<Measure> measures;
  private final Settings settings;
  private final boolean scenarios;
  private final int threads;
  private double seconds;
  private double operations;
  private double again;
  private long measured;

  Calibration(Evaluator evaluator, MarketData market, Collection<Measure> measures, Settings settings,
      boolean scenarios, int threads) {
    this.scenarios = scenarios;
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
   * @param secondsToBegin
   *          to plan, with pilots where the policy asks for them, and to compile; once for all trades that are alike
   * @param secondsAgain
   *          what remains of that for the next trade that is alike
   * @param secondsPerPath
   *          of all simulations together
   * @param secondsPerPathOfValue
   *          of the value alone, which scenarios simulate
   * @param paths
   *          how many will be simulated
   */
  record Finding(List<Double> operations, List<String> estimators, double secondsToBegin, double secondsAgain,
      double secondsPerPath, double secondsPerPathOfValue, double paths) {}

  /**
   * As much as can be found of a product in short time.
   *
   * @param estimate
   *          of the product
   * @param hasTime
   *          whether it may be measured
   * @throws IllegalArgumentException
   *           when the engine refuses it
   */
  Finding find(Product product, WorkEstimate estimate, boolean hasTime) {
    double perPath = estimate.simulationSeconds() / estimate.paths();
    double pilots = estimate.paths() - WorkEstimate.results(settings);
    double measuring = estimate.planningSeconds() + (pilots + 3 * SHORT + LONGER) * perPath / threads;
    if (hasTime && measuring < MOST_SECONDS) {
      return measure(product);
    }
    return estimate.planningSeconds() + SHORT * perPath / threads < MOST_SECONDS
        ? calculate(product)
        : foretell(estimate);
  }

  /** What the estimate alone tells. */
  Finding foretell(WorkEstimate estimate) {
    double perPath = estimate.simulationSeconds() / Math.max(1, estimate.paths()) / threads;
    double results = WorkEstimate.results(settings);
    return new Finding(List.of(), List.of(), estimate.planningSeconds() + (estimate.paths() - results) * perPath, 0,
        perPath, scenarios ? perPath : 0, results);
  }

  /**
   * Looks closely at a product.
   *
   * @throws IllegalArgumentException
   *           when the engine refuses it
   */
  private Finding measure(Product product) {
    double first = seconds(() -> evaluate(product, measures, SHORT));
    Greeks numbers = evaluate(product, measures, SHORT);
    double shortRun = seconds(() -> evaluate(product, measures, SHORT));
    double perPath = perPath(product, measures, shortRun);
    double perPathOfValue = 0;
    if (scenarios) {
      Set<Measure> value = Set.of(Measure.VALUE);
      evaluate(product, value, SHORT);
      perPathOfValue = perPath(product, value, seconds(() -> evaluate(product, value, SHORT)));
    }
    List<Double> costs = evaluator.operationsPerPath(product, market, measures, settings, numbers);
    Finding finding = new Finding(costs, estimators(numbers), Math.max(0, first - shortRun),
        Math.max(0, shortRun - SHORT * perPath), perPath, perPathOfValue, paths(numbers));
    seconds += perPath;
    operations += sum(costs);
    again += finding.secondsAgain();
    measured++;
    return finding;
  }

  /**
   * Foretells the same from operations alone, at the speed of the products that were measured; without pilots.
   *
   * @throws IllegalArgumentException
   *           when the engine refuses it
   */
  private Finding calculate(Product product) {
    boolean pilots = settings.policy() == Policy.PILOT;
    Settings quick = settings.withAccuracy(Accuracy.paths(SHORT))
        .withPolicy(pilots ? Policy.STRUCTURAL : settings.policy());
    long start = System.nanoTime();
    Greeks numbers = evaluator.evaluate(product, market, measures, quick);
    double whole = (System.nanoTime() - start) * 1e-9;
    List<Double> costs = evaluator.operationsPerPath(product, market, measures, quick, numbers);
    double perPath = sum(costs) * (operations == 0 ? 0 : seconds / operations);
    double planning = Math.max(0, whole - SHORT * perPath);
    return new Finding(costs, estimators(numbers), pilots ? PILOTS * planning : planning, again / Math.max(1, measured),
        perPath,
        scenarios ? perPath / Math.max(1, costs.size()) : 0, paths(numbers));
  }

  private static double sum(List<Double> costs) {
    return costs.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static List<String> estimators(Greeks numbers) {
    return numbers.numbers().stream().filter(Position::hasNumber)
        .map(number -> number.estimator() + " " + number.measure().label()).distinct().toList();
  }

  private double perPath(Product product, Collection<Measure> wanted, double secondsOfShort) {
    double longer = seconds(() -> evaluate(product, wanted, LONGER));
    return Math.max(0, longer - secondsOfShort) / (LONGER - SHORT);
  }

  private Greeks evaluate(Product product, Collection<Measure> wanted, long paths) {
    return evaluator.evaluate(product, market, wanted, settings.withAccuracy(Accuracy.paths(paths)));
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
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
