package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Surfaces of implied volatilities: what they are at pillars and between, and that arbitrage is refused. */
class SmileSurfaceTest {

  private static SmileSurface of(double vol, double rho, double phi) {
    return new SmileSurface(List.of(0.5, 1.0), List.of(0.2, vol), List.of(-0.3, rho), List.of(1.5, phi));
  }

  /** Gatheral and Jacquier (2014), equation 4.1: θ/2 (1 + ρφk + √((φk + ρ)² + 1 − ρ²)). */
  @Test
  void aSmileIsThatOfThePublishedForm() {
    SmileSurface surface = of(0.22, -0.4, 1.2);
    double theta = 0.22 * 0.22;
    for (double k : new double[]{-1, -0.1, 0, 0.3, 2}) {
      double shifted = 1.2 * k - 0.4;
      assertThat(surface.slice(1).totalVariance(k)).isCloseTo(
          0.5 * theta * (1 - 0.4 * 1.2 * k + Math.sqrt(shifted * shifted + 1 - 0.16)), within(1e-15));
    }
    assertThat(surface.slice(0.75).theta()).isCloseTo(0.5 * (0.2 * 0.2 * 0.5 + theta), within(1e-15));
    assertThat(surface.slice(0.1).totalVariance(0.2)).isCloseTo(0.2 * surface.slice(0.5).totalVariance(0.2),
        within(1e-15));
  }

  @Test
  void parametersAreNamedByPillarAndChangedOneByOne() {
    SmileSurface surface = of(0.22, -0.4, 1.2);
    assertThat(surface.parameters().keySet()).containsExactly("atm[0.5]", "rho[0.5]", "phi[0.5]", "atm[1]", "rho[1]",
        "phi[1]");
    assertThat(surface.with(Map.of("rho[1]", -0.35))).isEqualTo(of(0.22, -0.35, 1.2));
    assertThat(surface.with(Map.of("atm[1]", 0.23))).isEqualTo(of(0.23, -0.4, 1.2));
    assertThatIllegalArgumentException().isThrownBy(() -> surface.with(Map.of("rho", 0.0)));
  }

  @Test
  void arbitrageIsRefusedWithItsPlace() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(0.14, -0.4, 1.2))
        .withMessageContaining("the smiles at 0.5y and 1y have arbitrage between expiries: θ = vol² time must grow");
    assertThatIllegalArgumentException().isThrownBy(() -> of(0.22, 0.9, 1.2))
        .withMessageContaining("ψ = θ phi by at least what ψ rho moves");
    assertThatIllegalArgumentException().isThrownBy(() -> of(0.22, -0.4, 12))
        .withMessageContaining("the smile at 1y has arbitrage between strikes");
    assertThatIllegalArgumentException().isThrownBy(() -> of(0.22, -1, 1.2)).withMessageContaining("rho at 1y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SmileSurface(List.of(0.5, 1.0), List.of(0.2), List.of(0.0, 0.0), List.of(1.0, 1.0)))
        .withMessageContaining("2 times, but 1 vols");
  }

  /** The wings are in order, but where the skew grows much faster than the variance, some strikes are not. */
  @Test
  void whatFallsAtSomeStrikesOnlyIsFound() {
    SmileSurface flatter = of(0.2, -0.4, 2);
    assertThat(flatter.slice(1).totalVariance(0.1)).isGreaterThan(flatter.slice(0.5).totalVariance(0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> of(Math.sqrt(0.02002), -0.4, 2))
        .withMessageContaining(
            "the smiles at 0.5y and 1y have arbitrage between expiries: the total variance vol² time "
                + "of the strike of 1.0");
  }
}
