package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.product.OptionType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inverse of Black's formula: round trips, limits, and prices that no volatility gives. */
class ImpliedVolatilityTest {

  /** Finds a branch that converges to the wrong root or stops early, near its seams as far from them. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.02, 0.25, 1, 10})
  void roundTripsOfWhatIsOutOfTheMoney(double time) {
    for (double vol : new double[]{0.01, 0.1, 0.2, 0.5, 1}) {
      for (double deviations : new double[]{-30, -12, -6, -2, -0.5, -1e-4, 0, 1e-9, 0.3, 1, 3, 8, 20, 35}) {
        double strike = 100 * Math.exp(deviations * vol * Math.sqrt(time));
        double price = ImpliedVolatility.timeValue(100, strike, time, vol);
        assertThat(price).isPositive();
        assertThat(ImpliedVolatility.ofTimeValue(100, strike, time, price))
            .as("time %s, vol %s, strike %s, price %s", time, vol, strike, price).isCloseTo(vol, within(1e-12));
      }
    }
  }

  /** In the money a price knows its time value to the rounding of the price, and its volatility accordingly. */
  @Test
  void roundTripsOfCallsAndPutsAreAsExactAsTheirPrices() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double time = Math.exp(random.nextDouble(-4, 3));
      double vol = Math.exp(random.nextDouble(-4, 0.5));
      double strike = 100 * Math.exp(random.nextDouble(-4, 4) * vol * Math.sqrt(time));
      double timeValue = ImpliedVolatility.timeValue(100, strike, time, vol);
      for (OptionType option : OptionType.values()) {
        double price = timeValue + Math.max(option.sign() * (100 - strike), 0);
        double most = option == OptionType.CALL ? 100 : strike;
        double rounding = 4 * (Math.ulp(price) + Math.ulp(most)) / ImpliedVolatility.vega(100, strike, time, vol);
        if (price < most && rounding < 1e-3) {
          assertThat(ImpliedVolatility.of(option, 100, strike, time, price))
              .as("%s, time %s, vol %s, strike %s", option, time, vol, strike).isCloseTo(vol, within(1e-12 + rounding));
        }
      }
    }
  }

  /** Finds a wrong formula that inverts itself: the price is the one of the closed forms. */
  @Test
  void pricesAreThoseOfBlacksFormula() {
    for (double strike : new double[]{40, 90, 100, 130, 400}) {
      double black = BlackFormula.vanilla(strike < 100 ? OptionType.PUT : OptionType.CALL, HyperDual.constant(100),
          HyperDual.constant(strike), HyperDual.variable(0.09 * 1.5, 1, 0)).value();
      assertThat(ImpliedVolatility.timeValue(100, strike, 1.5, 0.3)).isCloseTo(black, within(1e-13 * 100));
      HyperDual byVol = BlackFormula.vanilla(OptionType.CALL, HyperDual.constant(100), HyperDual.constant(strike),
          HyperDual.variable(0.3, 1, 0).squared().times(1.5));
      assertThat(ImpliedVolatility.vega(100, strike, 1.5, 0.3)).isCloseTo(byVol.first(), within(1e-11));
    }
  }

  @Test
  void theIntrinsicValueHasNoVolatility() {
    assertThat(ImpliedVolatility.of(OptionType.CALL, 100, 90, 1, 10)).isZero();
    assertThat(ImpliedVolatility.of(OptionType.PUT, 100, 90, 1, 0)).isZero();
  }

  @Test
  void pricesWithoutAVolatilityAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ImpliedVolatility.of(OptionType.CALL, 100, 90, 1, 9.99))
        .withMessageContaining("9.99").withMessageContaining("intrinsic value 10.0");
    assertThatIllegalArgumentException().isThrownBy(() -> ImpliedVolatility.of(OptionType.CALL, 100, 90, 1, 100))
        .withMessageContaining("below 100.0");
    assertThatIllegalArgumentException().isThrownBy(() -> ImpliedVolatility.of(OptionType.PUT, 100, 90, 1, 90))
        .withMessageContaining("below 90.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImpliedVolatility.of(OptionType.PUT, 100, 90, 1, Double.NaN));
  }
}
