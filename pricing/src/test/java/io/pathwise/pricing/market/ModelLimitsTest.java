package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.AssetModel.Merton;
import io.pathwise.pricing.market.AssetModel.VarianceGamma;
import io.pathwise.pricing.market.StochasticVariance.Scheme;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models refuse, with the limit in the message, and how short their steps are where the variance is fast. */
class ModelLimitsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "1e300 | 0.5 | 0.04 | kappa is 1.0E300, must be from 1.0E-8 to 2500, for a step is 1 / (4 kappa) long at most",
      "1e-9  | 0.5 | 0.04 | kappa is 1.0E-9, must be from 1.0E-8 to 2500",
      "1.5   | 101 | 0.04 | xi is 101.0, must be from 1.0E-6 to 100, for a step is 1 / (100 xi) long at most",
      "1.5   | 1e-7 | 0.04 | xi is 1.0E-7, must be from 1.0E-6 to 100",
      "1.5   | 0.5 | 26   | theta is 26.0, must be from 1.0E-8 to 25, which are volatilities of 0.01 % and 500 %"})
  void variancesBeyondTheSchemesAreRefused(double kappa, double xi, double theta, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> StochasticVariance.of(0.04, kappa, theta, xi, -0.7))
        .withMessageContaining(message);
  }

  @Test
  void theEulerSchemeTakesLess() {
    StochasticVariance fast = StochasticVariance.of(0.04, 1.5, 0.04, 7, -0.7);
    assertThatIllegalArgumentException().isThrownBy(() -> fast.simulatedBy(Scheme.FULL_TRUNCATION_EULER, 50))
        .withMessage(
            "xi^2 / theta is 1225.0, must be at most 1000 with the scheme full-truncation-euler, for a step is "
                + "theta / (10 xi^2) long at most; quadratic-exponential can do more");
    assertThat(StochasticVariance.of(0.04, 1.5, 0.049, 7, -0.7).simulatedBy(Scheme.FULL_TRUNCATION_EULER, 50)
        .longestStep()).isCloseTo(1e-4, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0.5  | 50     | 0.1 | jumpMean + jumpVol^2 / 2 is 50.005, must be at most 3",
      "0.5  | -1e300 | 0.1 | jumpMean is -1.0E300, must be at least -700",
      "0.5  | 0      | 2.5 | jumpVol is 2.5, must be at most 2",
      "1    | 2.8    | 0   | relative entropy 30.6 a year, must be at most 12.5, as of a volatility of 500 %"})
  void jumpsThatNoSimulationFindsAreRefused(double intensity, double mean, double vol, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Jumps(intensity, mean, vol))
        .withMessageContaining(message);
  }

  @Test
  void diffusionAndJumpsTogetherAreLimited() {
    Jumps jumps = new Jumps(1, 1, 0.1);
    assertThat(new Merton(3, jumps).vol()).isEqualTo(3);
    assertThatIllegalArgumentException().isThrownBy(() -> new Merton(5, jumps)).withMessageContaining("vol 5.0 and ")
        .withMessageContaining("must be at most 12.5");
    assertThatIllegalArgumentException().isThrownBy(() -> new VarianceGamma(0.2, -1e300, 0.3))
        .withMessageContaining("drift -1.0E300").withMessageContaining("relative entropy 2.30e+03 a year");
    assertThatIllegalArgumentException().isThrownBy(() -> new VarianceGamma(0.2, 3, 0.3))
        .withMessageContaining("relative entropy 24.5 a year");
    assertThatIllegalArgumentException().isThrownBy(() -> new VarianceGamma(0.2, 0, 1e7))
        .withMessageContaining("nu is 1.0E7, must be at most 1000000");
    assertThatIllegalArgumentException().isThrownBy(() -> AssetModel.BlackScholes.of(1e200))
        .withMessageContaining("is 1.0E200, must be at most 1000000");
  }

  /**
   * The entropy is the mean of log S/F where paths are weighed with their price: the derivative of log E (S/F)^s at 1,
   * here from the moments E (S/F)^(1 ± h) of a year.
   */
  @Test
  void entropiesAreThoseOfTheWeighedLaw() {
    double h = 1e-5;
    double intensity = 0.7;
    double mean = -0.4;
    double vol = 0.6;
    double growth = Math.expm1(mean + 0.5 * vol * vol);
    double jumps = derivative(s -> intensity * (Math.expm1(s * mean + 0.5 * s * s * vol * vol) - s * growth), h);
    assertThat(ForwardEntropy.ofJumps(intensity, mean, vol)).isCloseTo(jumps, within(1e-8));
    double sigma = 0.3;
    double drift = -0.5;
    double nu = 0.4;
    double c = 1 - (drift + 0.5 * sigma * sigma) * nu;
    double gamma = derivative(
        s -> (s * Math.log(c) - Math.log(1 - (s * drift + 0.5 * s * s * sigma * sigma) * nu)) / nu, h);
    assertThat(ForwardEntropy.ofGammaTime(c, nu) + ForwardEntropy.ofVol(sigma) / c).isCloseTo(gamma, within(1e-8));
  }

  private static double derivative(DoubleUnaryOperator f, double h) {
    return (f.applyAsDouble(1 + h) - f.applyAsDouble(1 - h)) / (2 * h);
  }

  @ParameterizedTest
  @CsvSource({"QUADRATIC_EXPONENTIAL, 50, 1.5, 0.5, 0.02", "QUADRATIC_EXPONENTIAL, 50, 12.5, 2.5, 0.02",
      "QUADRATIC_EXPONENTIAL, 4, 1.5, 0.8, 0.25", "QUADRATIC_EXPONENTIAL, 1000, 12.6, 0.5, 0.001",
      "QUADRATIC_EXPONENTIAL, 50, 1000, 0.5, 2.5e-4", "QUADRATIC_EXPONENTIAL, 50, 2500, 0.5, 1e-4",
      "QUADRATIC_EXPONENTIAL, 50, 1.5, 30, 3.3333333333e-4", "QUADRATIC_EXPONENTIAL, 1, 10, 0.5, 0.2",
      "QUADRATIC_EXPONENTIAL, 1, 1.5, 2, 0.25", "FULL_TRUNCATION_EULER, 50, 1.5, 1, 0.02",
      "FULL_TRUNCATION_EULER, 50, 1.5, 2, 0.001", "FULL_TRUNCATION_EULER, 50, 100, 0.5, 0.0025"})
  void stepsAreShortWhereTheVarianceIsFast(Scheme scheme, int asked, double kappa, double xi, double longest) {
    assertThat(StochasticVariance.of(0.04, kappa, 0.04, xi, -0.7).simulatedBy(scheme, asked).longestStep())
        .isCloseTo(longest, within(1e-12));
  }

  @Test
  void everyModelOfTheLiteratureIsAllowed() {
    assertThat(List.of(StochasticVariance.of(0.04, 0.5, 0.04, 1, -0.9), StochasticVariance.of(0.0175, 1.5768, 0.0398,
        0.5751, -0.5711), StochasticVariance.of(0.09, 1, 0.09, 1, -0.3), StochasticVariance.of(0.04, 4, 0.25, 1, -0.5)))
        .allSatisfy(variance -> assertThat(variance.longestStep()).isEqualTo(0.02));
    assertThat(new Jumps(0.1, -0.9, 0.45).weighedIntensity()).isCloseTo(0.1 * Math.exp(-0.9 + 0.10125), within(1e-15));
    assertThat(new VarianceGamma(0.12, -0.14, 0.2).nu()).isEqualTo(0.2);
  }
}
