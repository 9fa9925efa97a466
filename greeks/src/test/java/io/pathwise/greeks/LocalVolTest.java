package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.calibration.Calibration;
import io.pathwise.pricing.calibration.ModelFamily;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.BlackScholes;
import io.pathwise.pricing.market.AssetModel.LocalVol;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Local volatility against the surface that it comes from. Would find a wrong term of Dupire's formula, a surface that
 * is read at another strike or time, a derivative that leaves out how the volatility moves, and a scheme of first
 * order. All seeds are fixed, all bounds 4.5 standard errors.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalVolTest {

  private static final double LARGEST_Z = 4.5;
  private static final double T = 0.8;

  private static final SmileSurface SURFACE = Examples.SURFACE;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(LocalVol model) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.05)),
        List.of(Asset.of("A", "EUR", 100, 0.02, model)), Correlations.NONE);
  }

  private static European call(double strike, double time) {
    return European.of("A", OptionType.CALL, strike, time);
  }

  private static double exact(MarketData market, Product product, List<RiskFactor> factors) {
    return AnalyticPrice.of(market, product).orElseThrow().derivative(factors);
  }

  private Greek number(Product product, MarketData market, Measure measure, long paths) {
    return engine.evaluate(product, market, Set.of(measure),
        Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withSeed(11)).numbers().getLast();
  }

  /** Closed forms against differences of closed forms: the density is that of the calls' strikes. */
  @Test
  void theClosedFormsAgreeWithEachOther() {
    MarketData market = market(LocalVol.of(SURFACE));
    double h = 1e-3;
    double spread = (exact(market, call(93 - h, T), List.of()) - exact(market, call(93 + h, T), List.of())) / (2 * h);
    assertThat(exact(market, Digital.cash("A", OptionType.CALL, 93, T, 1), List.of())).isCloseTo(spread, within(1e-8));
    assertThat(exact(market, Digital.cash("A", OptionType.PUT, 93, T, 1), List.of()))
        .isCloseTo(Math.exp(-0.05 * T) - spread, within(1e-8));
    assertThat(exact(market, new Digital("A", OptionType.CALL, 93, T, Digital.Payout.ASSET, 1, 1), List.of()))
        .isCloseTo(exact(market, call(93, T), List.of()) + 93 * spread, within(1e-6));
    SmileSurface.Slice slice = SURFACE.slice(0.5);
    assertThat(slice.totalVariance(0)).isCloseTo(0.23 * 0.23 * 0.5, within(1e-15));
  }

  /** A smile that stays at its strikes leaves the delta of Black's formula; one that moves along does not. */
  @Test
  void deltasAreThoseOfTheConvention() {
    MarketData sticky = market(LocalVol.of(SURFACE).quotedAt(100));
    MarketData moving = market(LocalVol.of(SURFACE));
    double forward = 100 * Math.exp(0.03 * T);
    double vol = Math.sqrt(SURFACE.slice(T).totalVariance(Math.log(110 / forward)) / T);
    MarketData black = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.05)),
        List.of(Asset.of("A", "EUR", 100, 0.02, BlackScholes.of(vol))), Correlations.NONE);
    List<RiskFactor> spot = List.of(new RiskFactor.Spot("A"));
    assertThat(exact(sticky, call(110, T), spot)).isCloseTo(exact(black, call(110, T), spot), within(1e-12));
    assertThat(exact(moving, call(110, T), spot)).isGreaterThan(exact(black, call(110, T), spot) + 0.02);
    for (MarketData market : List.of(sticky, moving)) {
      Greek delta = number(call(110, T), market, Measure.DELTA, 200_000);
      assertThat(Math.abs(Examples.z(delta, exact(market, call(110, T), spot)))).as("%s", delta)
          .isLessThan(LARGEST_Z);
    }
  }

  /** Dividends that are taken out in advance do not move smiles that stay at their strikes. */
  @Test
  void deltasAreThoseOfTheConventionWithCashDividendsToo() {
    Dividends dividends = new Dividends(List.of(new Dividend(0.4, Dividend.Kind.CASH, 4.0)),
        Dividends.CashModel.ESCROWED);
    MarketData plain = market(LocalVol.of(SURFACE).quotedAt(100));
    MarketData sticky = plain.with(plain.asset("A").withDividends(dividends));
    double vol = Math.sqrt(SURFACE.slice(T).totalVariance(Math.log(110 / sticky.forward("A", T))) / T);
    MarketData black = sticky.with(sticky.asset("A").withModel(BlackScholes.of(vol)));
    RiskFactor spot = new RiskFactor.Spot("A");
    double expected = exact(black, call(110, T), List.of(spot));
    assertThat(exact(sticky, call(110, T), List.of(spot))).isCloseTo(expected, within(1e-12));
    assertThat(exact(sticky.shifted(spot, 10), call(110, T), List.of()))
        .isCloseTo(exact(black.shifted(spot, 10), call(110, T), List.of()), within(1e-12));
    Greek value = number(call(110, T), sticky.shifted(spot, 40), Measure.VALUE, 200_000);
    assertThat(Math.abs(Examples.z(value, exact(black.shifted(spot, 40), call(110, T), List.of()))))
        .isLessThan(LARGEST_Z);
    Greek delta = number(call(110, T), sticky, Measure.DELTA, 1 << 20);
    assertThat(Math.abs(Examples.z(delta, expected))).as("%s", delta).isLessThan(LARGEST_Z);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyMeasureIsThatOfTheSurface(boolean isSticky) {
    LocalVol model = isSticky ? LocalVol.of(SURFACE).quotedAt(97) : LocalVol.of(SURFACE);
    MarketData market = market(model);
    int numbers = 0;
    for (Product product : List.of(call(104, T), European.of("A", OptionType.PUT, 90, T),
        Digital.cash("A", OptionType.CALL, 104, T, 10))) {
      for (Greek greek : engine.evaluate(product, market,
          EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.VANNA, Measure.VOLGA,
              Measure.RHO, Measure.DIVIDEND_RHO, Measure.THETA,
              Measure.MODEL_PARAMETER),
          Settings.paths(65_536).withPolicy(Policy.STRUCTURAL).withSeed(5)).numbers()) {
        double exact = exact(market, product, greek.factors());
        assertThat(greek.status()).as("%s", greek).isEqualTo(Greek.Status.OK);
        if (greek.standardError() > 0) {
          assertThat(Math.abs(Examples.z(greek, exact))).as("%s %s of %s: %s, exact %s", greek.measure(),
              greek.factorText(), product, greek, exact).isLessThan(LARGEST_Z);
        } else {
          assertThat(greek.value()).isCloseTo(exact, within(1e-12));
        }
        numbers++;
      }
    }
    assertThat(numbers).isEqualTo(3 * (9 + 12));
  }

  /** Without curvature it is Black–Scholes, whatever the steps. */
  @Test
  void aFlatSurfaceIsBlackScholes() {
    SmileSurface flat = new SmileSurface(List.of(0.5, 1.5), List.of(0.2, 0.25), List.of(0.0, 0.0), List.of(1e-7, 1e-7));
    MarketData market = market(new LocalVol(flat, LocalVol.of(flat).reference(), 1));
    Product asian = Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 1.5, List.of(0.5, 1.0, 1.5));
    MarketData black = market.with(market.asset("A")
        .withModel(BlackScholes.of(VolTermStructure.of(flat.times(), flat.vols()))));
    Greek value = number(asian, market, Measure.VALUE, 65_536);
    assertThat(Math.abs(Examples.z(value, exact(black, asian, List.of())))).isLessThan(LARGEST_Z);
  }

  /** Steep smiles: a quarter of the bias is left by half the steps, about; with many steps nothing is seen. */
  @Test
  void theBiasFallsWithTheSquareOfTheSteps() {
    SmileSurface steep = new SmileSurface(List.of(0.25, 1.0), List.of(0.39, 0.325), List.of(-0.85, -0.72),
        List.of(1.95, 1.99));
    double exact = exact(market(LocalVol.of(steep)), call(130, 0.25), List.of());
    double coarse = bias(steep, 8, exact);
    double fine = bias(steep, 16, exact);
    assertThat(coarse).isGreaterThan(0.15);
    assertThat(fine / coarse).isBetween(0.15, 0.40);
    Greek value = number(call(130, 0.25), market(LocalVol.of(steep).simulatedBy(256)), Measure.VALUE, 65_536);
    assertThat(Math.abs(Examples.z(value, exact))).isLessThan(LARGEST_Z);
  }

  private double bias(SmileSurface surface, int steps, double exact) {
    Greek value = number(call(130, 0.25), market(LocalVol.of(surface).simulatedBy(steps)), Measure.VALUE, 1 << 20);
    assertThat(value.standardError()).isLessThan(0.005);
    return value.value() - exact;
  }

  /** First and second derivatives of what has no closed form, against bumps on common noise. */
  @Test
  void derivativesOfABarrierAreThoseOfBumps() {
    MarketData market = market(LocalVol.of(SURFACE).quotedAt(100).simulatedBy(12));
    Product barrier = Barrier.of("A", OptionType.CALL, 95, T, 125, Barrier.Kind.UP_AND_OUT, 4, 0);
    for (Greek greek : engine
        .evaluate(barrier, market, EnumSet.of(Measure.DELTA, Measure.VEGA, Measure.RHO, Measure.MODEL_PARAMETER),
            Settings.paths(65_536).withPolicy(Policy.STRUCTURAL).withSeed(2))
        .numbers()) {
      RiskFactor factor = greek.factors().getFirst();
      double step = factor instanceof RiskFactor.Spot ? 0.5 : 0.003;
      if (greek.value() == 0) {
        continue;
      }
      Greek change = engine.change(barrier, market.shifted(factor, -step), market.shifted(factor, step),
          Set.of(Measure.VALUE), Settings.paths(1 << 19).withPolicy(Policy.STRUCTURAL).withSeed(3), 1 << 19);
      double bumped = change.value() / (2 * step);
      double error = Math.hypot(greek.standardError(), change.standardError() / (2 * step));
      assertThat(Math.abs(greek.value() - bumped)).as("%s of %s: %s ± %s and %s", greek.measure(), factor,
          greek.value(), greek.standardError(), bumped).isLessThan(LARGEST_Z * error + 0.002 * Math.abs(bumped));
    }
  }

  /**
   * Heston, its implied volatilities, a surface fitted to them, the diffusion of that surface, and its options again:
   * to a thousandth of the spot, with the parameters of a common test of schemes. A standard error is below 0.04.
   */
  @Tag("long")
  @Test
  void optionsOfHestonComeBack() {
    AssetModel heston = new AssetModel.Heston(StochasticVariance.of(0.19, 2, 0.09, 0.8, -0.75));
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.1)),
        List.of(Asset.of("A", "EUR", 100, 0.025, heston)), Correlations.NONE);
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : new double[]{0.25, 0.5, 1, 2}) {
      double forward = market.forward("A", time);
      for (double deviations = -1.5; deviations <= 1.25; deviations += 0.25) {
        double strike = forward * Math.exp(0.35 * deviations * Math.sqrt(time));
        double timeValue = exact(market, call(strike, time), List.of()) * Math.exp(0.1 * time)
            - Math.max(forward - strike, 0);
        quotes.add(new VolQuote(time, strike, ImpliedVolatility.ofTimeValue(forward, strike, time, timeValue), 1));
      }
    }
    AssetModel local = Calibration.fit(market, "A", quotes, ModelFamily.LOCAL_VOL).model();
    MarketData fitted = market.with(market.asset("A").withModel(local));
    for (double time : new double[]{0.25, 0.5, 1, 2}) {
      for (double strike : new double[]{70, 100, 130}) {
        Greek value = number(call(strike, time), fitted, Measure.VALUE, 1 << 20);
        assertThat(value.standardError()).isLessThan(0.04);
        assertThat(value.value()).as("strike %s at %s: %s", strike, time, value)
            .isCloseTo(exact(market, call(strike, time), List.of()), within(0.1));
      }
    }
  }

  /** Parameters of smiles behind the product: an adjoint has no way back to them. Would find one that is followed. */
  @Test
  void smilesBehindTheProductDoNotMatter() {
    List<Double> times = List.of(0.5, 1.0, 1.5, 2.0);
    SmileSurface longer = new SmileSurface(times, Collections.nCopies(4, 0.21), Collections.nCopies(4, -0.5),
        List.of(1.9, 1.5, 1.3, 1.1));
    List<Greek> numbers = engine.evaluate(Barrier.of("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_OUT, 12, 0),
        market(LocalVol.of(longer).quotedAt(100)), Set.of(Measure.VALUE, Measure.VEGA, Measure.MODEL_PARAMETER),
        Settings.paths(8192)).numbers();
    assertThat(numbers).hasSize(2 + 3 * 4);
    assertThat(numbers.subList(2, 8)).allMatch(number -> number.value() != 0);
    assertThat(numbers.subList(8, 14)).allMatch(number -> number.value() == 0 && number.standardError() == 0);
  }

  @Test
  void whatTheSurfaceDoesNotReachIsRefused() {
    SmileSurface wide = new SmileSurface(List.of(0.5), List.of(0.3), List.of(-0.8), List.of(4.0));
    assertThat(wide.lastTime()).isBetween(1.0, 2.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> number(call(100, 3), market(LocalVol.of(wide)), Measure.VALUE, 1024))
        .withMessageContaining("the surface of A can be continued without arbitrage up to 1.5");
    LocalVol steep = LocalVol.of(new SmileSurface(List.of(1.0), List.of(0.2), List.of(-0.9), List.of(7.0)));
    assertThat(number(call(110, 1), market(steep.quotedAt(97)), Measure.VALUE, 1024).status())
        .isNotEqualTo(Greek.Status.FAILED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> number(call(110, 1), market(steep.quotedAt(80)), Measure.VALUE, 1024))
        .withMessageContaining("the spot 100 of A is so far from the reference 80 of its surface");
  }

  /** What moves along strikes is the price without the dividends, which moves by more of itself than the spot. */
  @Test
  void dividendsBringTheSpotFartherFromTheReference() {
    MarketData market = market(
        LocalVol.of(new SmileSurface(List.of(1.0), List.of(0.2), List.of(-0.9), List.of(7.0))).quotedAt(94));
    assertThat(number(call(110, 1), market, Measure.VALUE, 1024).status()).isNotEqualTo(Greek.Status.FAILED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> number(call(110, 1), withCash(market, 80), Measure.VALUE, 1024))
        .withMessageContaining("the spot 100 of A is so far from the reference 94 of its surface");
    assertThatIllegalArgumentException().isThrownBy(() -> withCash(market, 97))
        .withMessageContaining("must be less than the reference 94 of its surface");
  }

  private static MarketData withCash(MarketData market, double amount) {
    return market.with(market.asset("A").withDividends(
        new Dividends(List.of(new Dividend(0.4, Dividend.Kind.CASH, amount)), Dividends.CashModel.ESCROWED)));
  }
}
