package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** Every operation's derivatives against finite differences of its own value and first derivatives. */
class HyperDualTest {
  private interface Function {
    HyperDual of(HyperDual x, HyperDual y);
  }

  private static final List<Function> FUNCTIONS = List.of(HyperDual::plus, HyperDual::minus, HyperDual::times,
      HyperDual::dividedBy, (x, y) -> x.times(y).exp(), (x, y) -> x.plus(y.squared()).log(),
      (x, y) -> x.times(3).plus(y).sqrt(), (x, y) -> x.negated().times(y).plus(0.3).normalCdf(),
      (x, y) -> HyperDual.bivariateNormalCdf(x, y, HyperDual.constant(0.6)),
      (x, y) -> HyperDual.bivariateNormalCdf(y.plus(-1), x, HyperDual.constant(-0.95)),
      (x, y) -> HyperDual.bivariateNormalCdf(x, y.plus(-1), x.times(y).times(0.5)),
      (x, y) -> HyperDual.bivariateNormalCdf(x.times(y), y.negated(), x.times(-0.9)));

  @Test
  void derivativesAreThoseOfTheValue() {
    double x = 0.7;
    double y = 1.3;
    for (Function function : FUNCTIONS) {
      HyperDual xy = function.of(HyperDual.variable(x, 1, 0), HyperDual.variable(y, 0, 1));
      double dx = FiniteDifferences.first(h -> value(function, x + h, y), 1e-3);
      double dy = FiniteDifferences.first(h -> value(function, x, y + h), 1e-3);
      double dxy = FiniteDifferences.first(
          h -> function.of(HyperDual.variable(x, 1, 0), HyperDual.constant(y + h)).first(), 1e-3);
      assertThat(xy.value()).isEqualTo(value(function, x, y));
      assertThat(xy.first()).isCloseTo(dx, within(1e-10));
      assertThat(xy.second()).isCloseTo(dy, within(1e-10));
      assertThat(xy.mixed()).isCloseTo(dxy, within(1e-10));
    }
  }

  @Test
  void secondDerivativeAlongOneVariable() {
    double x = 0.7;
    double y = 1.3;
    for (Function function : FUNCTIONS) {
      HyperDual xx = function.of(HyperDual.variable(x, 1, 1), HyperDual.constant(y));
      double expected = FiniteDifferences
          .first(h -> function.of(HyperDual.variable(x + h, 1, 0), HyperDual.constant(y)).first(), 1e-3);
      assertThat(xx.mixed()).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void thirdDerivativesAreThoseOfTheMixedOnes() {
    double x = 0.7;
    double y = 1.3;
    for (Function function : FUNCTIONS) {
      for (int third = 0; third < 2; third++) {
        double alongX = third == 0 ? 1 : 0;
        double alongY = 1 - alongX;
        HyperDual all = function.of(HyperDual.variable(x, 1, 0, alongX), HyperDual.variable(y, 0, 1, alongY));
        HyperDual twice = function.of(HyperDual.variable(x, 1, 1, alongX), HyperDual.variable(y, 0, 0, alongY));
        assertThat(all.thirdMixed()).isCloseTo(FiniteDifferences.first(
            h -> function.of(HyperDual.variable(x + h * alongX, 1, 0), HyperDual.variable(y + h * alongY, 0, 1))
                .mixed(),
            1e-3), within(1e-9));
        assertThat(twice.thirdMixed()).isCloseTo(FiniteDifferences.first(
            h -> function.of(HyperDual.variable(x + h * alongX, 1, 1), HyperDual.constant(y + h * alongY)).mixed(),
            1e-3), within(1e-9));
        assertThat(new HyperDual(all.value(), all.first(), all.second(), all.mixed()))
            .isEqualTo(function.of(HyperDual.variable(x, 1, 0), HyperDual.variable(y, 0, 1)));
      }
    }
  }

  private static double value(Function function, double x, double y) {
    DoubleBinaryOperator plain = (a, b) -> function.of(HyperDual.constant(a), HyperDual.constant(b)).value();
    return plain.applyAsDouble(x, y);
  }
}
