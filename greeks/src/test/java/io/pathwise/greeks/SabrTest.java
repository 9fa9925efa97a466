package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The SABR model where it is Black–Scholes or constant elasticity of variance, against the expansion of Hagan, Kumar,
 * Lesniewski and Woodward (2002), and with long steps against short ones. Would find a wrong sign or place of the
 * correlation, a volatility that drifts, and a price that is no martingale. All seeds are fixed, all bounds 4.5
 * standard errors but where a bias is stated.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class SabrTest {

  private static final double LARGEST_Z = 4.5;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(AssetModel model, double rate) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", rate)),
        List.of(Asset.of("A", "EUR", 100, 0.01, model)), Correlations.NONE);
  }

  private static AssetModel sabr(double vol, double beta, double nu, double rho, int steps) {
    return new AssetModel.Sabr(new ElasticVol(vol, beta, 100, steps), nu, rho);
  }

  private Greek number(Product product, MarketData market, Measure measure, long paths, long seed) {
    return engine.evaluate(product, market, Set.of(measure),
        Settings.paths(paths).withPolicy(Policy.PREFERENCE).withSeed(seed)).numbers().getFirst();
  }

  @Test
  void lognormalWithAConstantVolIsBlackScholes() {
    MarketData market = market(sabr(0.25, 1, 0, -0.5, 12), 0.03);
    MarketData black = market(AssetModel.BlackScholes.of(0.25), 0.03);
    Product product = European.of("A", OptionType.CALL, 104, 0.5);
    for (Measure measure : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.VOLGA,
        Measure.RHO, Measure.THETA)) {
      Greek greek = number(product, market, measure, 100_000, 3);
      double z = Examples.z(greek, Examples.exact(black, product, greek.factors()));
      assertThat(Math.abs(z)).as("%s: %s", measure, greek).isLessThan(LARGEST_Z);
    }
  }

  @Test
  void aConstantVolIsConstantElasticity() {
    MarketData market = market(sabr(0.2, 0.4, 0, 0.7, 48), 0.03);
    MarketData cev = market(new AssetModel.Cev(new ElasticVol(0.2, 0.4, 100, 48)), 0.03);
    Product product = European.of("A", OptionType.CALL, 92, 0.5);
    for (Measure measure : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA)) {
      Greek greek = number(product, market, measure, 200_000, 3);
      CevFormula.Price price = m -> CevFormula.call(m, "A", 92, 0.5);
      double exact = greek.factors().isEmpty()
          ? price.of(cev)
          : CevFormula.derivative(price, cev, greek.factors().getFirst(), 4e-3);
      assertThat(Math.abs(Examples.z(greek, exact))).as("%s: %s", measure, greek).isLessThan(LARGEST_Z);
    }
  }

  /** Hagan and others (2002), equations 2.17 and A.69c: the Black volatility of a strike to the order of T. */
  private static double hagan(double f, double strike, double t, double alpha, double beta, double nu, double rho) {
    double power = Math.pow(f * strike, 0.5 * (1 - beta));
    double log = Math.log(f / strike);
    double z = nu / alpha * power * log;
    double x = Math.log((Math.sqrt(1 - 2 * rho * z + z * z) + z - rho) / (1 - rho));
    double lessOne = (1 - beta) * (1 - beta);
    double time = lessOne / 24 * alpha * alpha / (power * power) + 0.25 * rho * beta * nu * alpha / power
        + (2 - 3 * rho * rho) / 24 * nu * nu;
    return alpha / (power * (1 + lessOne / 24 * log * log + lessOne * lessOne / 1920 * Math.pow(log, 4)))
        * (Math.abs(z) < 1e-9 ? 1 : z / x) * (1 + time * t);
  }

  /**
   * The expansion leaves out the order of T², here (nu² T)² and (vol² T)²: 3e-4 of a volatility of 0.2 are allowed for,
   * and 4.5 standard errors. Between the outer strikes the volatility changes by 0.002 or more, mostly by 0.03.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 0.3, -0.4", "0.5, 0.3, 0.4", "0.9, 0.25, -0.7", "0.2, 0.2, 0.2"})
  void aSmallVolOfVolIsThatOfTheExpansion(double beta, double nu, double rho) {
    double vol = 0.2;
    MarketData market = market(sabr(vol, beta, nu, rho, 24), 0.01);
    double alpha = vol * Math.pow(100, 1 - beta);
    double lowest = hagan(100, 80, 1, alpha, beta, nu, rho);
    assertThat(Math.abs(lowest - hagan(100, 120, 1, alpha, beta, nu, rho))).isGreaterThan(0.002);
    for (double strike : new double[]{80, 100, 120}) {
      Product call = European.of("A", OptionType.CALL, strike, 1);
      MarketData black = market(AssetModel.BlackScholes.of(hagan(100, strike, 1, alpha, beta, nu, rho)), 0.01);
      Greek value = number(call, market, Measure.VALUE, 200_000, 9);
      double exact = Examples.exact(black, call, List.of());
      double vega = Examples.exact(black, call, List.of(new RiskFactor.Vol("A")));
      assertThat(Math.abs(value.value() - exact)).as("strike %s: %s, expansion %s", strike, value, exact)
          .isLessThan(3e-4 * vega + LARGEST_Z * value.standardError());
    }
  }

  /** Also with long steps, a positive correlation, and a wild volatility. */
  @ParameterizedTest
  @CsvSource({"0.2, 0.5, 0.4, -0.3, 1", "0.3, 0.5, 0.8, 0.9, 2", "0.2, 0, 1, 0.5, 4", "0.2, 1, 1.5, -0.9, 2",
      "0.6, 0.7, 2, 0.3, 12"})
  void theDiscountedPriceIsAMartingale(double vol, double beta, double nu, double rho, int steps) {
    Greek forward = number(European.of("A", OptionType.CALL, 0, 1), market(sabr(vol, beta, nu, rho, steps), 0.03),
        Measure.VALUE, 100_000, 4);
    assertThat(Math.abs(Examples.z(forward, 100 * Math.exp(-0.01)))).as("%s", forward).isLessThan(LARGEST_Z);
  }

  /**
   * Steps of a 24th of a year against a 192nd: the difference is below a stated bias of 0.4 % of the option, or 0.7 %
   * of the derivative, and 4.5 standard errors of both.
   */
  @ParameterizedTest
  @CsvSource({"0.2, 0.5, 0.4, -0.3", "0.2, 1, 0.6, -0.7"})
  void longStepsAgreeWithShortOnes(double vol, double beta, double nu, double rho) {
    for (double strike : new double[]{85, 115}) {
      Product call = European.of("A", OptionType.CALL, strike, 1);
      for (Measure measure : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA)) {
        Greek coarse = number(call, market(sabr(vol, beta, nu, rho, 24), 0.03), measure, 80_000, 21);
        Greek fine = number(call, market(sabr(vol, beta, nu, rho, 192), 0.03), measure, 40_000, 22);
        double bias = (measure == Measure.VALUE ? 0.004 : 0.007) * Math.abs(fine.value());
        assertThat(Math.abs(coarse.value() - fine.value())).as("%s at %s: %s and %s", measure, strike, coarse, fine)
            .isLessThan(bias + LARGEST_Z * Math.hypot(coarse.standardError(), fine.standardError()));
      }
    }
  }
}
