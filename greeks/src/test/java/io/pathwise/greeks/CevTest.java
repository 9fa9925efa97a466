package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.CevFormula.Price;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Constant elasticity of variance against its closed form. Would find a volatility that is read at another price than
 * the documented one (with growth, without reference, at the spot of today), a derivative that leaves out its
 * dependence, and a scheme of first order. All seeds are fixed, all bounds 4.5 standard errors.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CevTest {

  private static final double LARGEST_Z = 4.5;
  private static final double STRIKE = 104;
  private static final double T = 0.5;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  /** Reference and spot differ, so that neither stands for the other. */
  private static MarketData market(double vol, double beta, int steps) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.05)),
        List.of(Asset.of("A", "EUR", 100, 0.02, new AssetModel.Cev(new ElasticVol(vol, beta, 80, steps)))),
        Correlations.NONE);
  }

  private Greek number(Product product, MarketData market, Measure measure, long paths) {
    return engine.evaluate(product, market, Set.of(measure),
        Settings.paths(paths).withPolicy(Policy.PREFERENCE).withSeed(11)).numbers().getLast();
  }

  /** Against the central law, and for few degrees of freedom the closed form of two: an exponential mixture. */
  @Test
  void theDistributionIsRight() {
    assertThat(CevFormula.chiSquare(3.7, 2.5, 1e-300))
        .isCloseTo(new ChiSquaredDistribution(2.5).cumulativeProbability(3.7), within(1e-13));
    // P(χ'²₁(λ) ≤ z) = Φ(√z − √λ) − Φ(−√z − √λ)
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    for (double lambda : new double[]{0.3, 40, 2500}) {
      double z = lambda + 1.3 * Math.sqrt(lambda);
      assertThat(CevFormula.chiSquare(z, 1, lambda)).isCloseTo(
          normal.cumulativeProbability(Math.sqrt(z) - Math.sqrt(lambda))
              - normal.cumulativeProbability(-Math.sqrt(z) - Math.sqrt(lambda)),
          within(1e-12));
    }
  }

  /** The digital is the derivative of the call by the strike, and a beta near 1 is Black–Scholes. */
  @Test
  void theClosedFormsAgreeWithEachOther() {
    MarketData market = market(0.25, 0.5, 1);
    double h = 1e-3;
    assertThat(CevFormula.digital(market, "A", STRIKE, T)).isCloseTo(
        (CevFormula.call(market, "A", STRIKE - h, T) - CevFormula.call(market, "A", STRIKE + h, T)) / (2 * h),
        within(1e-8));
    MarketData black = market.with(market.asset("A").withModel(AssetModel.BlackScholes.of(0.25)));
    double exact = AnalyticPrice.of(black, European.of("A", OptionType.CALL, STRIKE, T)).orElseThrow().value();
    assertThat(CevFormula.call(market(0.25, 0.999, 1), "A", STRIKE, T)).isCloseTo(exact, within(5e-3));
    assertThat(CevFormula.call(market(0.25, 0.99, 1), "A", STRIKE, T)).isNotCloseTo(exact, within(5e-3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.8})
  void everyMeasureIsThatOfTheClosedForm(double beta) {
    MarketData market = market(0.2, beta, 48);
    Price call = m -> CevFormula.call(m, "A", STRIKE, T);
    Price put = m -> {
      Asset asset = m.asset("A");
      double rate = m.curve("EUR").rateTime(T);
      return CevFormula.call(m, "A", STRIKE, T) - asset.spot() * Math.exp(-asset.dividendYield() * T)
          + STRIKE * Math.exp(-rate);
    };
    Price digital = m -> CevFormula.digital(m, "A", STRIKE, T);
    int numbers = agrees(market, European.of("A", OptionType.CALL, STRIKE, T), call)
        + agrees(market, European.of("A", OptionType.PUT, STRIKE, T), put)
        + agrees(market, Digital.cash("A", OptionType.CALL, STRIKE, T, 1), digital);
    assertThat(numbers).isEqualTo(3 * 9);
  }

  private int agrees(MarketData market, Product product, Price price) {
    int numbers = 0;
    for (Greek greek : engine.evaluate(product, market,
        EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.VOLGA, Measure.RHO,
            Measure.DIVIDEND_RHO, Measure.MODEL_PARAMETER),
        Settings.paths(200_000).withPolicy(Policy.PREFERENCE).withSeed(5)).numbers()) {
      double step = greek.factors().contains(new RiskFactor.Spot("A")) ? 0.5 : 4e-3;
      double exact = switch (greek.factors().size()) {
        case 0 -> price.of(market);
        case 1 -> CevFormula.derivative(price, market, greek.factors().getFirst(), step);
        default -> CevFormula.second(price, market, greek.factors().getFirst(), step);
      };
      assertThat(greek.status()).as("%s", greek).isEqualTo(Greek.Status.OK);
      assertThat(Math.abs(Examples.z(greek, exact))).as("%s %s of %s: %s, exact %s", greek.measure(),
          greek.factorText(), product, greek, exact).isLessThan(LARGEST_Z);
      numbers++;
    }
    return numbers;
  }

  /** The derivative by the valuation time brings the expiry nearer. */
  @Test
  void thetaIsThatOfTheClosedForm() {
    MarketData market = market(0.2, 0.4, 48);
    double h = 1e-3;
    double exact = (CevFormula.call(market, "A", STRIKE, T - h) - CevFormula.call(market, "A", STRIKE, T + h))
        / (2 * h);
    Greek theta = number(European.of("A", OptionType.CALL, STRIKE, T), market, Measure.THETA, 100_000);
    assertThat(Math.abs(Examples.z(theta, exact))).as("%s, exact %s", theta, exact).isLessThan(LARGEST_Z);
  }

  /** The reference stays where it is: delta has what the volatility changes as the spot moves, 16 standard errors. */
  @Test
  void deltaIsAtAFixedReference() {
    MarketData market = market(0.2, 0.2, 24);
    Price call = m -> CevFormula.call(m, "A", STRIKE, T);
    Asset asset = market.asset("A");
    double h = 0.5;
    double stickyMoneyness = (call.of(withReference(market, 100 + h)) - call.of(withReference(market, 100 - h)))
        / (2 * h);
    Greek delta = number(European.of("A", OptionType.CALL, STRIKE, T), market, Measure.DELTA, 100_000);
    assertThat(asset.spot()).isEqualTo(100);
    assertThat(Examples.z(delta, stickyMoneyness)).isLessThan(-16);
  }

  /** A spot with the reference at the same multiple of it. */
  private static MarketData withReference(MarketData market, double spot) {
    return market.with(market.asset("A").withSpot(spot)
        .withModel(new AssetModel.Cev(new ElasticVol(0.2, 0.2, 0.8 * spot, 24))));
  }

  @Test
  void betaOneIsBlackScholes() {
    MarketData market = market(0.25, 1, 12);
    MarketData black = market.with(market.asset("A").withModel(AssetModel.BlackScholes.of(0.25)));
    for (Product product : List.of(European.of("A", OptionType.CALL, STRIKE, T),
        Digital.cash("A", OptionType.PUT, STRIKE, T, 1))) {
      for (Measure measure : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.RHO,
          Measure.THETA)) {
        Greek greek = number(product, market, measure, 100_000);
        double z = Examples.z(greek, Examples.exact(black, product, greek.factors()));
        assertThat(Math.abs(z)).as("%s of %s: %s", measure, product, greek).isLessThan(LARGEST_Z);
      }
    }
  }

  /**
   * The derivative by beta, which a scheme of first order would miss by half as much where steps are half as long: with
   * steps of a half, a quarter and an eighth of a year its bias was 0.127, 0.030 and 0.0075, the standard error 0.003.
   */
  @Test
  void theBiasFallsWithTheSquareOfTheStep() {
    double[] bias = new double[3];
    double[] error = new double[3];
    for (int k = 0; k < bias.length; k++) {
      MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
          List.of(Asset.of("A", "EUR", 100, 0.01, new AssetModel.Cev(new ElasticVol(0.2, 0.5, 100, 2 << k)))),
          Correlations.NONE);
      Price call = m -> CevFormula.call(m, "A", 80, 1);
      Greek beta = number(European.of("A", OptionType.CALL, 80, 1), market, Measure.MODEL_PARAMETER, 600_000);
      bias[k] = beta.value() - CevFormula.derivative(call, market, beta.factors().getFirst(), 4e-3);
      error[k] = beta.standardError();
    }
    assertThat(bias[0]).isBetween(0.1, 0.15);
    assertThat(Math.abs(bias[1] - bias[0] / 4)).isLessThan(LARGEST_Z * Math.hypot(error[1], error[0] / 4));
    assertThat(Math.abs(bias[2] - bias[0] / 16)).isLessThan(LARGEST_Z * Math.hypot(error[2], error[0] / 16));
    assertThat(bias[0] / 4).isGreaterThan(5 * error[1]);
  }

  /**
   * Two thirds of the paths are absorbed, which takes the scheme's second order: the bias of the put, whose price is
   * 33.6 with a standard error of 0.11, was 0.3 with steps of a 24th of a year. But nothing overflows, and the mean
   * holds.
   */
  @Test
  void pricesNearZeroAreKeptFinite() {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0)),
        List.of(Asset.of("A", "EUR", 60, 0, new AssetModel.Cev(new ElasticVol(0.8, 0, 100, 24)))),
        Correlations.NONE);
    Product put = European.of("A", OptionType.PUT, 50, 3);
    double exact = CevFormula.call(market, "A", 50, 3) - 60 + 50;
    for (Measure measure : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.THETA,
        Measure.MODEL_PARAMETER)) {
      Greek greek = number(put, market, measure, 50_000);
      assertThat(greek.value()).as("%s", greek).isFinite();
      assertThat(greek.standardError()).as("%s", greek).isFinite();
      assertThat(greek.status()).as("%s", greek).isNotEqualTo(Greek.Status.FAILED);
    }
    assertThat(Math.abs(number(put, market, Measure.VALUE, 50_000).value() - exact)).isLessThan(0.3 + LARGEST_Z * 0.11);
    Greek forward = number(European.of("A", OptionType.CALL, 0, 3), market, Measure.VALUE, 50_000);
    assertThat(Math.abs(Examples.z(forward, 60))).as("%s", forward).isLessThan(LARGEST_Z);
  }

  /** Where the bound of the volatility is met by one path of fifteen: a kink there would be 8 errors of gamma. */
  @Test
  void secondDerivativesAreWholeWherePathsComeNearZero() {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.of("A", "EUR", 100, 0.01, new AssetModel.Cev(new ElasticVol(0.4, 0.2, 100, 24)))),
        Correlations.NONE);
    Price call = m -> CevFormula.call(m, "A", 60, 2);
    Greek gamma = number(European.of("A", OptionType.CALL, 60, 2), market, Measure.GAMMA, 1_000_000);
    double exact = CevFormula.second(call, market, new RiskFactor.Spot("A"), 0.5);
    assertThat(gamma.standardError()).isLessThan(0.07 * exact);
    assertThat(Math.abs(Examples.z(gamma, exact))).as("%s, exact %s", gamma, exact).isLessThan(LARGEST_Z);
  }

  @Test
  void withoutVolThePriceIsItsForward() {
    MarketData market = market(0, 0.5, 4);
    Greek value = number(European.of("A", OptionType.CALL, 90, T), market, Measure.VALUE, 1000);
    assertThat(value.value()).isCloseTo(100 * Math.exp(-0.02 * T) - 90 * Math.exp(-0.05 * T), within(1e-10));
    assertThat(value.standardError()).isLessThan(1e-10);
  }
}
