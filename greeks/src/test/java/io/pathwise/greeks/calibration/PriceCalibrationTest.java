package io.pathwise.greeks.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.optimise.Method;
import io.pathwise.engine.optimise.Minimum.Parameter;
import io.pathwise.engine.optimise.Minimum.Verdict;
import io.pathwise.engine.optimise.SearchSettings;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.calibration.PriceCalibration.UnusableQuoteException;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.calibration.SoughtParameters;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Prices that known parameters give, on other noise, are calibrated to, and the parameters are found again. */
final class PriceCalibrationTest {

  private static final List<Double> TRUTH = List.of(0.25, 0.2);
  private static final List<Product> PRODUCTS = List.of(
      new Asian("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 0.5, List.of(0.25, 0.5), 1),
      new Asian("A", OptionType.PUT, Asian.Average.ARITHMETIC, 100, 1, List.of(0.5, 1.0), 1),
      new Digital("A", OptionType.CALL, 110, 1, Digital.Payout.CASH, 10, 1),
      new Barrier("A", OptionType.CALL, 100, 1, 85, Barrier.Kind.DOWN_AND_OUT, List.of(0.5, 1.0), 0, 1));

  private static MarketData market(List<Double> vols) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("C", 0.02)),
        List.of(
            Asset.of("A", "C", 100, 0.01, AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.0), vols)))),
        Correlations.NONE);
  }

  private static List<PriceQuote> quotes(long seed) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      return PRODUCTS.stream().map(product -> {
        Greek value = engine.evaluate(product, market(TRUTH), Set.of(Measure.VALUE),
            Settings.paths(1 << 17).withSeed(seed)).numbers().getFirst();
        double error = Math.max(0.002, value.standardError());
        return new PriceQuote(product, value.value(), 1 / (error * error), error);
      }).toList();
    }
  }

  private static PriceCalibration calibration(List<PriceQuote> quotes, List<String> names) {
    return PriceCalibration.of(SoughtParameters.of(market(List.of(0.35, 0.3)), List.of("A"), names), quotes,
        new CpuBackend(), 1);
  }

  @Test
  void findsVolatilitiesAgainThatPricesOnOtherNoiseCameFrom() {
    try (PriceCalibration calibration = calibration(quotes(99), List.of())) {
      assertThat(calibration.estimators().getFirst()).isEqualTo("pathwise");
      // What jumps is not differentiated as it is.
      assertThat(calibration.estimators().subList(2, 4)).doesNotContain("pathwise");
      int covered = 0;
      for (long seed = 1; seed <= 5; seed++) {
        PriceFit fit = calibration.run(SearchSettings.of(Method.SVRG, 32, Long.MAX_VALUE / 2, 1e-3), seed);
        assertThat(fit.minimum().verdict()).isEqualTo(Verdict.CONVERGED);
        for (int k = 0; k < 2; k++) {
          Parameter found = fit.minimum().parameters().get(k);
          covered += found.known().orElseThrow().covers(TRUTH.get(k)) ? 1 : 0;
          assertThat(Math.abs(found.value() - TRUTH.get(k)) / found.known().orElseThrow().standardError())
              .isLessThan(4);
        }
        assertThat(fit.market().asset("A").model().blackVols().orElseThrow().vols())
            .containsExactlyElementsOf(fit.minimum().parameters().stream().map(Parameter::value).toList());
      }
      // Of 10 intervals with 95 %, at least 7 cover with a probability of 99.9 %.
      assertThat(covered).isGreaterThanOrEqualTo(7);
    }
  }

  @Test
  void refusesWhatTellsNothing() {
    List<PriceQuote> quotes = PRODUCTS.stream().map(product -> new PriceQuote(product, 5, 1, 0)).toList();
    assertThatThrownBy(() -> calibration(quotes.subList(0, 1), List.of()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 prices for 2 parameters");
    assertThatThrownBy(() -> calibration(quotes, List.of("A.kappa")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("unknown parameter 'A.kappa', allowed");
    MarketData two = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("C", 0.02)),
        List.of(market(TRUTH).asset("A"), Asset.blackScholes("B", "C", 50, 0, 0.3)), Correlations.of("A", "B", 0.5));
    assertThatThrownBy(() -> PriceCalibration.of(SoughtParameters.of(two, List.of("B"), List.of()), quotes,
        new CpuBackend(), 1)).isInstanceOf(UnusableQuoteException.class).hasMessageContaining("depends on none of");
  }
}
