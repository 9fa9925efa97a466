package io.pathwise.pricing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs on curves of every interpolation, those of collateral among them: with the same noise, a parameter that
 * moves is a market that moves, and a valuation time that moves is a product with nearer dates.
 */
class InterpolatedCurvesTest {
  private static final int BLOCKS = 2;
  private static final double ROUNDING = 1e-10;
  private static final double SHIFT = 0.01;

  private static MarketData market(CurveInterpolation interpolation) {
    Asset paying = Asset.blackScholes("A", "USD", 100, 0.01, 0.2).withDividends(
        Dividends.of(List.of(new Dividend(0.7, Dividend.Kind.CASH, 3)), Dividends.CashModel.ESCROWED));
    return MarketData.of(LocalDate.of(2026, 11, 20),
        List.of(ZeroCurve.of("USD", List.of(0.4, 1.0, 3.0), List.of(-0.005, 0.02, 0.03)).with(interpolation),
            ZeroCurve.of("SECURED", List.of(0.5, 2.0), List.of(0.01, 0.04)).with(interpolation)),
        List.of(paying), Correlations.NONE);
  }

  /** What pays once, with fixings on both sides of a pillar, what pays at several times, and that with collateral. */
  private static List<Product> products(double nearer) {
    List<Double> times = Stream.of(0.25, 0.6, 1.7).map(time -> time - nearer).toList();
    Autocallable note = new Autocallable(List.of("A"), List.of(100.0), 1000, 25, 0.75, 1.01, 1, 0.7, 1.7 - nearer,
        times,
        true, 0, 1);
    return List.of(new Asian("A", OptionType.CALL, Asian.Average.ARITHMETIC, 101, 1.7 - nearer, times, List.of(), 1),
        note, new Collateralised(note, "SECURED"));
  }

  private static double value(PricingProgram pricing) {
    return Simulated.value(pricing.program(), pricing.inputs(), BLOCKS).mean();
  }

  private static double moved(Product product, MarketData market, RiskFactor factor) {
    PricingProgram pricing = PricingProgram.of(product, market);
    String name = PricingProgram.parameter(factor);
    return Simulated.value(pricing.program(),
        pricing.inputs().withParameter(name, pricing.inputs().parameter(name) + SHIFT), BLOCKS).mean();
  }

  @ParameterizedTest
  @EnumSource
  void movingAQuoteIsMovingTheMarket(CurveInterpolation interpolation) {
    MarketData market = market(interpolation);
    for (Product product : products(0)) {
      double base = value(PricingProgram.of(product, market));
      for (RiskFactor factor : product.factors(market)) {
        if (factor instanceof RiskFactor.Zero || factor instanceof RiskFactor.ZeroPillar) {
          assertThat(moved(product, market, factor)).as("%s of %s", factor, product)
              .isCloseTo(value(PricingProgram.of(product, market.shifted(factor, SHIFT))), within(ROUNDING * base))
              .isNotCloseTo(base, within(1e-4 * base));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void movingTheValuationTimeBringsEveryEventNearer(CurveInterpolation interpolation) {
    for (AssetModel model : List.of(AssetModel.BlackScholes.of(0.2),
        new AssetModel.Cev(ElasticVol.of(0.2, 0.5, 95).simulatedBy(6)))) {
      MarketData market = market(interpolation).with(Asset.of("A", "USD", 100, 0.01, model));
      for (int i = 0; i < products(0).size(); i++) {
        double expected = value(PricingProgram.of(products(SHIFT).get(i), market));
        assertThat(moved(products(0).get(i), market, new RiskFactor.ValuationTime()))
            .isCloseTo(expected, within(ROUNDING * expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noOtherInterpolationGivesTheSameValue(CurveInterpolation interpolation) {
    for (Product product : products(0)) {
      double value = value(PricingProgram.of(product, market(interpolation)));
      for (CurveInterpolation other : CurveInterpolation.values()) {
        if (other != interpolation) {
          assertThat(value).isNotCloseTo(value(PricingProgram.of(product, market(other))), within(1e-4 * value));
        }
      }
    }
  }
}
