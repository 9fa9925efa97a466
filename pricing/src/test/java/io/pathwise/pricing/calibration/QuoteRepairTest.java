package io.pathwise.pricing.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.analytic.SmilePrices;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.model.Dynamics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Quotes that are moved to be without arbitrage. Start at {@link #noiseIsRepairedByTheNearestQuotes}. */
class QuoteRepairTest {

  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.05)), List.of(Asset.blackScholes("A", "USD", 100, 0, 0.2)), Correlations.NONE);

  private static VolQuote quote(double time, double strike, double vol) {
    return new VolQuote(time, strike, vol, 1);
  }

  /** Of a Heston model, with noise in the volatilities, rounded to some digits. */
  private static List<VolQuote> quotes(double noise, int seed, double digits) {
    SplittableRandom random = new SplittableRandom(seed);
    AssetModel model = new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.9, -0.7));
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : new double[]{0.1, 0.5, 1, 1.02, 3}) {
      double forward = MARKET.forward("A", time);
      double[] strikes = {70, 80, 90, 95, 100, 105, 110, 120, 140};
      double[] calls = new SmilePrices(forward, strikes, 0.2 * Math.sqrt(time), 2)
          .calls(Dynamics.of(model).law(time).orElseThrow());
      for (int i = 0; i < strikes.length; i++) {
        double worth = calls[i] - Math.max(forward - strikes[i], 0);
        if (worth > 1e-4) {
          double vol = ImpliedVolatility.ofTimeValue(forward, strikes[i], time, worth)
              + noise * (2 * random.nextDouble() - 1);
          quotes.add(quote(time, strikes[i], digits > 0 ? Math.rint(vol * digits) / digits : vol));
        }
      }
    }
    return quotes;
  }

  @Test
  void quotesWithoutArbitrageStay() {
    List<VolQuote> quotes = quotes(0, 1, 1e4);
    assertThat(QuoteRepair.of(MARKET, "A", quotes)).isEqualTo(quotes);
  }

  /** Of vegas at the quote: how far a call price of another one is away. */
  private static double distance(VolQuote quote, VolQuote other) {
    double forward = MARKET.forward("A", quote.time());
    return (ImpliedVolatility.timeValue(forward, quote.strike(), quote.time(), other.vol())
        - ImpliedVolatility.timeValue(forward, quote.strike(), quote.time(), quote.vol()))
        / ImpliedVolatility.vega(forward, quote.strike(), quote.time(), quote.vol());
  }

  /**
   * What is nearest in a convex set lies at an obtuse angle between what is given and all else in the set, here the
   * quotes without noise.
   */
  @ParameterizedTest
  @CsvSource({"0.002, 1", "0.005, 2", "0.01, 3", "0.02, 4", "0.05, 5", "0.1, 6"})
  void noiseIsRepairedByTheNearestQuotes(double noise, int seed) {
    List<VolQuote> exact = quotes(0, seed, 0);
    List<VolQuote> noisy = quotes(noise, seed, 0);
    assertThat(StaticArbitrage.of(MARKET, "A", noisy)).isNotEmpty();
    List<VolQuote> repaired = QuoteRepair.of(MARKET, "A", noisy);
    assertThat(StaticArbitrage.of(MARKET, "A", repaired)).isEmpty();
    double moved = 0;
    double product = 0;
    for (int i = 0; i < exact.size(); i++) {
      double move = distance(noisy.get(i), repaired.get(i));
      moved += move * move;
      product += move * (distance(noisy.get(i), exact.get(i)) - move);
    }
    assertThat(moved).isPositive();
    assertThat(product).isGreaterThan(-1e-9);
    assertThat(QuoteRepair.of(MARKET, "A", repaired)).isEqualTo(repaired);
  }

  static Stream<List<VolQuote>> contradictions() {
    return Stream.of(List.of(quote(1, 100, 0.2), quote(1, 110, 0.4)), List.of(quote(1, 100, 0.4), quote(1, 110, 0.1)),
        List.of(quote(1, 110, 0.2), quote(1, 105, 0.22), quote(1, 100, 0.2)),
        List.of(quote(1, 90, 0.3), quote(1, 95, 0.3), quote(1, 100, 0.3), quote(1, 105, 0.3),
            quote(2, 97 * Math.exp(0.05), 0.19)),
        List.of(quote(0.01, 100, 5), quote(20, 300, 0.01), quote(20, 301, 2)),
        List.of(quote(0.5, 100, 0.2), quote(0.5, 100 + 1e-9, 0.25), quote(1, 250, 5)));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void allKindsAreRepaired(List<VolQuote> quotes) {
    quotes.forEach(quote -> Calibration.require(MARKET, "A", quote));
    assertThat(StaticArbitrage.of(MARKET, "A", quotes)).isNotEmpty();
    List<VolQuote> repaired = QuoteRepair.of(MARKET, "A", quotes);
    assertThat(StaticArbitrage.of(MARKET, "A", repaired)).isEmpty();
    repaired.forEach(quote -> Calibration.require(MARKET, "A", quote));
    assertThat(repaired).usingRecursiveFieldByFieldElementComparatorIgnoringFields("vol").isEqualTo(quotes);
  }

  /** Two quotes of one strike over forward meet at the mean that their vegas and weights give. */
  @Test
  void weightsDecideWhichQuoteMoves() {
    VolQuote first = new VolQuote(1, 100, 0.3, 3);
    VolQuote second = new VolQuote(2, 100 * Math.exp(0.05), 0.2, 1);
    VolQuote far = quote(1, 500, 0.3);
    List<VolQuote> repaired = QuoteRepair.of(MARKET, "A", List.of(second, far, first));
    double x = Math.exp(-0.05);
    double vega1 = ImpliedVolatility.vega(1, x, 1, 0.3);
    double vega2 = ImpliedVolatility.vega(1, x, 2, 0.2);
    double share = 3 / (vega1 * vega1) / (3 / (vega1 * vega1) + 1 / (vega2 * vega2));
    double price = share * ImpliedVolatility.timeValue(1, x, 1, 0.3)
        + (1 - share) * ImpliedVolatility.timeValue(1, x, 2, 0.2);
    assertThat(repaired.get(2).vol()).isCloseTo(ImpliedVolatility.ofTimeValue(1, x, 1, price), within(1e-9));
    assertThat(repaired.get(0).vol()).isCloseTo(ImpliedVolatility.ofTimeValue(1, x, 2, price), within(1e-9));
    assertThat(repaired.get(1)).isEqualTo(far);
  }
}
