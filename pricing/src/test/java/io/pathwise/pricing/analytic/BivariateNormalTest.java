package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bivariate normal probability against high precision, exact values and symmetries. */
class BivariateNormalTest {
  /**
   * Expected values: ∫ φ(x) Φ((k − ρx)/√(1−ρ²)) dx from −∞ to h with mpmath 1.3 at 30 digits, at the binary values of
   * the arguments.
   */
  @ParameterizedTest
  @CsvSource({"0, 0, 0.5, 0.333333333333333333", "0.5, -0.3, 0.7, 0.356783634796854719",
      "-1, 2, -0.4, 0.147783949707966007", "1.2, 1.1, 0.95, 0.847394377590840034",
      "-0.5, -0.6, 0.999, 0.274185502884741133", "0.3, 0.3, 0.99999, 0.617230978473780429",
      "1, -1, -0.97, 0.0236452309031079053", "-3, -2.5, 0.85, 0.000933075578436668515",
      "2, 3, -0.999, 0.975899970020190698", "-6, -5, 0.3, 4.76312247867012772e-13",
      "0.1, 0.1001, 0.999999, 0.539623169759140955"})
  void agreesWithHighPrecision(double h, double k, double rho, double expected) {
    assertThat(BivariateNormal.cdf(h, k, rho)).isCloseTo(expected, within(1e-15));
    assertThat(BivariateNormal.cdf(k, h, rho)).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.999999999, -0.9, -0.8, -0.3, 0, 0.3, 0.8, 0.800001, 0.9, 0.999999999, 1})
  void quadrantProbabilityIsKnown(double rho) {
    assertThat(BivariateNormal.cdf(0, 0, rho)).isCloseTo(0.25 + Math.asin(rho) / (2 * Math.PI), within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.99, -0.5, 0.1, 0.79, 0.81, 0.999})
  void quadrantsSumToOne(double rho) {
    for (double h = -3; h <= 3; h += 0.75) {
      for (double k = -3; k <= 3; k += 0.6) {
        double sum = BivariateNormal.cdf(h, k, rho) + BivariateNormal.cdf(-h, k, -rho)
            + BivariateNormal.cdf(h, -k, -rho) + BivariateNormal.cdf(-h, -k, rho);
        assertThat(sum).isCloseTo(1, within(3e-15));
      }
    }
  }

  @Test
  void limits() {
    assertThat(BivariateNormal.cdf(0.3, Double.POSITIVE_INFINITY, 0.4)).isEqualTo(NormalProbability.cdf(0.3));
    assertThat(BivariateNormal.cdf(Double.NEGATIVE_INFINITY, 0.3, 0.4)).isZero();
    assertThat(BivariateNormal.cdf(1, 2, 1)).isEqualTo(NormalProbability.cdf(1));
    assertThat(BivariateNormal.cdf(1, -2, -1)).isZero();
    assertThat(BivariateNormal.cdf(1, -0.5, -1))
        .isCloseTo(NormalProbability.cdf(1) - NormalProbability.cdf(0.5), within(1e-15));
    assertThatIllegalArgumentException().isThrownBy(() -> BivariateNormal.cdf(0, 0, 1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> BivariateNormal.cdf(0, 0, Double.NaN));
  }

  /** Expected values: mpmath 1.3 at 30 digits. */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "1, 0.841344746068542949", "-1, 0.158655253931457051", "-5, 2.86651571879193912e-7",
      "-10, 7.61985302416052606e-24", "-37, 5.72557122252457930e-300"})
  void normalCdfKeepsRelativeAccuracyInTheTail(double x, double expected) {
    // rounding x/√2 alone moves the tail by x² ulp
    assertThat(NormalProbability.cdf(x)).isCloseTo(expected, within(expected * 2e-16 * (4 + x * x)));
  }
}
