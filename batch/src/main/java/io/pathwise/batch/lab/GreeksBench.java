package io.pathwise.batch.lab;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.GreeksRun;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures the estimators that the Greeks engine knows by name, through its public interface: what it learns of later
 * is measured without a change here. Start with {@link #all}.
 *
 * @param engine
 *          what computes
 * @param budget
 *          for each measurement
 * @param threads
 *          of the engine
 * @param seed
 *          of the noise
 * @param exacts
 *          what estimates are compared with
 */
record GreeksBench(GreeksEngine engine, Budget budget, int threads, long seed, ExactValues exacts) {
  static final String PLAIN = "plain";
  /** Of thresholds, which compare logarithms of prices: two per cent of a price. */
  private static final double THIN_WIDTH = 0.02;

  /**
   * What is to be estimated.
   *
   * @param problem
   *          a name for the product and market among those of the case
   * @param product
   *          the product
   * @param market
   *          the market
   * @param measure
   *          which number
   * @param factors
   *          by which factors
   */
  record Target(String problem, Product product, MarketData market, Measure measure, List<RiskFactor> factors) {

    /** Copies the list. */
    Target {
      factors = List.copyOf(factors);
    }

    Target(String problem, Product product, MarketData market, Measure measure, RiskFactor... factors) {
      this(problem, product, market, measure, List.of(factors));
    }

    /** The measure and, where it does not tell them, its factors, each named once. */
    String quantity() {
      if (product.assets().size() == 1 && measure != Measure.MODEL_PARAMETER) {
        return measure.label();
      }
      return factors.stream().map(RiskFactor::toString).distinct()
          .collect(Collectors.joining(",", measure.label() + " ", "")).strip();
    }
  }

  /** The exact value, if one is known. */
  Optional<Exact> exact(Target target) {
    return exacts.of(target.market(), target.product(), target.factors());
  }

  /** Every estimator there is, those refused too. */
  List<Measurement> all(Target target) {
    return all(target, exact(target));
  }

  /** Every estimator there is, those refused too, against a truth from elsewhere. */
  List<Measurement> all(Target target, Optional<Exact> exact) {
    return some(target, exact, Arrays.asList(EstimatorChoice.values()));
  }

  /** Some estimators. */
  List<Measurement> some(Target target, Optional<Exact> exact, List<EstimatorChoice> choices) {
    List<Measurement> measurements = new ArrayList<>();
    for (EstimatorChoice choice : choices) {
      measurements.add(measure(target, exact, choice));
    }
    return measurements;
  }

  /**
   * One estimator. The widths of smoothing are found by a pilot for the smallest number of paths that a measurement may
   * have; where series are thin they are {@value #THIN_WIDTH}.
   */
  Measurement measure(Target target, Optional<Exact> exact, EstimatorChoice choice) {
    return measure(target, exact, choice.label(),
        new io.pathwise.greeks.estimator.Estimator(choice, budget.thin() && choice.hasPilotWidth()
            ? OptionalDouble.of(THIN_WIDTH)
            : OptionalDouble.empty()));
  }

  /** One estimator with its parameter. */
  Measurement measure(Target target, Optional<Exact> exact, String name,
      io.pathwise.greeks.estimator.Estimator estimator) {
    return measure(target, exact, name, settings().withEstimator(target.measure(), estimator));
  }

  /** What needs no rewrite: the mean of the payoff, or the derivative that structure prefers. */
  Measurement plain(Target target, Optional<Exact> exact) {
    return measure(target, exact, PLAIN, settings().withPolicy(Policy.STRUCTURAL));
  }

  private Settings settings() {
    return Settings.paths(budget.fewestBlocks() * Backend.BLOCK).withSeed(seed).withControlVariates(false);
  }

  private Measurement measure(Target target, Optional<Exact> exact, String name, Settings settings) {
    Set<Measure> measures = Set.of(target.measure());
    RiskFactor[] factors = target.factors().toArray(RiskFactor[]::new);
    GreeksRun run = engine.start(target.product(), target.market(), measures, settings);
    OptionalDouble cost = run.operationsPerPath(target.measure(), target.factors());
    if (cost.isEmpty()) {
      return Measurement.refused(target.problem(), target.quantity(), name,
          run.greeks().get(target.measure(), factors).message(), exact);
    }
    Inputs inputs = PricingProgram.of(target.product(), target.market()).inputs();
    long blocks = budget.blocks(cost.getAsDouble(), (double) inputs.steps() * target.product().assets().size());
    long half = blocks / 2;
    run.extendTo(half * Backend.BLOCK);
    long started = System.nanoTime();
    run.extendTo(blocks * Backend.BLOCK);
    double nanoseconds = Bench.perPath(System.nanoTime() - started, blocks - half, threads);
    Greek greek = run.greeks().get(target.measure(), factors);
    if (greek.status() != Greek.Status.OK) {
      return new Measurement(target.problem(), target.quantity(), name, false, greek.message(),
          new Estimate(Double.NaN, Double.NaN, 0, 1), cost.getAsDouble(), Double.NaN, exact);
    }
    Estimate estimate = new Estimate(greek.value(), greek.standardError(), greek.paths() / Backend.BLOCK,
        Backend.BLOCK);
    return new Measurement(target.problem(), target.quantity(), name,
        greek.message().startsWith("biased"), "", estimate, cost.getAsDouble(), nanoseconds, exact);
  }
}
