package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Randomised quasi-Monte Carlo, orderings and strata through the public API: right numbers with honest errors, far
 * smaller than those of independent paths, and reproducible.
 */
class SamplingTest {

  private static final Product CALL = Examples.european(OptionType.CALL);
  private static final Product GEOMETRIC = Asian.of("FLAT", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 0.75, 16);
  private static final Sampling SOBOL = Sampling.sobol(32, Orderings.BRIDGE);
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.GAMMA);
  private static final Set<Measure> VALUE = EnumSet.of(Measure.VALUE);
  private static final GreeksEngine ENGINE = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  static List<Sampling> samplings() {
    return List.of(SOBOL, SOBOL.mirrored(), Sampling.sobol(40, Orderings.PRINCIPAL_COMPONENTS),
        Sampling.sobol(32, Ordering.STEPS), Sampling.stratified(Orderings.BRIDGE),
        Sampling.stratified(Orderings.PRINCIPAL_COMPONENTS).mirrored(),
        new Sampling(PointSet.INDEPENDENT, Orderings.BRIDGE, false, false));
  }

  private static Greeks run(Product product, Sampling sampling, long paths, long seed) {
    return ENGINE.evaluate(product, Examples.MARKET, MEASURES,
        Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withSampling(sampling).withSeed(seed));
  }

  private static double z(Product product, Greek greek) {
    return Examples.z(greek, Examples.exact(Examples.MARKET, product, greek.factors()));
  }

  @ParameterizedTest
  @MethodSource("samplings")
  void numbersAreRight(Sampling sampling) {
    for (Product product : List.of(CALL, GEOMETRIC)) {
      for (Greek greek : run(product, sampling, 40_000, 5).numbers()) {
        assertThat(greek.status()).as(greek.toString()).isEqualTo(Greek.Status.OK);
        assertThat(Math.abs(z(product, greek))).as("%s of %s", greek.measure(), product).isLessThan(4.5);
      }
    }
  }

  /** The mean of z² over seeds: (R − 1)/(R − 3) = 1.07 for Student's t, 1 for independent blocks. */
  @Test
  void errorsAreHonest() {
    for (Sampling sampling : List.of(SOBOL, Sampling.stratified(Orderings.BRIDGE))) {
      double sum = 0;
      int count = 60;
      for (int seed = 1; seed <= count; seed++) {
        double z = z(GEOMETRIC, ENGINE.evaluate(GEOMETRIC, Examples.MARKET, VALUE,
            Settings.paths(1 << 13).withPolicy(Policy.STRUCTURAL).withSampling(sampling).withSeed(100 + seed))
            .get(Measure.VALUE));
        sum += z * z;
      }
      // The standard deviation of the mean is √(2/60) = 0.18 for normal z, somewhat more for Student's t.
      assertThat(sum / count).as("%s", sampling).isBetween(0.3, 1.9);
    }
  }

  private static double gain(Product product, Measure measure, Sampling sampling, long paths) {
    double plain = run(product, Sampling.INDEPENDENT, paths, 1).get(measure, factors(measure)).standardError();
    double better = run(product, sampling, paths, 1).get(measure, factors(measure)).standardError();
    return plain * plain / (better * better);
  }

  private static RiskFactor[] factors(Measure measure) {
    return measure == Measure.VALUE
        ? new RiskFactor[0]
        : new RiskFactor[]{Examples.SPOT};
  }

  /** Variance ratios against independent paths; the values seen are larger by factors of three and more. */
  @Test
  void variancesFall() {
    assertThat(gain(CALL, Measure.VALUE, SOBOL, 1 << 17)).isGreaterThan(1000);
    assertThat(gain(GEOMETRIC, Measure.VALUE, SOBOL, 1 << 17)).isGreaterThan(300);
    assertThat(gain(GEOMETRIC, Measure.DELTA, SOBOL, 1 << 17)).isGreaterThan(8);
    assertThat(gain(GEOMETRIC, Measure.VALUE, Sampling.sobol(32, Orderings.PRINCIPAL_COMPONENTS), 1 << 17))
        .isGreaterThan(300);
    assertThat(gain(CALL, Measure.VALUE, Sampling.stratified(Orderings.BRIDGE), 1 << 15)).isGreaterThan(50);
    assertThat(gain(GEOMETRIC, Measure.VALUE, Sampling.stratified(Orderings.PRINCIPAL_COMPONENTS), 1 << 15))
        .isGreaterThan(5);
    // More points gain more: that is what distinguishes a better rate from a better constant.
    assertThat(gain(GEOMETRIC, Measure.VALUE, SOBOL, 1 << 17))
        .isGreaterThan(2 * gain(GEOMETRIC, Measure.VALUE, SOBOL, 1 << 13));
  }

  @Test
  void anExtendedRunEqualsOneRun() {
    Settings settings = Settings.paths(100_000).withSampling(SOBOL);
    GreeksRun run = ENGINE.start(GEOMETRIC, Examples.MARKET, VALUE, settings);
    run.extendTo(1);
    assertThat(run.paths()).isEqualTo(32 * 256);
    run.extendTo(20_000);
    assertThat(run.paths()).isEqualTo(4 * 32 * 256);
    run.extendTo(100_000);
    assertThat(run.paths()).isEqualTo(16 * 32 * 256);
    assertThat(run.greeks().numbers())
        .isEqualTo(ENGINE.evaluate(GEOMETRIC, Examples.MARKET, VALUE, settings).numbers());
  }

  @Test
  void threadsAndBackendsChangeNothing() {
    Product product = Asian.of("TERM", OptionType.PUT, Asian.Average.ARITHMETIC, 41, 1, 3);
    Settings settings = Settings.paths(1).withPolicy(Policy.STRUCTURAL)
        .withSampling(Sampling.sobol(33, Orderings.PRINCIPAL_COMPONENTS).mirrored());
    List<List<Greek>> results = new ArrayList<>();
    for (int threads : new int[]{1, 3}) {
      try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), threads)) {
        results.add(engine.evaluate(product, Examples.MARKET, VALUE, settings).numbers());
      }
    }
    try (GreeksEngine engine = new GreeksEngine(new ReferenceBackend(), 2)) {
      results.add(engine.evaluate(product, Examples.MARKET, VALUE, settings).numbers());
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void stoppingUsesTheErrorOfTheRandomisations() {
    Settings settings = Settings.paths(1).withSampling(SOBOL)
        .withAccuracy(new Accuracy.TargetError(0, 0.001, 1_000_000));
    Greek greek = ENGINE.evaluate(GEOMETRIC, Examples.MARKET, VALUE, settings).get(Measure.VALUE);
    assertThat(greek.status()).isEqualTo(Greek.Status.OK);
    assertThat(greek.standardError()).isLessThanOrEqualTo(0.001);
    assertThat(Long.bitCount(greek.paths())).isOne();
    Greek limited = ENGINE.evaluate(GEOMETRIC, Examples.MARKET, VALUE,
        settings.withAccuracy(new Accuracy.TargetError(0, 1e-9, 100_000))).get(Measure.VALUE);
    assertThat(limited.status()).isEqualTo(Greek.Status.MAXIMUM_PATHS);
    assertThat(limited.paths()).isEqualTo(8 * 32 * 256);
  }
}
