package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.calibration.QuoteSlopes;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shifts do to markets with several models and an exchange rate. */
class ScenarioReaderTest {

  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.03), ZeroCurve.flat("EUR", 0.01)),
      List.of(Asset.blackScholes("B", "USD", 100, 0.01, 0.2),
          Asset.of("H", "EUR", 50, 0, new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.09, 0.5, -0.7))),
          Asset.of("V", "USD", 20, 0, new AssetModel.VarianceGamma(0.2, -0.1, 0.3)),
          Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, AssetModel.BlackScholes.of(0.1))),
      Correlations.NONE);

  @TempDir
  private Path directory;

  private List<Scenario> read(String line) throws IOException {
    return read(line, MARKET);
  }

  private List<Scenario> read(String line, MarketData market) throws IOException {
    return ScenarioReader.read(Files.writeString(directory.resolve("s"), line.replace('\'', '"')), market);
  }

  private MarketData market(String shift) throws IOException {
    return read("{'id':'a','shifts':[" + shift + "]}").getFirst().market();
  }

  private static double parameter(MarketData market, String asset, String name) {
    return Objects.requireNonNull(market.asset(asset).model().parameters().get(name));
  }

  /** A parallel shift of volatilities reaches every model: of a variance it moves the root. */
  @Test
  void volsOfAllModelsMove() throws IOException {
    MarketData shifted = market("{'type':'vol','absolute':0.1}");
    assertThat(shifted.asset("B").model()).isEqualTo(AssetModel.BlackScholes.of(0.2 + 0.1));
    assertThat(parameter(shifted, "H", "v0")).isCloseTo(0.09, within(1e-15));
    assertThat(parameter(shifted, "H", "theta")).isCloseTo(0.16, within(1e-15));
    assertThat(parameter(shifted, "V", "vol")).isCloseTo(0.3, within(1e-15));
    assertThat(parameter(market("{'type':'vol','asset':'H','absolute':0.1}"), "H", "v0")).isCloseTo(0.09,
        within(1e-15));
    List<Scenario> ladder = read("{'id':'l','ladder':[-1,1],'shifts':[{'type':'vol','asset':'H','absolute':0.1}]}");
    assertThat(parameter(ladder.getFirst().market(), "H", "v0")).isCloseTo(0.01, within(1e-15));
    assertThat(parameter(ladder.getLast().market(), "H", "v0")).isCloseTo(0.09, within(1e-15));
  }

  /** All volatilities at the money at once: one after the other they would not make a surface. */
  @Test
  void volsOfSurfacesMove() throws IOException {
    SmileSurface surface = new SmileSurface(List.of(0.5, 1.0), List.of(0.2, 0.19), List.of(-0.5, -0.4),
        List.of(2.0, 1.9));
    Asset asset = Asset.of("S", "USD", 100, 0, AssetModel.LocalVol.of(surface));
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.03)), List.of(asset),
        Correlations.NONE);
    MarketData shifted = read("{'id':'a','shifts':[{'type':'vol','absolute':0.125}]}", market).getFirst().market();
    assertThat(shifted.asset("S").model()).isEqualTo(AssetModel.LocalVol.of(
        new SmileSurface(surface.times(), List.of(0.325, 0.315), surface.rhos(), surface.phis())));

    List<VolQuote> quotes = new ArrayList<>();
    for (double time : surface.times()) {
      for (double k : new double[]{-0.2, 0, 0.1, 0.2}) {
        quotes.add(new VolQuote(time, 100 * Math.exp(0.03 * time + k),
            Math.sqrt(surface.slice(time).totalVariance(k) / time), 1));
      }
    }
    MarketData calibrated = QuoteSlopes.calibrated(market, "S", quotes);
    MarketData all = read("{'id':'a','shifts':[{'type':'vol','absolute':0.01}]}", calibrated).getFirst().market();
    assertThat(all.asset("S").calibration().orElseThrow().quotes()).extracting(VolQuote::vol)
        .containsExactlyElementsOf(quotes.stream().map(quote -> quote.vol() + 0.01).toList());
    assertThat(parameter(all, "S", "atm[0.5]")).isCloseTo(0.21, within(1e-4));
    Scenario one = read("{'id':'a','shifts':[{'type':'vol','pillar':1,'absolute':0.01}]}", calibrated).getFirst();
    assertThat(one.shifts()).hasSize(4);
    assertThat(parameter(one.market(), "S", "atm[0.5]")).isCloseTo(0.2, within(1e-9));
    assertThat(parameter(one.market(), "S", "atm[1]")).isCloseTo(0.2, within(1e-4));
    assertThat(read("{'id':'a','shifts':[{'type':'vol','asset':'S','pillar':1,'strike':%s,'absolute':0.01}]}"
        .formatted(quotes.getLast().strike()), calibrated).getFirst().shifts().keySet())
        .containsExactly(new RiskFactor.QuotedVol("S", 1, quotes.getLast().strike()));
    assertThatThrownBy(() -> read("{'id':'a','shifts':[{'type':'vol','asset':'S','pillar':1,'strike':7,"
        + "'absolute':0.01}]}", calibrated)).hasMessageContaining("the market has no S.vol[1,7]");
    assertThatThrownBy(() -> read("{'id':'a','shifts':[{'type':'vol','asset':'S','strike':7,'absolute':0.01}]}",
        calibrated)).hasMessageContaining("strike is given, but pillar, its expiry, is missing");
  }

  @Test
  void aVolatilityBelowZeroIsNoMarket() {
    assertThatThrownBy(() -> market("{'type':'vol','asset':'H','absolute':-0.25}"))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("v0");
  }

  @Test
  void exchangeRatesMoveByThemselves() throws IOException {
    MarketData spots = market("{'type':'spot','relative':-0.2}");
    assertThat(spots.asset("B").spot()).isEqualTo(80);
    assertThat(spots.asset("EURUSD").spot()).isEqualTo(1.1);
    MarketData rates = market("{'type':'fx','relative':0.1}");
    assertThat(rates.asset("B").spot()).isEqualTo(100);
    assertThat(rates.asset("EURUSD").spot()).isCloseTo(1.21, within(1e-15));
  }

  @Test
  void parametersAndDividendsMove() throws IOException {
    assertThat(parameter(market("{'type':'parameter','asset':'H','name':'kappa','absolute':0.5}"), "H", "kappa"))
        .isEqualTo(2.0);
    MarketData dividends = market("{'type':'dividend','absolute':0.005}");
    assertThat(dividends.asset("B").dividendYield()).isEqualTo(0.015);
    assertThat(dividends.asset("EURUSD").dividendYield()).isZero();
    assertThatThrownBy(() -> market("{'type':'parameter','asset':'B','name':'kappa','absolute':0.5}"))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(
            "s:1:60: B has no parameter kappa to be shifted; those of its model black-scholes: [vol]");
    assertThatThrownBy(() -> market("{'type':'parameter','asset':'H','name':'vol','absolute':0.5}"))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(
            "H has no parameter vol to be shifted; those of its model heston: [v0, kappa, theta, xi, rho]");
  }

  /** The name of the quotes is not that of a parameter. */
  @Test
  void parametersAreNotMovedByQuotes() {
    AssetModel merton = new AssetModel.Merton(0.2, new Jumps(1, -0.1, 0.2));
    SequencedMap<String, List<Double>> slopes = new LinkedHashMap<>();
    merton.parameters().forEach((name, value) -> slopes.put(name, List.of(0.5)));
    MarketData market = MARKET.with(MARKET.asset("B").withModel(merton)
        .withCalibration(new CalibratedQuotes(List.of(new VolQuote(1, 100, 0.2, 1)), slopes)));
    assertThatThrownBy(() -> read("{'id':'a','shifts':[{'type':'parameter','asset':'B','name':'vol','absolute':0.1}]}",
        market))
        .hasMessageContaining("B has no parameter vol to be shifted; those of its model merton: [jumpIntensity");
  }

  /** Pillars that a market has by date. */
  @Test
  void pillarsAreFoundByDate() throws IOException {
    double years = TradeTime.years(MARKET.valuationDate(), LocalDate.of(2027, 5, 21));
    MarketData market = MarketData.of(MARKET.valuationDate(),
        List.of(ZeroCurve.of("USD", List.of(years, 1.0), List.of(0.02, 0.03))),
        List.of(Asset.of("B", "USD", 100, 0,
            AssetModel.BlackScholes.of(VolTermStructure.of(List.of(years, 1.0), List.of(0.2, 0.25))))),
        Correlations.NONE);
    assertThat(read("""
        {'id':'a','shifts':[{'type':'rate','pillar':'2027-05-21','absolute':0.01},
        {'type':'vol','asset':'B','pillar':'2027-05-21','absolute':0.01}]}""".replace("\n", ""), market).getFirst()
        .shifts().keySet())
        .containsExactly(new RiskFactor.ZeroPillar("USD", years), new RiskFactor.VolPillar("B", years));
    assertThatThrownBy(() -> read("{'id':'a','shifts':[{'type':'rate','pillar':'2027-05-22','absolute':1}]}", market))
        .hasMessageContaining("shifts[0].pillar is '2027-05-22', where USD has no pillar, pillars: [");
    assertThatThrownBy(() -> read("{'id':'a','shifts':[{'type':'rate','pillar':'2026-11-20','absolute':1}]}", market))
        .hasMessageContaining("shifts[0].pillar is '2026-11-20', must be after the valuation date 2026-11-20");
  }
}
