package io.pathwise.batch.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.opengamma.strata.basics.StandardId;
import com.opengamma.strata.basics.currency.Currency;
import com.opengamma.strata.basics.date.DayCount;
import com.opengamma.strata.basics.date.DayCounts;
import com.opengamma.strata.collect.array.DoubleArray;
import com.opengamma.strata.data.ImmutableMarketData;
import com.opengamma.strata.market.curve.CurveId;
import com.opengamma.strata.market.curve.CurveMetadata;
import com.opengamma.strata.market.curve.Curves;
import com.opengamma.strata.market.curve.InterpolatedNodalCurve;
import com.opengamma.strata.market.curve.interpolator.CurveExtrapolators;
import com.opengamma.strata.market.curve.interpolator.CurveInterpolator;
import com.opengamma.strata.market.curve.interpolator.CurveInterpolators;
import com.opengamma.strata.market.observable.QuoteId;
import com.opengamma.strata.pricer.DiscountFactors;
import com.opengamma.strata.pricer.impl.option.BlackFormulaRepository;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** A small market of OpenGamma Strata, priced by both. */
class StrataInteropTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final LocalDate EXPIRY = LocalDate.of(2027, 8, 20);
  private static final StandardId AAPL = StandardId.of("OG-Ticker", "AAPL");
  private static final CurveId DISCOUNTING = CurveId.of("Default", "USD-Disc");
  private static final CurveId VOLS = CurveId.of("Default", "AAPL-Vol");
  private static final double LARGEST_Z = 4.5;

  private static InterpolatedNodalCurve curve(CurveMetadata metadata, CurveInterpolator interpolator,
      double... values) {
    return InterpolatedNodalCurve.of(metadata, DoubleArray.of(0.5, 1.0, 3.0), DoubleArray.copyOf(values), interpolator,
        CurveExtrapolators.FLAT, CurveExtrapolators.FLAT);
  }

  private static ImmutableMarketData strata(DayCount dayCount) {
    return ImmutableMarketData.builder(TODAY).addValue(QuoteId.of(AAPL), 100.0)
        .addValue(DISCOUNTING,
            curve(Curves.zeroRates("USD-Disc", DayCounts.ACT_365F), CurveInterpolators.PRODUCT_LINEAR, 0.03, 0.032,
                0.035))
        .addValue(VOLS,
            curve(Curves.blackVolatilityByExpiry("AAPL-Vol", dayCount), CurveInterpolators.TIME_SQUARE, 0.25, 0.23,
                0.22))
        .build();
  }

  private static MarketData pathwise(ImmutableMarketData strata) {
    return new StrataMarket(strata).add(Currency.USD, DISCOUNTING).add(AAPL, Currency.USD, 0.01, VOLS)
        .toPathwise(Correlations.NONE);
  }

  @Test
  void discountFactorsAndVolatilitiesAgree() {
    ImmutableMarketData strata = strata(DayCounts.ACT_365F);
    MarketData market = pathwise(strata);
    DiscountFactors factors = DiscountFactors.of(Currency.USD, TODAY, strata.getValue(DISCOUNTING));
    for (LocalDate date : new LocalDate[]{TODAY.plusDays(30), EXPIRY, TODAY.plusYears(2), TODAY.plusYears(3)}) {
      double time = TradeTime.years(TODAY, date);
      assertThat(market.curve("USD").discountFactor(time)).isCloseTo(factors.discountFactor(date), within(1e-14));
      double vol = strata.getValue(VOLS).yValue(time);
      assertThat(market.asset("AAPL").model().expectedVariance(time)).isCloseTo(vol * vol * time, within(1e-14));
    }
  }

  @Test
  void anOptionIsWorthTheSame() {
    ImmutableMarketData strata = strata(DayCounts.ACT_365F);
    double time = TradeTime.years(TODAY, EXPIRY);
    double discount = DiscountFactors.of(Currency.USD, TODAY, strata.getValue(DISCOUNTING)).discountFactor(EXPIRY);
    double forward = strata.getValue(QuoteId.of(AAPL)) * Math.exp(-0.01 * time) / discount;
    double vol = strata.getValue(VOLS).yValue(time);
    double exact = discount * BlackFormulaRepository.price(forward, 105, time, vol, true);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      Greek value = engine.evaluate(European.of("AAPL", OptionType.CALL, 105, time), pathwise(strata),
          EnumSet.of(Measure.VALUE), Settings.paths(20_000).withPolicy(Policy.STRUCTURAL))
          .get(Measure.VALUE);
      assertThat(Math.abs(value.value() - exact)).isLessThan(LARGEST_Z * value.standardError());
      assertThat(value.standardError()).isLessThan(0.02 * exact);
    }
  }

  @Test
  void anotherDayCountIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> pathwise(strata(DayCounts.ACT_360)))
        .withMessageContaining("does not count its times by Act/365F");
  }
}
