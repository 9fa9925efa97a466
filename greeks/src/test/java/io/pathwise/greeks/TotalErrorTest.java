package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sums over trades on the noise of one seed: over many seeds they spread as their standard errors say. */
@Tag("long")
class TotalErrorTest {

  private static final int SEEDS = 160;
  private static final Set<Measure> VALUE = EnumSet.of(Measure.VALUE);
  private static final Product CALL = Examples.european(OptionType.CALL);
  private static final Product PUT = Examples.european(OptionType.PUT);
  private static final Product DIGITAL = Examples.digital(OptionType.CALL);
  private static final Product BASKET = Examples.basket(Basket.Aggregate.BEST_OF, OptionType.CALL);
  private static final Product ASIAN = Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 0.75, 2);
  private static final Product BARRIER = Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT);
  /** By the plain mean of the payoff, so that trades have errors. */
  private static final Settings PLAIN = Settings.paths(40 * 256).withPolicy(Policy.STRUCTURAL)
      .withControlVariates(false);
  private static final GreeksEngine ENGINE = new GreeksEngine(new CpuBackend(), 2);
  private static final Map<Position, Greek> KNOWN = new ConcurrentHashMap<>();

  private record Position(double quantity, Product product, Settings settings) {}

  /** What the spread of totals is compared with. */
  private record Law(double spread, double covariance, double rootOfSquares, double bound) {
    static boolean holds(double ratio) {
      var law = new ChiSquaredDistribution(SEEDS - 1);
      return law.inverseCumulativeProbability(1e-4) < ratio && ratio < law.inverseCumulativeProbability(1 - 1e-4);
    }
  }

  @AfterAll
  static void closeTheEngine() {
    ENGINE.close();
  }

  private static Greek number(Position position, long seed) {
    return KNOWN.computeIfAbsent(new Position(1, position.product(), position.settings().withSeed(seed)),
        unit -> ENGINE.evaluate(unit.product(), Examples.MARKET, VALUE, unit.settings()).get(Measure.VALUE));
  }

  private static Law law(List<Position> book) {
    double[] totals = new double[SEEDS];
    double covariance = 0;
    double squares = 0;
    double bound = 0;
    for (int i = 0; i < SEEDS; i++) {
      TotalError error = new TotalError();
      for (Position position : book) {
        Greek number = number(position, 1000 + i);
        totals[i] += position.quantity() * number.value();
        error.add(position.quantity(), number.standardError(), number.errors());
        squares += Math.pow(position.quantity() * number.standardError(), 2) / SEEDS;
      }
      covariance += Math.pow(error.standardError(), 2) / SEEDS;
      bound += Math.pow(error.bound(), 2) / SEEDS;
    }
    double spread = (SEEDS - 1) * StatUtils.variance(totals);
    return new Law(spread, spread / covariance, spread / squares, spread / bound);
  }

  @Test
  void aBookOfTheSameSideErrsTogether() {
    Law law = law(List.of(new Position(1, CALL, PLAIN), new Position(2, DIGITAL, PLAIN),
        new Position(0.1, BASKET, PLAIN)));
    assertThat(law).matches(found -> Law.holds(found.covariance()));
    assertThat(law).as("negative control").matches(found -> found.rootOfSquares() > 1.5 * SEEDS)
        .matches(found -> !Law.holds(found.rootOfSquares()));
  }

  @Test
  void aHedgedBookErrsLessThanItsTrades() {
    Law law = law(List.of(new Position(1, CALL, PLAIN), new Position(-3.5, DIGITAL, PLAIN),
        new Position(0.2, PUT, PLAIN)));
    assertThat(law).matches(found -> Law.holds(found.covariance()));
    assertThat(law).as("negative control").matches(found -> !Law.holds(found.rootOfSquares()))
        .matches(found -> !Law.holds(found.bound()));
  }

  @Test
  void tradesMayStopAtDifferentNumbersOfPaths() {
    Law law = law(List.of(new Position(1, CALL, PLAIN), new Position(-1, CALL, PLAIN.withAccuracy(
        Accuracy.paths(150 * 256))), new Position(-0.5, BARRIER, PLAIN.withAccuracy(Accuracy.paths(66 * 256)))));
    assertThat(law).matches(found -> Law.holds(found.covariance()));
    assertThat(law).as("negative control").matches(found -> !Law.holds(found.bound()));
  }

  @Test
  void controlVariatesAreAccountedFor() {
    Settings controlled = PLAIN.withControlVariates(true);
    assertThat(number(new Position(1, ASIAN, controlled), 1).standardError())
        .isLessThan(0.2 * number(new Position(1, ASIAN, PLAIN), 1).standardError());
    Law law = law(List.of(new Position(20, ASIAN, controlled), new Position(1, BARRIER, controlled),
        new Position(-1, DIGITAL, PLAIN)));
    assertThat(law).matches(found -> Law.holds(found.covariance()));
    assertThat(law).as("negative control").matches(found -> !Law.holds(found.bound()));
  }

  @Test
  void randomisationsOfSobolPointsAreTheSamples() {
    Settings sobol = PLAIN.withSampling(Sampling.sobol(32, Orderings.BRIDGE));
    Law law = law(List.of(new Position(1, DIGITAL, sobol), new Position(1, Examples.digital(OptionType.PUT), sobol),
        new Position(-0.3, BARRIER, sobol.withAccuracy(Accuracy.paths(32 * 256)))));
    assertThat(law).matches(found -> Law.holds(found.covariance()));
    assertThat(law).as("negative control").matches(found -> !Law.holds(found.bound()));
  }

  /** Call − put is a forward, whose error is the spot's; with it the book is riskless. */
  @Test
  void whatCancelsOnEveryPathHasNoError() {
    Greek call = number(new Position(1, CALL, PLAIN), 5);
    Greek put = number(new Position(1, PUT, PLAIN), 5);
    Product forward = European.of("FLAT", OptionType.CALL, 0, 0.75);
    Greek spot = number(new Position(1, forward, PLAIN), 5);
    TotalError error = new TotalError();
    error.add(1, call.standardError(), call.errors());
    error.add(-1, call.standardError(), call.errors());
    assertThat(error.standardError()).isZero();
    error.add(7, call.standardError(), call.errors());
    error.add(-7, put.standardError(), put.errors());
    error.add(-7, spot.standardError(), spot.errors());
    assertThat(error.bound()).isGreaterThan(10 * call.standardError());
    assertThat(error.standardError()).isCloseTo(0, within(1e-6 * error.bound()));
  }

  @Test
  void quotientsAndChangesHaveProfiles() {
    Settings bump = PLAIN.withEstimator(Measure.DELTA, EstimatorChoice.BUMP);
    Greek bumped = ENGINE.evaluate(CALL, Examples.MARKET, EnumSet.of(Measure.DELTA), bump).get(Measure.DELTA,
        Examples.SPOT);
    Greek adjoint = ENGINE.evaluate(CALL, Examples.MARKET, EnumSet.of(Measure.DELTA), PLAIN).get(Measure.DELTA,
        Examples.SPOT);
    TotalError error = new TotalError();
    error.add(1, bumped.standardError(), bumped.errors());
    error.add(-1, adjoint.standardError(), adjoint.errors());
    assertThat(error.standardError()).isPositive().isLessThan(0.3 * error.bound());
    MarketData up = Examples.MARKET.shifted(Examples.SPOT, 1);
    Greek change = ENGINE.change(CALL, Examples.MARKET, up, VALUE, PLAIN, 64 * 256);
    assertThat(change.errors().isNone()).isFalse();
    error.add(-1, change.standardError(), change.errors());
    error.add(1, adjoint.standardError(), adjoint.errors());
    assertThat(error.standardError()).isLessThan(0.3 * error.bound());
    Greek apart = ENGINE.change(CALL, Examples.MARKET, Examples.MARKET.shifted(new RiskFactor.Zero("EUR"), -0.5), VALUE,
        PLAIN, 64 * 256);
    assertThat(apart.errors().isNone()).isFalse();
  }
}
