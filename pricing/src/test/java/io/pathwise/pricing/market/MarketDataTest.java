package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Market data: references between its parts, risk factors and their names, shifts, times. */
class MarketDataTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private final ZeroCurve usd = ZeroCurve.flat("USD", 0.03);
  private final ZeroCurve eur = ZeroCurve.of("EUR", List.of(0.5, 1.0, 5.0), List.of(0.02, 0.021, 0.025));
  private final Asset msft = Asset.of("MSFT", "USD", 50, 0,
      AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.0, 2.0), List.of(0.22, 0.21, 0.2))));
  private final Asset aapl = Asset.blackScholes("AAPL", "USD", 100, 0.01, 0.2);
  private final Asset sap = Asset.blackScholes("SAP", "EUR", 150, 0.02, 0.25);
  private final MarketData market = MarketData.of(TODAY, List.of(usd, eur), List.of(msft, aapl, sap),
      Correlations.of("AAPL", "MSFT", 0.5));

  @Test
  void factorsAreNamedAsInResultsAndPairsFollowTheMarketsOrder() {
    assertThat(market.factors()).extracting(RiskFactor::toString).containsExactly("MSFT.spot", "MSFT.vol",
        "MSFT.vol[0.5]", "MSFT.vol[1]", "MSFT.vol[2]", "MSFT.dividend", "AAPL.spot", "AAPL.vol", "AAPL.vol[1]",
        "AAPL.dividend", "SAP.spot", "SAP.vol", "SAP.vol[1]", "SAP.dividend", "corr(MSFT,AAPL)", "corr(MSFT,SAP)",
        "corr(AAPL,SAP)", "USD.zero", "USD.zero[1]", "EUR.zero", "EUR.zero[0.5]", "EUR.zero[1]", "EUR.zero[5]",
        "valuationTime");
    assertThat(market.factors(List.of("SAP"))).extracting(RiskFactor::toString).containsExactly("SAP.spot", "SAP.vol",
        "SAP.vol[1]", "SAP.dividend", "EUR.zero", "EUR.zero[0.5]", "EUR.zero[1]", "EUR.zero[5]", "valuationTime");
    assertThat(new RiskFactor.VolPillar("A", 1 / 64.0)).hasToString("A.vol[0.015625]");
    assertThat(new RiskFactor.ZeroPillar("A", 1e-5)).hasToString("A.zero[0.00001]");
  }

  @Test
  void shiftsMoveOneFactorAndNothingElse() {
    assertThat(market.shifted(new RiskFactor.Spot("AAPL"), 2).asset("AAPL")).isEqualTo(aapl.withSpot(102));
    assertThat(market.shifted(new RiskFactor.Dividend("AAPL"), 0.5).asset("AAPL"))
        .isEqualTo(aapl.withDividendYield(0.51));
    assertThat(volsOfMsft(new RiskFactor.Vol("MSFT"), 0.25)).containsExactly(0.47, 0.21 + 0.25, 0.45);
    assertThat(volsOfMsft(new RiskFactor.VolPillar("MSFT", 1), 0.01)).containsExactly(0.22, 0.21 + 0.01, 0.2);
    assertThat(market.shifted(new RiskFactor.Zero("EUR"), 1).curve("EUR").zeros()).containsExactly(1.02, 1.021, 1.025);
    assertThat(market.shifted(new RiskFactor.ZeroPillar("EUR", 5), 1).curve("EUR").zeros()).containsExactly(0.02,
        0.021, 1.025);
    assertThat(market.shifted(new RiskFactor.Correlation("SAP", "AAPL"), 0.25).correlations().get("AAPL", "SAP"))
        .isEqualTo(0.25);
    for (RiskFactor factor : market.factors()) {
      if (!(factor instanceof RiskFactor.ValuationTime)) {
        MarketData shifted = market.shifted(factor, 1e-3);
        assertThat(shifted).isNotEqualTo(market);
        assertThat(shifted.asset("SAP").equals(sap)).isEqualTo(!factor.toString().startsWith("SAP."));
      }
    }
    assertThat(market.shifted(new RiskFactor.Spot("AAPL"), 0)).isEqualTo(market);
  }

  @Test
  void exchangeRatesAreFoundInBothDirectionsAndMustBeUnique() {
    Asset rate = Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, AssetModel.BlackScholes.of(0.1));
    Asset other = Asset.exchangeRate("USDEUR", "EUR", "USD", 0.9, AssetModel.BlackScholes.of(0.1));
    MarketData one = MarketData.of(TODAY, List.of(usd, eur), List.of(sap, rate), Correlations.NONE);
    assertThat(one.exchangeRate("EUR", "USD")).isEqualTo(new ExchangeRate("EURUSD", false));
    assertThat(one.exchangeRate("USD", "EUR")).isEqualTo(new ExchangeRate("EURUSD", true));
    MarketData two = MarketData.of(TODAY, List.of(usd, eur), List.of(sap, rate, other), Correlations.NONE);
    assertThat(two.hasExchangeRate("EUR", "USD")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> two.exchangeRate("EUR", "USD"))
        .withMessage("there are several exchange rates of EUR and USD: [EURUSD, USDEUR]");
    assertThatIllegalArgumentException().isThrownBy(() -> market.exchangeRate("EUR", "USD"))
        .withMessage("there is no exchange rate of EUR and USD, exchange rates: []");
  }

  @Test
  void shiftsThatBreakTheMarketAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> market.shifted(new RiskFactor.Vol("AAPL"), -0.3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> market.shifted(new RiskFactor.Correlation("AAPL", "MSFT"), 0.6));
    assertThatIllegalArgumentException().isThrownBy(() -> market.shifted(new RiskFactor.ZeroPillar("EUR", 2), 0.1))
        .withMessage("EUR.zero[2] does not exist, pillars: [0.5, 1, 5]");
    assertThatIllegalArgumentException().isThrownBy(() -> market.shifted(new RiskFactor.ValuationTime(), 0.1));
  }

  @Test
  void referencesMustResolve() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketData.of(TODAY, List.of(eur), List.of(aapl), Correlations.NONE))
        .withMessage("asset AAPL names the unknown curve USD, known curves: [EUR]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketData.of(TODAY, List.of(usd), List.of(aapl), Correlations.of("AAPL", "IBM", 0.1)))
        .withMessage("corr(AAPL,IBM) names the unknown asset IBM, known assets: [AAPL]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketData.of(TODAY, List.of(usd), List.of(aapl, aapl), Correlations.NONE))
        .withMessage("asset AAPL is given twice");
    assertThatIllegalArgumentException().isThrownBy(() -> market.asset("IBM"))
        .withMessage("unknown asset IBM, known assets: [MSFT, AAPL, SAP]");
  }

  @Test
  void contradictoryCorrelationsAreRefused() {
    Correlations wrong = Correlations.of(List.of(new Correlations.Entry("AAPL", "MSFT", 0.9),
        new Correlations.Entry("AAPL", "SAP", 0.9), new Correlations.Entry("MSFT", "SAP", -0.9)));
    assertThatIllegalArgumentException().isThrownBy(() -> market.with(wrong))
        .withMessageContaining("[MSFT, AAPL, SAP]");
  }

  @Test
  void assetsOfAProductMustShareACurve() {
    assertThat(market.commonCurve(List.of("AAPL", "MSFT"))).isEqualTo(usd);
    assertThatIllegalArgumentException().isThrownBy(() -> market.commonCurve(List.of("AAPL", "SAP")))
        .withMessage("assets of one product must share one curve, but AAPL is on USD and SAP on EUR");
  }

  @Test
  void assetsAreValidated() {
    assertThatIllegalArgumentException().isThrownBy(() -> aapl.withSpot(0))
        .withMessage("spot of asset AAPL is 0, must be a finite number > 0");
    assertThatIllegalArgumentException().isThrownBy(() -> aapl.withDividendYield(Double.POSITIVE_INFINITY));
  }

  @Test
  void timesAreActualDaysOver365() {
    assertThat(TradeTime.years(TODAY, LocalDate.of(2027, 11, 20))).isEqualTo(1);
    assertThat(TradeTime.years(TODAY, LocalDate.of(2028, 11, 20))).isCloseTo(731 / 365.0, within(1e-16));
    assertThat(TradeTime.years(TODAY, TODAY)).isZero();
    assertThat(TradeTime.years(TODAY, LocalDate.of(2026, 11, 19))).isNegative();
  }

  @Test
  void parametersOfModelsAreRiskFactorsThatCanBeShifted() {
    Asset heston = Asset.of("H", "USD", 10, 0, new AssetModel.Heston(StochasticVariance.of(0.04, 1, 0.05, 0.5, -0.6)));
    Asset merton = Asset.of("M", "USD", 10, 0, new AssetModel.Merton(0.2, new Jumps(1, -0.1, 0.2)));
    MarketData models = MarketData.of(TODAY, List.of(ZeroCurve.flat("USD", 0)), List.of(heston, merton),
        Correlations.NONE);
    assertThat(models.modelParameters("H")).map(RiskFactor::toString).containsExactly("H.v0", "H.kappa", "H.theta",
        "H.xi", "H.rho");
    assertThat(models.modelParameters("M")).map(RiskFactor::toString).containsExactly("M.vol", "M.jumpIntensity",
        "M.jumpMean", "M.jumpVol");
    for (RiskFactor factor : models.factors()) {
      if (factor instanceof RiskFactor.ModelParameter(String id, String name)) {
        double before = models.asset(id).model().parameters().getOrDefault(name, Double.NaN);
        assertThat(models.shifted(factor, 0.01).asset(id).model().parameters()).containsEntry(name, before + 0.01);
      }
    }
    assertThat(models.shifted(new RiskFactor.Vol("M"), 0.01).asset("M").model().parameters()).containsEntry("vol",
        0.2 + 0.01);
    assertThatIllegalArgumentException().isThrownBy(() -> models.shifted(new RiskFactor.Vol("H"), 0.01))
        .withMessage("H.vol does not exist, parameters of the model: [v0, kappa, theta, xi, rho]");
    assertThatIllegalArgumentException().isThrownBy(() -> models.shifted(new RiskFactor.VolPillar("H", 1), 0.01))
        .withMessageContaining("no vol pillars");
    assertThatIllegalArgumentException().isThrownBy(() -> StochasticVariance.of(0.04, 1, 0.05, 0.5, -1))
        .withMessage("rho is -1, must be a number between -1 and 1, both excluded");
    assertThatIllegalArgumentException().isThrownBy(() -> StochasticVariance.of(0.04, 0, 0.05, 0.5, 0))
        .withMessageContaining("kappa is 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Jumps(-1, 0, 0)).withMessageContaining("jumpIntensity");
  }

  /** Slopes of another fit would be taken for those of this one, without a word. */
  @Test
  void quotesBelongToTheModelThatWasFittedToThem() {
    AssetModel merton = new AssetModel.Merton(0.2, new Jumps(1, -0.1, 0.2));
    SequencedMap<String, List<Double>> slopes = new LinkedHashMap<>();
    merton.parameters().forEach((name, value) -> slopes.put(name, List.of(0.5)));
    CalibratedQuotes quotes = new CalibratedQuotes(List.of(new VolQuote(1, 10, 0.2, 1)), slopes);
    Asset fitted = Asset.of("M", "USD", 10, 0, merton).withCalibration(quotes);
    assertThat(fitted.withModel(merton.with("vol", 0.3)).calibration()).isEmpty();
    assertThat(fitted.withModel(AssetModel.BlackScholes.of(0.3)).calibration()).isEmpty();

    MarketData models = MarketData.of(TODAY, List.of(ZeroCurve.flat("USD", 0)), List.of(fitted), Correlations.NONE);
    RiskFactor quote = new RiskFactor.QuotedVol("M", 1, 10);
    RiskFactor jumps = RiskFactor.modelParameter("M", "jumpMean");
    MarketData moved = models.shifted(jumps, 0.25);
    assertThat(moved.asset("M").calibration()).as("a bump of a parameter leaves the quotes").contains(quotes);
    assertThat(moved.shifted(quote, 0.125).asset("M").model().parameters()).containsEntry("jumpMean",
        -0.1 + 0.25 + 0.5 * 0.125).containsEntry("vol", 0.2 + 0.5 * 0.125);
    assertThat(models.shifted(quote, 0.125).asset("M").calibration().orElseThrow().quotes())
        .containsExactly(new VolQuote(1, 10, 0.325, 1));
  }

  /** The expected quadratic variation, by the slope of the expected log price: E log S/F = −½ of it without jumps. */
  @Test
  void expectedVariances() {
    assertThat(new AssetModel.Heston(StochasticVariance.of(0.09, 2, 0.04, 0.5, 0)).expectedVariance(1.5))
        .isCloseTo(0.04 * 1.5 + 0.05 * (1 - Math.exp(-3)) / 2, within(1e-15));
    assertThat(new AssetModel.Merton(0.2, new Jumps(2, -0.1, 0.3)).expectedVariance(0.5)).isCloseTo(0.02 + 0.1,
        within(1e-15));
  }

  private List<Double> volsOfMsft(RiskFactor factor, double amount) {
    return ((AssetModel.BlackScholes) market.shifted(factor, amount).asset("MSFT").model()).vols().vols();
  }
}
