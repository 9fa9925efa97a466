package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Backend;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.CheckpointSchedule;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.Dynamics;
import io.pathwise.pricing.model.SimulationSteps;
import io.pathwise.pricing.model.StepCost;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.Collection;
import java.util.List;

/**
 * A rough estimate of the time and memory that a product takes, made before anything is planned, to decide whether to
 * begin at all. The same on every machine but for {@link #bytes}, which counts threads. It is meant to be right within
 * a factor of three, for one core of a server of 2026; times that users are told come from measuring. Start at
 * {@link #of}.
 *
 * @param steps
 *          of the simulation
 * @param paths
 *          that will be simulated for sure, pilots included: with a target error those up to the first look at it
 * @param planningSeconds
 *          of one core, to derive and compile programs
 * @param simulationSeconds
 *          of one core, to simulate
 * @param tableBytes
 *          of memory for what is the same on all paths, for as long as the product is worked on
 * @param bytes
 *          of memory at most, with what threads keep of the paths that they are on
 */
public record WorkEstimate(double steps, double paths, double planningSeconds, double simulationSeconds,
    double tableBytes, double bytes) {

  /** A pilot takes about so much more than simulating so many paths. */
  private static final double PATHS_OF_A_PILOT = 150_000;
  /** A step of a path of one Black-Scholes price, without derivatives. */
  private static final double SECONDS_PER_STEP = 2.5e-8;

  /** What first derivatives add to a step, and what each second derivative adds; each order more doubles that. */
  private static final double FIRST_ORDER = 4;
  private static final double SECOND_ORDER = 5;
  /** Products with thresholds need estimators that take so much more for their derivatives. */
  private static final double THRESHOLDS = 2;

  /** Planning grows with powers of the number of assets, whose correlations make the programs. */
  private static final double PLANNING_SECONDS = 1e-4;
  private static final double PLANNING_SECONDS_OF_A_PILOT = 0.05;
  private static final double PLANNING_SECONDS_PER_SECOND_DERIVATIVE = 2.5e-3;

  private static final double TABLE_BYTES = 8 << 10;

  /**
   * Of the numbers of one unit of a product.
   *
   * @param threads
   *          how many simulate
   * @throws IllegalArgumentException
   *           when the market lacks an asset of the product
   */
  public static WorkEstimate of(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      int threads) {
    double steps = SimulationSteps.of(product, market);
    double assets = product.assets().size();
    double firstOrder = measures.stream().anyMatch(measure -> measure.order() == 1) ? 1 : 0;
    double higherOrder = Targets.of(product, market, measures.stream().filter(measure -> measure.order() > 1).toList())
        .stream().mapToDouble(target -> 1 << (target.order() - 2)).sum();
    boolean pilot = settings.policy() == Policy.PILOT;
    double paths = results(settings) + (pilot ? PATHS_OF_A_PILOT : 0);
    double derivatives = (firstOrder * FIRST_ORDER + higherOrder / assets * SECOND_ORDER)
        * (hasThresholds(product) ? THRESHOLDS : 1);
    List<StepCost> costs = product.assets().stream().map(id -> Dynamics.of(market.asset(id).model()).stepCost())
        .toList();
    double draws = costs.stream().mapToDouble(StepCost::time).sum();
    double planning = Math.pow(assets, 3)
        * (PLANNING_SECONDS * (1 + 2 * firstOrder) + (pilot ? PLANNING_SECONDS_OF_A_PILOT : 0))
        + higherOrder * assets * assets * PLANNING_SECONDS_PER_SECOND_DERIVATIVE * (pilot ? 2 : 1);
    double tables = steps * assets * TABLE_BYTES;
    double tapes = firstOrder + higherOrder > 0
        ? steps * costs.stream().mapToDouble(StepCost::tapeBytes).sum()
        : 0;
    return new WorkEstimate(steps, paths, steps > 0 ? planning : 0,
        steps * draws * (1 + derivatives) * paths * SECONDS_PER_STEP, tables, tables + threads * tapes);
  }

  /** Of one core. */
  public double seconds() {
    return planningSeconds + simulationSeconds;
  }

  /** How many paths are simulated for sure, pilots aside. */
  public static double results(Settings settings) {
    return (double) CheckpointSchedule.certainBlocks(settings.accuracy(), settings.sampling()) * Backend.BLOCK;
  }

  private static boolean hasThresholds(Product product) {
    return switch (product.domestic()) {
      case Digital _,Barrier _,Autocallable _,Scripted _ -> true;
      case European _,Asian _,Basket _,Payments _ -> false;
    };
  }
}
