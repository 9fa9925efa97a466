package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.model.Dynamics;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every measure under models other than Black–Scholes against Fourier prices. Steps of Heston's model are so short that
 * their bias, measured in docs/models.md, is below a quarter of a standard error here.
 */
@Tag("long")
class ModelGreeksTest {

  private static final int PATHS = 20_000;
  private static final double LARGEST_Z = 4.5;
  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);

  /** What does not exist under every model. */
  private static final Set<Measure> OF_VOLS = EnumSet.of(Measure.VEGA, Measure.VANNA, Measure.VOLGA,
      Measure.BUCKETED_VEGA);

  /** Those whose Fourier prices are known. */
  static List<AssetModel> models() {
    return Examples.everyModel().values().stream()
        .filter(model -> !(model instanceof AssetModel.BlackScholes) && Dynamics.of(model).law(1).isPresent()).toList();
  }

  @Test
  void thereAreModels() {
    assertThat(models()).hasSize(5);
  }

  private static MarketData market(AssetModel model) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.of("A", "EUR", 100, 0.01, model)), Correlations.NONE);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyMeasureAgreesWithTheFourierPrice(AssetModel model) {
    MarketData market = market(model);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (Product product : List.of(European.of("A", OptionType.CALL, 102, 0.25),
          Digital.cash("A", OptionType.PUT, 98, 0.25, 10))) {
        int numbers = 0;
        for (Greek greek : engine
            .evaluate(product, market, EnumSet.allOf(Measure.class),
                Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL))
            .numbers()) {
          if (greek.status() == Greek.Status.NOT_APPLICABLE) {
            continue;
          }
          assertThat(greek.status()).as("%s: %s", greek.measure(), greek.message()).isIn(Greek.Status.OK,
              Greek.Status.FEW_HITS);
          double z = Examples.z(greek, Examples.exact(market, product, greek.factors()));
          assertThat(Math.abs(z)).as("%s %s of %s: %s", greek.measure(), greek.factorText(), product, greek)
              .isLessThan(LARGEST_Z);
          numbers++;
        }
        assertThat(numbers).isGreaterThanOrEqualTo(6 + model.parameters().size());
      }
    }
  }

  @Test
  void measuresOfAVolDoNotApplyToStochasticVariance() {
    MarketData market = market(new AssetModel.Heston(VARIANCE.simulatedBy(VARIANCE.scheme(), 1)));
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      Greeks greeks = engine.evaluate(European.of("A", OptionType.CALL, 100, 1), market, OF_VOLS,
          Settings.paths(1).withPolicy(Policy.STRUCTURAL));
      assertThat(greeks.numbers()).hasSize(OF_VOLS.size()).allSatisfy(greek -> {
        assertThat(greek.status()).isEqualTo(Greek.Status.NOT_APPLICABLE);
        assertThat(greek.message()).contains("see modelParameter");
      });
    }
  }
}
