package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.TwoAssetAutocallable;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The autocallable on two assets: with two dates against a quadrature, with eight against a simulation of its own and
 * published numbers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutocallableTest {

  private static final double LARGEST_Z = 4.5;
  private static final List<String> ASSETS = List.of("A", "B");
  /** Drift of one per cent; the payments are not discounted. */
  private static final MarketData PUBLISHED_MARKET = market(2095.15, 97.82, 0.6);
  private static final Autocallable PUBLISHED = Autocallable
      .of(ASSETS, List.of(2095.15, 97.82), 1000, 25.5, 0.7, 1, 2, 0.7, 2, 8).undiscounted();

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(double first, double second, double correlation) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.01)),
        List.of(Asset.blackScholes("A", "EUR", first, 0, 0.2), Asset.blackScholes("B", "EUR", second, 0, 0.3)),
        Correlations.of("A", "B", correlation));
  }

  @Test
  void withTwoDatesEveryNumberIsThatOfTheQuadrature() {
    MarketData market = market(100, 50, 0.5);
    Autocallable product = Autocallable.of(ASSETS, List.of(101.0, 49.0), 100, 5, 0.8, 1, 1, 0.75, 1, 2);
    Set<Measure> measures = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.CROSS_GAMMA, Measure.VEGA,
        Measure.CORRELATION);
    List<Greek> greeks = engine
        .evaluate(product, market, measures, Settings.paths(100_000).withPolicy(Policy.STRUCTURAL)).numbers();
    assertThat(greeks).hasSize(9);
    for (Greek greek : greeks) {
      assertThat(greek.status()).as(greek.message()).isEqualTo(Greek.Status.OK);
      double exact = greek.factors().isEmpty()
          ? TwoDateAutocallable.value(market, product)
          : TwoDateAutocallable.derivative(market, product, greek.factors());
      assertThat(Math.abs(Examples.z(greek, exact))).as("%s %s: %s ± %s, exact %s", greek.measure(),
          greek.factorText(), greek.value(), greek.standardError(), exact).isLessThan(LARGEST_Z);
    }
  }

  @Test
  void theQuadratureAgreesWithASimulation() {
    MarketData market = market(100, 50, 0.5);
    Autocallable product = Autocallable.of(ASSETS, List.of(101.0, 49.0), 100, 5, 0.8, 1, 1, 0.75, 1, 2)
        .undiscounted();
    double[] simulated = simulated(market, product);
    assertThat(Math.abs(simulated[0] - TwoDateAutocallable.value(market, product)))
        .isLessThan(LARGEST_Z * simulated[1]);
  }

  /** Published with 10⁷ paths and bumps, which leaves noise in the last digits. */
  @Test
  void thePublishedCaseComesOut() {
    Greeks greeks = engine.evaluate(PUBLISHED, PUBLISHED_MARKET,
        EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA), Settings.paths(400_000).withPolicy(Policy.STRUCTURAL));
    Greek value = greeks.all(Measure.VALUE).getFirst();
    double exact = TwoAssetAutocallable.value(PUBLISHED_MARKET, PUBLISHED).orElseThrow();
    double[] simulated = simulated(PUBLISHED_MARKET, PUBLISHED);
    assertThat(Math.abs(Examples.z(value, exact))).isLessThan(LARGEST_Z);
    assertThat(Math.abs(simulated[0] - exact)).isLessThan(LARGEST_Z * simulated[1]);
    assertPublished(value, 997.3, 0.1);
    assertPublished(greeks.all(Measure.DELTA).get(0), 0.036, 0.002);
    assertPublished(greeks.all(Measure.DELTA).get(1), 3.197, 0.04);
    assertPublished(greeks.all(Measure.VEGA).get(0), -300, 5);
    assertPublished(greeks.all(Measure.VEGA).get(1), -562, 5);
  }

  private static void assertPublished(Greek greek, double published, double noise) {
    assertThat(greek.value()).as("%s %s ± %s", greek.measure(), greek.factorText(), greek.standardError())
        .isCloseTo(published, within(LARGEST_Z * greek.standardError() + noise));
  }

  /** Expected payments and their standard error, from a loop that shares nothing with the engine. */
  private static double[] simulated(MarketData market, Autocallable product) {
    int paths = 200_000;
    Well19937c random = new Well19937c(20261120);
    double rho = market.correlations().get("A", "B");
    double step = product.expiry() / product.observations().size();
    double[] vols = {0.2, 0.3};
    double sum = 0;
    double squares = 0;
    for (int path = 0; path < paths; path++) {
      double[] logs = new double[2];
      for (int a = 0; a < 2; a++) {
        logs[a] = Math.log(market.asset(ASSETS.get(a)).spot() / product.initialFixings().get(a));
      }
      double paid = 0;
      boolean alive = true;
      for (int date = 1; alive && date <= product.observations().size(); date++) {
        double z = random.nextGaussian();
        double[] draws = {z, rho * z + Math.sqrt(1 - rho * rho) * random.nextGaussian()};
        for (int a = 0; a < 2; a++) {
          logs[a] += (0.01 - 0.5 * vols[a] * vols[a]) * step + vols[a] * Math.sqrt(step) * draws[a];
        }
        double worst = Math.exp(Math.min(logs[0], logs[1]));
        paid += worst >= product.couponBarrier() ? product.coupon() : 0;
        if (date == product.observations().size()) {
          paid += product.nominal() * (worst >= product.protectionBarrier() ? 1 : worst);
        } else if (date >= product.firstAutocall() && worst >= product.autocallBarrier()) {
          paid += product.nominal();
          alive = false;
        }
      }
      sum += paid;
      squares += paid * paid;
    }
    double mean = sum / paths;
    return new double[]{mean, Math.sqrt((squares / paths - mean * mean) / paths)};
  }
}
