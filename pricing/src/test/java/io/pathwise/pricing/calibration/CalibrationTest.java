package io.pathwise.pricing.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Fits to volatilities that a known model implies, with prices that are integrated one by one. */
class CalibrationTest {

  private static final double[] TIMES = {0.25, 0.5, 1, 2};
  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);
  private static final AssetModel HESTON = new AssetModel.Heston(VARIANCE);

  @SuppressWarnings("unused") // the parameterised tests name it
  private static final List<AssetModel> MODELS = List.of(HESTON,
      new AssetModel.Heston(StochasticVariance.of(0.09, 3, 0.06, 1.2, -0.5)),
      new AssetModel.Heston(StochasticVariance.of(0.02, 4, 0.05, 0.4, 0.3)),
      new AssetModel.Bates(VARIANCE, new Jumps(0.3, -0.15, 0.1)),
      new AssetModel.Merton(0.15, new Jumps(0.4, -0.1, 0.15)), new AssetModel.VarianceGamma(0.2, -0.15, 0.06));

  private static MarketData market(double rate, double dividendYield, AssetModel model) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.of("A", "USD", 100, dividendYield, model)), Correlations.NONE);
  }

  /** What a market's model implies at strikes around its forward prices. */
  private static List<VolQuote> quotes(MarketData market, double[] times, DoubleSupplier noise) {
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : times) {
      double forward = market.forward("A", time);
      double discount = Math.exp(-market.curve("USD").rateTime(time));
      for (double deviations : new double[]{-1.8, -1.2, -0.7, -0.3, 0, 0.3, 0.7, 1.2}) {
        double strike = forward * Math.exp(deviations * 0.2 * Math.sqrt(time));
        double call = AnalyticPrice.of(market, European.of("A", OptionType.CALL, strike, time)).orElseThrow().value();
        double vol = ImpliedVolatility.of(OptionType.CALL, forward, strike, time, call / discount);
        quotes.add(new VolQuote(time, strike, vol + noise.getAsDouble(), 1));
      }
    }
    return quotes;
  }

  private static List<VolQuote> quotes(MarketData market) {
    return quotes(market, TIMES, () -> 0);
  }

  private static ModelFamily family(AssetModel model) {
    return ModelFamily.of(model.format().label());
  }

  /** Finds a search that ends beside the minimum, and a limit that cuts off parameters that are allowed. */
  @ParameterizedTest
  @FieldSource("MODELS")
  void parametersAreFoundAgain(AssetModel model) {
    MarketData market = market(0.03, 0.01, model);
    Fit fit = Calibration.fit(market, "A", quotes(market), family(model));
    assertThat(Math.abs(fit.fitted().error(fit.fitted().worst()))).isLessThan(1e-7);
    model.parameters().forEach((name, value) -> assertThat(fit.model().parameters().get(name)).as(name)
        .isCloseTo(value, within(1e-4 * Math.abs(value))));
    assertThat(fit.limits()).isEmpty();
  }

  /** Finds errors that are weighted or counted in another unit: noise that no model explains is what is left. */
  @ParameterizedTest
  @FieldSource("MODELS")
  void noiseOfATenthOfAPointIsWhatIsLeft(AssetModel model) {
    MarketData market = market(0.03, 0.01, model);
    Random random = new Random(11);
    Fit fit = Calibration.fit(market, "A", quotes(market, TIMES, () -> 0.001 * random.nextGaussian()), family(model));
    assertThat(fit.fitted().rootMeanSquare()).isBetween(0.0006, 0.0013);
  }

  /** A quote that counts for nothing beside the others does not move the fit. */
  @Test
  void weightsCount() {
    MarketData market = market(0, 0, HESTON);
    List<VolQuote> quotes = new ArrayList<>(quotes(market));
    VolQuote first = quotes.getFirst();
    quotes.set(0, new VolQuote(first.time(), first.strike(), first.vol() + 0.05, 1e-12));
    Fit fit = Calibration.fit(market, "A", quotes, ModelFamily.HESTON);
    assertThat(fit.fitted().error(0)).isCloseTo(-0.05, within(1e-6));
    assertThat(fit.fitted().error(5)).isCloseTo(0, within(1e-6));
    assertThat(fit.fitted().rootMeanSquare()).isLessThan(1e-6);
  }

  /** Curves, yields, proportional dividends and escrowed ones move the forward price, and nothing else of the fit. */
  @Test
  void forwardPricesAreThoseOfTheMarket() {
    ZeroCurve usd = ZeroCurve.of("USD", List.of(0.5, 2.0), List.of(0.01, 0.05));
    ZeroCurve lending = ZeroCurve.flat("LEND", 0.02);
    Dividends dividends = Dividends.of(List.of(new Dividend(0.3, Dividend.Kind.PROPORTIONAL, 0.04),
        new Dividend(0.6, Dividend.Kind.CASH, 3)), Dividends.CashModel.ESCROWED);
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(usd, lending), List.of(
        Asset.of("A", "USD", 100, 0.01, HESTON).withDividends(dividends).withYieldCurves(List.of("LEND"))),
        Correlations.NONE);
    MarketData plain = market(0, 0, HESTON);
    List<VolQuote> moved = quotes(plain).stream().map(quote -> new VolQuote(quote.time(),
        quote.strike() / 100 * market.forward("A", quote.time()), quote.vol(), 1)).toList();
    Fit fit = Calibration.fit(market, "A", moved, ModelFamily.HESTON);
    assertThat(Math.abs(fit.fitted().error(fit.fitted().worst()))).isLessThan(1e-7);
    HESTON.parameters().forEach((name, value) -> assertThat(fit.model().parameters().get(name)).as(name)
        .isCloseTo(value, within(1e-4 * Math.abs(value))));
  }

  /**
   * Negative control of the one above: with another rate the same quotes stand at other moneyness. A model can bend to
   * that in part, so it shows in the errors, which were below 1e-7, and in the parameters.
   */
  @Test
  void aWrongForwardPriceSpoilsTheFit() {
    List<VolQuote> quotes = quotes(market(0.03, 0.01, HESTON));
    Fit fit = Calibration.fit(market(0.08, 0.01, HESTON), "A", quotes, ModelFamily.HESTON);
    assertThat(fit.fitted().rootMeanSquare()).isGreaterThan(1e-4);
    assertThat(fit.model().parameters().get(StochasticVariance.RHO)).isNotCloseTo(-0.7, within(0.03));
  }

  /** Negative control: a model without jumps does not explain them. */
  @Test
  void anotherModelFitsWorse() {
    MarketData market = market(0, 0, new AssetModel.Merton(0.1, new Jumps(0.5, -0.2, 0.1)));
    List<VolQuote> quotes = quotes(market);
    assertThat(Calibration.fit(market, "A", quotes, ModelFamily.VARIANCE_GAMMA).fitted().rootMeanSquare())
        .isGreaterThan(0.002);
    assertThat(Calibration.fit(market, "A", quotes, ModelFamily.MERTON).fitted().rootMeanSquare()).isLessThan(1e-7);
  }

  /** How the variance is simulated is the asset's, not the fit's, and the Euler scheme's own limit holds. */
  @Test
  void theSchemeIsKept() {
    AssetModel euler = new AssetModel.Heston(
        VARIANCE.simulatedBy(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 200));
    MarketData market = market(0.03, 0, euler);
    assertThat(((AssetModel.Heston) Calibration.fit(market, "A", quotes(market), ModelFamily.HESTON).model())
        .variance()).extracting(StochasticVariance::scheme, StochasticVariance::stepsPerYear)
        .containsExactly(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 200);
  }

  /** A flat smile has no volatility of variance: the fit is good, and says that a limit was reached. */
  @Test
  void parametersAtTheirLimitsAreTold() {
    List<VolQuote> flat = quotes(market(0, 0, HESTON)).stream()
        .map(quote -> new VolQuote(quote.time(), quote.strike(), 0.2, 1)).toList();
    Fit fit = Calibration.fit(market(0, 0, HESTON), "A", flat, ModelFamily.HESTON);
    assertThat(fit.fitted().rootMeanSquare()).isLessThan(1e-4);
    assertThat(fit.limits()).anyMatch(limit -> limit.startsWith("xi has ended at its lower limit 0.001"));
  }

  /** Every number without limits stands for a model, so a search cannot leave what is allowed. */
  @Test
  void allPointsAreModels() {
    Random random = new Random(3);
    for (LawFamily family : LawFamily.values()) {
      for (StochasticVariance.Scheme scheme : StochasticVariance.Scheme.values()) {
        AssetModel simulated = new AssetModel.Heston(VARIANCE.simulatedBy(scheme, 50));
        for (int i = 0; i < 20_000; i++) {
          LawFamily.Setting setting = new LawFamily.Setting(Math.exp(random.nextDouble(-8, 3)), scheme);
          SequencedMap<String, Double> values = new LinkedHashMap<>();
          for (String name : family.parameters()) {
            values.put(name, family.range(name, values, setting).parameter(random.nextGaussian() * 20));
          }
          assertThat(family.model(values, simulated).parameters()).hasSize(family.size());
        }
      }
    }
  }

  @Test
  void equalQuotesGiveEqualModels() {
    MarketData market = market(0.03, 0.01, HESTON);
    assertThat(Calibration.fit(market, "A", quotes(market), ModelFamily.HESTON))
        .isEqualTo(Calibration.fit(market, "A", quotes(market), ModelFamily.HESTON));
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    MarketData market = market(0, 0, HESTON);
    VolQuote quote = new VolQuote(1, 100, 0.2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.fit(market, "A", List.of(quote), ModelFamily.HESTON))
        .withMessage("asset A has 1 quotes, must be at least 5, the parameters of heston");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.require(market, "A", new VolQuote(0.01, 150, 0.1, 1)))
        .withMessageContaining("to tell a volatility");
    MarketData withCash = market.with(Asset.of("A", "USD", 100, 0, HESTON).withDividends(
        Dividends.of(List.of(new Dividend(0.5, Dividend.Kind.CASH, 2)), Dividends.CashModel.SPOT)));
    assertThatIllegalArgumentException().isThrownBy(() -> Calibration.require(withCash, "A", quote))
        .withMessageContaining("dividendModel spot");
    Calibration.require(withCash, "A", new VolQuote(0.4, 100, 0.2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new VolQuote(1, 100, -0.2, 1))
        .withMessage("vol is -0.2, must be a number > 0 and at most 5 (0.2 is 20 %)");
    assertThatIllegalArgumentException().isThrownBy(() -> new VolQuote(1, 0, 0.2, 1)).withMessageContaining("strike");
    assertThatIllegalArgumentException().isThrownBy(() -> new VolQuote(1, 100, 0.2, 0)).withMessageContaining("weight");
  }
}
