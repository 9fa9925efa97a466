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
import io.pathwise.pricing.calibration.Calibration;
import io.pathwise.pricing.calibration.ModelFamily;
import io.pathwise.pricing.calibration.QuoteSlopes;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sensitivities to the quotes that a model was fitted to, against bumps of the quotes with another fit. The quotes are
 * those of a surface that no Heston model has, so that what is left of errors counts, too. Would find slopes that are
 * not those of the fit, and a program in which parameters do not follow them. Seeds 2 and 3, bound 3 standard errors of
 * both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuoteVegaTest {

  private static final double LARGEST_Z = 3;
  private static final double BUMP = 0.002;

  private static final SmileSurface SURFACE = Examples.SURFACE;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);
  private final MarketData heston = fitted(quotes());
  /** A fit takes a second, and two tests need the same ones. */
  private final Map<Bump, MarketData> refitted = new HashMap<>();

  /** A quote, or all, with what is added to it. */
  private record Bump(RiskFactor factor, double amount) {}

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(AssetModel model) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.of("A", "EUR", 100, 0.01, model)), Correlations.NONE);
  }

  private static AssetModel model(String name) {
    return Objects.requireNonNull(Examples.everyModel().get(name));
  }

  private static List<VolQuote> quotes() {
    MarketData market = market(AssetModel.LocalVol.of(SURFACE));
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : new double[]{0.5, 1, 2}) {
      for (double moneyness : new double[]{0.8, 0.95, 1.1, 1.25}) {
        double logStrike = Math.log(moneyness) * Math.sqrt(time);
        quotes.add(new VolQuote(time, Math.exp(logStrike) * market.forward("A", time),
            Math.sqrt(SURFACE.slice(time).totalVariance(logStrike) / time), 1));
      }
    }
    return quotes;
  }

  /** A Heston model that is fitted to quotes, which become its risk factors. */
  private static MarketData fitted(List<VolQuote> quotes) {
    MarketData start = market(model("heston"));
    AssetModel model = Calibration.fit(start, "A", quotes, ModelFamily.HESTON).model();
    return QuoteSlopes.calibrated(start.with(start.asset("A").withModel(model)), "A", quotes);
  }

  private MarketData refitted(RiskFactor factor, double amount) {
    return refitted.computeIfAbsent(new Bump(factor, amount), bump -> fitted(bumped(bump.factor(), bump.amount())));
  }

  private static List<VolQuote> bumped(RiskFactor factor, double amount) {
    return quotes().stream()
        .map(quote -> factor.equals(new RiskFactor.Vol("A"))
            || factor.equals(new RiskFactor.QuotedVol("A", quote.time(), quote.strike()))
                ? new VolQuote(quote.time(), quote.strike(), quote.vol() + amount, quote.weight())
                : quote)
        .toList();
  }

  /** Both without simulation. */
  @Test
  void slopesAreThoseOfAnotherFit() {
    European call = European.of("A", OptionType.CALL, 105, 0.75);
    AnalyticPrice price = AnalyticPrice.of(heston, call).orElseThrow();
    List<RiskFactor> factors = heston.asset("A").calibration().orElseThrow().factors("A");
    assertThat(factors).hasSize(13);
    double sum = 0;
    for (RiskFactor factor : factors) {
      double bump = (AnalyticPrice.of(refitted(factor, BUMP), call).orElseThrow().value()
          - AnalyticPrice.of(refitted(factor, -BUMP), call).orElseThrow().value()) / (2 * BUMP);
      assertThat(price.derivative(factor)).as("%s", factor).isCloseTo(bump, within(0.03 + 0.01 * Math.abs(bump)));
      sum += factor instanceof RiskFactor.QuotedVol ? price.derivative(factor) : 0;
    }
    assertThat(sum).isCloseTo(price.derivative(new RiskFactor.Vol("A")), within(1e-5));
    assertThat(sum).as("about the vega of Black's formula").isBetween(30.0, 36.0);
  }

  /** With a model that fits, quotes that move as a parameter moves them move that parameter alone. */
  @Test
  void slopesInvertWhatParametersDoToQuotes() {
    AssetModel.LocalVol local = AssetModel.LocalVol.of(SURFACE);
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : SURFACE.times()) {
      for (double logStrike : new double[]{-0.3, -0.1, 0.05, 0.2}) {
        quotes.add(new VolQuote(time, Math.exp(logStrike) * market(local).forward("A", time),
            vol(SURFACE, time, logStrike), 1));
      }
    }
    var calibration = QuoteSlopes.calibrated(market(local), "A", quotes).asset("A").calibration().orElseThrow();
    double h = 1e-5;
    for (String moved : local.parameters().keySet()) {
      double value = local.parameters().getOrDefault(moved, Double.NaN);
      SmileSurface up = local.with(moved, value + h).surface();
      SmileSurface down = local.with(moved, value - h).surface();
      for (String parameter : local.parameters().keySet()) {
        double move = 0;
        for (int i = 0; i < quotes.size(); i++) {
          double time = quotes.get(i).time();
          double logStrike = Math.log(quotes.get(i).strike() / market(local).forward("A", time));
          move += calibration.slope("A", parameter, new RiskFactor.QuotedVol("A", time, quotes.get(i).strike()))
              * (vol(up, time, logStrike) - vol(down, time, logStrike)) / (2 * h);
        }
        assertThat(move).as("%s by %s", parameter, moved).isCloseTo(parameter.equals(moved) ? 1 : 0, within(1e-3));
      }
    }
  }

  /** Two expiries of one week: a smile that is moved to tell slopes must not cross the next one. */
  @Test
  void slopesOfCloseExpiriesAreKnown() {
    SmileSurface close = new SmileSurface(List.of(2.0, 2.003), List.of(0.2, 0.2), List.of(-0.4, -0.4),
        List.of(1.2, 1.2));
    MarketData market = market(AssetModel.LocalVol.of(close));
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : close.times()) {
      for (double logStrike : new double[]{-0.3, 0, 0.2}) {
        quotes.add(new VolQuote(time, Math.exp(logStrike) * market.forward("A", time), vol(close, time, logStrike), 1));
      }
    }
    CalibratedQuotes calibration = QuoteSlopes.calibrated(market, "A", quotes).asset("A").calibration().orElseThrow();
    assertThat(
        calibration.slope("A", SmileSurface.vol(2.0), new RiskFactor.QuotedVol("A", 2.0, quotes.get(1).strike())))
        .as("at the money").isCloseTo(1, within(1e-6));
    assertThat(calibration.slope("A", SmileSurface.vol(2.0), new RiskFactor.QuotedVol("A", 2.003,
        quotes.get(4).strike()))).isZero();
  }

  /** Quotes of smiles that stay at their strikes stay where the spot moves, also one that is far from it then. */
  @Test
  void quotesOfSmilesThatStayDoNotMoveWithTheSpot() {
    Dividends dividends = new Dividends(List.of(new Dividend(0.4, Dividend.Kind.CASH, 4.0)),
        Dividends.CashModel.ESCROWED);
    MarketData plain = market(AssetModel.LocalVol.of(SURFACE).quotedAt(100));
    MarketData sticky = plain.with(plain.asset("A").withDividends(dividends));
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : SURFACE.times()) {
      for (double logStrike : new double[]{-0.3, -0.1, 0.05, 0.2}) {
        quotes.add(new VolQuote(time, Math.exp(logStrike) * sticky.forward("A", time), vol(SURFACE, time, logStrike),
            1));
      }
    }
    CalibratedQuotes before = QuoteSlopes.calibrated(sticky, "A", quotes).asset("A").calibration().orElseThrow();
    for (double move : new double[]{1, 100}) {
      assertThat(QuoteSlopes.calibrated(sticky.shifted(new RiskFactor.Spot("A"), move), "A", quotes).asset("A")
          .calibration()).contains(before);
    }
  }

  private static double vol(SmileSurface surface, double time, double logStrike) {
    return Math.sqrt(surface.slice(time).totalVariance(logStrike) / time);
  }

  static Stream<Product> products() {
    return Stream.of(European.of("A", OptionType.CALL, 105, 1), Digital.cash("A", OptionType.CALL, 105, 1, 10),
        Barrier.of("A", OptionType.CALL, 95, 1, 130, Barrier.Kind.UP_AND_OUT, 4, 0),
        Autocallable.of(List.of("A"), List.of(100.0), 100, 4, 0.8, 1.0, 1, 0.7, 2, 4));
  }

  /** Every quote, by a simulation each: the fit that follows the bump is used on the same noise. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("products")
  void vegasAreThoseOfBumpAndRecalibration(Product product) {
    List<Greek> greeks = engine.evaluate(product, heston, EnumSet.of(Measure.VEGA, Measure.BUCKETED_VEGA),
        Settings.paths(65_536).withPolicy(Policy.STRUCTURAL).withSeed(2)).numbers();
    assertThat(greeks).hasSize(13);
    for (Greek greek : List.of(greeks.get(0), greeks.get(2), greeks.get(7), greeks.get(12))) {
      RiskFactor factor = greek.factors().getFirst();
      Greek change = engine.change(product, refitted(factor, -BUMP), refitted(factor, BUMP),
          Set.of(Measure.VALUE), Settings.paths(1 << 18).withPolicy(Policy.STRUCTURAL).withSeed(3), 1 << 18);
      double bump = change.value() / (2 * BUMP);
      double error = Math.hypot(greek.standardError(), change.standardError() / (2 * BUMP));
      assertThat(greek.status()).isEqualTo(Greek.Status.OK);
      assertThat(Math.abs(greek.value() - bump)).as("%s of %s: %s ± %s and %s ± %s", factor, product, greek.value(),
          greek.standardError(), bump, change.standardError() / (2 * BUMP)).isLessThan(LARGEST_Z * error + 0.03);
    }
  }

  /** What is of first order in the quotes has no second derivative by them. */
  @Test
  void whatIsNotKnownIsSaid() {
    European call = European.of("A", OptionType.CALL, 105, 0.75);
    List<Greek> numbers = engine.evaluate(call, heston, EnumSet.of(Measure.VOLGA, Measure.VANNA),
        Settings.paths(16_384).withPolicy(Policy.STRUCTURAL).withSeed(2)).numbers();
    assertThat(numbers).extracting(Greek::measure).containsOnly(Measure.VANNA, Measure.VOLGA);
    assertThat(numbers.stream().filter(greek -> greek.measure() == Measure.VOLGA))
        .allMatch(greek -> greek.status() == Greek.Status.NOT_APPLICABLE
            && greek.message().equals("the model moves with the quotes that it was fitted to, to first order only"));
    double vanna = AnalyticPrice.of(heston, call).orElseThrow().derivative(new RiskFactor.Spot("A"),
        new RiskFactor.Vol("A"));
    Greek found = numbers.stream().filter(greek -> greek.measure() == Measure.VANNA).findFirst().orElseThrow();
    assertThat(Math.abs(Examples.z(found, vanna))).isLessThan(4.5);
  }

  @Test
  void parametersThatAreNoFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuoteSlopes.calibrated(market(model("heston")), "A", quotes()))
        .withMessageContaining("are not the closest fit to the quotes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuoteSlopes.calibrated(heston, "A", quotes().subList(0, 4)))
        .withMessageContaining("there are 4 quotes, must be at least 5");
    List<VolQuote> twice = new ArrayList<>(quotes());
    twice.add(new VolQuote(0.5, quotes().getFirst().strike(), 0.2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> QuoteSlopes.calibrated(heston, "A", twice))
        .withMessageContaining("there are two quotes for the expiry 0.5");
    AssetModel extreme = new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.9999));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuoteSlopes.calibrated(market(extreme), "A", quotes()))
        .withMessageContaining("rho is -0.9999, too close to its limit to tell how volatilities move with it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuoteSlopes.calibrated(market(model("cev")), "A", quotes()))
        .withMessageContaining("the implied volatilities of the model cev are not known");
  }
}
