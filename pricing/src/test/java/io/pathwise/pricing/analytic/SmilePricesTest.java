package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.model.Dynamics;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Prices of a smile on common nodes against the integration of each price by itself. */
class SmilePricesTest {

  @SuppressWarnings("unused") // the parameterised test names it
  private static final List<AssetModel> MODELS = List.of(
      new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7)),
      new AssetModel.Heston(StochasticVariance.of(0.01, 0.3, 0.09, 2, -0.95)),
      new AssetModel.Heston(StochasticVariance.of(0.5, 20, 0.2, 5, 0.6)),
      new AssetModel.Heston(StochasticVariance.of(0.04, 5, 0.04, 0.01, 0)),
      new AssetModel.Bates(StochasticVariance.of(0.03, 2, 0.04, 0.6, -0.5), new Jumps(0.5, -0.3, 0.05)),
      new AssetModel.Merton(0.1, new Jumps(2, -0.2, 0.01)), new AssetModel.Merton(0.6, new Jumps(0.3, 0.5, 0.4)),
      new AssetModel.VarianceGamma(0.2, -0.2, 0.03));

  /**
   * Finds panels that are too long for a law, or that end before its moments do: 10 digits of the forward price for a
   * search, 12 to check it.
   */
  @ParameterizedTest
  @FieldSource("MODELS")
  void agreeWithPricesIntegratedOneByOne(AssetModel model) {
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0)),
        List.of(Asset.of("A", "USD", 100, 0, model)), Correlations.NONE);
    double[] strikes = {50, 80, 95, 100, 103, 120, 200};
    for (double time : new double[]{0.1, 0.5, 3}) {
      for (int refinement = 1; refinement <= 2; refinement++) {
        double[] calls = new SmilePrices(100, strikes, Math.sqrt(model.expectedVariance(time)), refinement)
            .calls(Dynamics.of(model).law(time).orElseThrow());
        for (int i = 0; i < strikes.length; i++) {
          assertThat(calls[i]).as("strike %s, time %s, refinement %s", strikes[i], time, refinement).isCloseTo(
              AnalyticPrice.of(market, European.of("A", OptionType.CALL, strikes[i], time)).orElseThrow().value(),
              within(refinement == 1 ? 1e-8 : 1e-10));
        }
      }
    }
  }
}
