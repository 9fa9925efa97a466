package io.pathwise.pricing.calibration;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** Quotes that contradict each other, and quotes that do not. */
class StaticArbitrageTest {

  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.05)), List.of(Asset.blackScholes("A", "USD", 100, 0, 0.2)), Correlations.NONE);

  private static VolQuote quote(double time, double strike, double vol) {
    return new VolQuote(time, strike, vol, 1);
  }

  private static List<StaticArbitrage.Violation> violations(VolQuote... quotes) {
    return StaticArbitrage.of(MARKET, "A", List.of(quotes));
  }

  /** Finds a check that accuses quotes of a model, also on strikes far apart and rounded to four digits. */
  @Test
  void quotesOfAModelAreRight() {
    AssetModel model = new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.9, -0.7));
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : new double[]{0.1, 0.11, 0.5, 1, 1.02, 3}) {
      double forward = MARKET.forward("A", time);
      double[] strikes = time == 0.5 ? new double[]{60, 140} : new double[]{80, 85, 90, 95, 100, 105, 110, 115, 120};
      double[] calls = new SmilePrices(forward, strikes, 0.2 * Math.sqrt(time), 2)
          .calls(Dynamics.of(model).law(time).orElseThrow());
      for (int i = 0; i < strikes.length; i++) {
        double worth = calls[i] - Math.max(forward - strikes[i], 0);
        if (worth > 1e-6) {
          double vol = ImpliedVolatility.ofTimeValue(forward, strikes[i], time, worth);
          quotes.add(quote(time, strikes[i], Math.rint(vol * 1e4) / 1e4));
        }
      }
    }
    assertThat(quotes).hasSizeGreaterThan(40);
    assertThat(StaticArbitrage.of(MARKET, "A", quotes)).isEmpty();
  }

  @Test
  void aCallThatRisesWithTheStrikeIsNamed() {
    assertThat(violations(quote(1, 100, 0.2), quote(1, 110, 0.4))).singleElement()
        .satisfies(violation -> assertThat(violation.quote()).isEqualTo(1))
        .extracting(StaticArbitrage.Violation::text).asString()
        .startsWith("strike 110, expiry in 1 years: vertical spread: the call is worth")
        .contains("more than that with strike 100");
  }

  @Test
  void aPutThatFallsWithTheStrikeIsNamed() {
    assertThat(violations(quote(1, 100, 0.4), quote(1, 110, 0.1))).last()
        .satisfies(violation -> assertThat(violation.quote()).isEqualTo(1))
        .extracting(StaticArbitrage.Violation::text).asString()
        .startsWith("strike 110, expiry in 1 years: vertical spread: the put is worth")
        .contains("less than that with strike 100");
  }

  @Test
  void aButterflyThatCostsNothingIsNamed() {
    assertThat(violations(quote(1, 110, 0.2), quote(1, 105, 0.22), quote(1, 100, 0.2))).singleElement()
        .satisfies(violation -> assertThat(violation.quote()).isEqualTo(1))
        .extracting(StaticArbitrage.Violation::text).asString()
        .startsWith("strike 105, expiry in 1 years: butterfly: call prices are not convex")
        .endsWith("between the strikes 100 and 110");
  }

  /** With the forward price the strikes move: here 100 and 100 e^0.05 are the same strike over forward. */
  @Test
  void totalVarianceThatFallsIsNamed() {
    double sameMoneyness = 100 * Math.exp(0.05);
    assertThat(violations(quote(1, 100, 0.3), quote(2, sameMoneyness, 0.2))).isNotEmpty().first()
        .satisfies(violation -> assertThat(violation.quote()).isZero())
        .extracting(StaticArbitrage.Violation::text).asString().isEqualTo(
            "strike 100, expiry in 1 years: calendar spread: total variance 0.09 falls to at most 0.08004 at the same "
                + "strike over forward in 2 years");
    assertThat(violations(quote(1, 100, 0.28), quote(2, sameMoneyness, 0.2))).isEmpty();
  }

  /** A long expiry with one quote between those of a short one. */
  @Test
  void totalVarianceThatFallsBetweenStrikesIsNamed() {
    double between = 97 * Math.exp(0.05);
    List<StaticArbitrage.Violation> found = violations(quote(1, 90, 0.3), quote(1, 95, 0.3), quote(1, 100, 0.3),
        quote(1, 105, 0.3), quote(2, between, 0.19));
    assertThat(found).anySatisfy(violation -> {
      assertThat(violation.quote()).isEqualTo(4);
      assertThat(violation.text()).contains("calendar spread: total variance 0.0722 has fallen from at least 0.08")
          .endsWith("at the same strike over forward in 1 years");
    });
    assertThat(violations(quote(1, 90, 0.3), quote(1, 95, 0.3), quote(1, 100, 0.3), quote(1, 105, 0.3),
        quote(2, between, 0.22))).isEmpty();
  }
}
