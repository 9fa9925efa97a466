package io.pathwise.pricing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.statistics.Estimate;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Assets whose volatilities have different shapes: Brownian motions are correlated between pillars, so the correlation
 * of log prices at expiry is smaller than the quoted one.
 */
class SeveralAssetsTest {

  private static final double LARGEST_Z = 4.5;
  private static final double CORRELATION = 0.9;
  private static final VolTermStructure FALLING = VolTermStructure.of(List.of(0.3, 1.0), List.of(0.6, 0.35));
  private static final VolTermStructure RISING = VolTermStructure.of(List.of(0.3, 1.0), List.of(0.1, 0.33));

  private static MarketData market(VolTermStructure first, VolTermStructure second, double correlation) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.02)),
        List.of(Asset.of("A", "USD", 100, 0, AssetModel.BlackScholes.of(first)),
            Asset.of("B", "USD", 100, 0, AssetModel.BlackScholes.of(second))),
        Correlations.of("A", "B", correlation));
  }

  private static Basket basket(Basket.Aggregate aggregate) {
    return Basket.of(List.of("A", "B"), List.of(1.0, 1.0), aggregate, OptionType.CALL, 100, 1);
  }

  @Test
  void bestAndWorstOfAgreeWithStulz() {
    MarketData market = market(FALLING, RISING, CORRELATION);
    VolTermStructure flatA = VolTermStructure.flat(FALLING.vol(1));
    VolTermStructure flatB = VolTermStructure.flat(RISING.vol(1));
    for (Basket.Aggregate aggregate : List.of(Basket.Aggregate.BEST_OF, Basket.Aggregate.WORST_OF)) {
      PricingProgram pricing = PricingProgram.of(basket(aggregate), market);
      assertThat(pricing.inputs().steps()).as("today to the pillar, to expiry").isEqualTo(2);
      Estimate estimate = Simulated.value(pricing.program(), pricing.inputs(), 120);
      double exact = AnalyticPrice.of(market, basket(aggregate)).orElseThrow().value();
      assertThat(Math.abs(estimate.mean() - exact)).isLessThan(LARGEST_Z * estimate.standardError());
      double sameMarginals = AnalyticPrice.of(market(flatA, flatB, CORRELATION), basket(aggregate)).orElseThrow()
          .value();
      assertThat(Math.abs(estimate.mean() - sameMarginals)).as("the price with the quoted correlation at expiry")
          .isGreaterThan(LARGEST_Z * estimate.standardError());
    }
  }

  @Test
  void pillarsBetweenEventsAreStepsForSeveralAssetsOnly() {
    MarketData market = market(FALLING, RISING, CORRELATION);
    Basket single = Basket.of(List.of("A"), List.of(1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, 1);
    assertThat(PricingProgram.of(single, market).inputs().steps()).isEqualTo(1);
    assertThat(PricingProgram.of(basket(Basket.Aggregate.BEST_OF), market).inputs()
        .stepValue(PricingProgram.STEP_LENGTH)).containsExactly(new double[]{0.3, 0.7}, within(1e-15));
  }

  /** An event on a pillar that comes nearer lets the next step begin before the pillar. */
  @Test
  void theCorrelationOfAStepBehindAPillarFallsAsTheValuationTimeMoves() {
    MarketData market = market(FALLING, RISING, CORRELATION);
    Basket averaged = new Basket(List.of("A", "B"), List.of(1.0, 1.0), Basket.Aggregate.WORST_OF, OptionType.CALL, 100,
        1, List.of(0.3, 1.0), 1);
    double[] slopes = PricingProgram.of(averaged, market).inputs().stepValue("corr(A,B).slope");
    double h = 1e-6;
    double moved = correlationOfSecondStep(h);
    assertThat(correlationOfSecondStep(0)).isCloseTo(1, within(1e-12));
    assertThat(slopes[0]).isZero();
    assertThat(slopes[1]).isCloseTo((1 - moved) / h, within(1e-3));
    assertThat(slopes[1]).isGreaterThan(1);
  }

  /** Over [0.3 − h, 1 − h], as a multiple of the quoted one. */
  private static double correlationOfSecondStep(double h) {
    double beforeA = FALLING.forwardVariance(0.3);
    double beforeB = RISING.forwardVariance(0.3);
    double afterA = FALLING.forwardVariance(1);
    double afterB = RISING.forwardVariance(1);
    double length = 0.7 - h;
    double covariance = Math.sqrt(beforeA * beforeB) * h + Math.sqrt(afterA * afterB) * length;
    return covariance / Math.sqrt((beforeA * h + afterA * length) * (beforeB * h + afterB * length));
  }
}
