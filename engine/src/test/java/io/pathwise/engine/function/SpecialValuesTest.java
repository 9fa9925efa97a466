package io.pathwise.engine.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Values that need no rounding (infinities, signed zeros, NaN, whole numbers) are those of {@link Math} or
 * {@link StrictMath}, bit for bit.
 */
class SpecialValuesTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double[] NUMBERS = {0.0, -0.0, Double.NaN, INFINITY, -INFINITY, 1, -1, 0.5, -0.5, 2, -2, 3, -3,
      1e300, -1e300, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL,
      -Double.MIN_NORMAL, 0x1p52, -0x1p52, 0x1.fffffffffffffp51, -0x1.fffffffffffffp51, 0x1p51 + 0.5, -0x1p51 - 0.5,
      0x1p53, 0x1p53 + 2, 1 - 0x1p-53, 1 + 0x1p-52, -1 - 0x1p-52, 0x1p63, -0x1p63};

  @Test
  void exp() {
    Expansion exp = Expansion.of(Exp::expand);
    same(exp, Math::exp, 0.0, -0.0, Double.NaN, INFINITY, -INFINITY, 710, 1e5, 1e300, Double.MAX_VALUE, -746, -1e5,
        -1e300, -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE);
    assertThat(exp.at(0x1.62e42fefa39efp+9)).as("the last finite result").isLessThan(INFINITY);
    assertThat(exp.at(0x1.62e42fefa39f0p+9)).isEqualTo(INFINITY);
    assertThat(exp.at(-745.1)).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void log() {
    same(Expansion.of(Log::expand), Math::log, 0.0, -0.0, Double.NaN, INFINITY, -INFINITY, 1, -1, -Double.MIN_VALUE,
        -Double.MAX_VALUE, -1e-300, -1e300, -0x1p-1022);
  }

  @Test
  void expm1AndLog1p() {
    same(Expansion.of(Expm1::expand), Math::expm1, 0.0, -0.0, Double.NaN, INFINITY, -INFINITY, 710, 1e300,
        Double.MAX_VALUE, -50, -700, -709, -1e5, -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE);
    same(Expansion.of(Log1p::expand), Math::log1p, 0.0, -0.0, Double.NaN, INFINITY, -INFINITY, -1, -1 - 0x1p-52, -2,
        -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE);
  }

  @Test
  void sinAndCos() {
    Expansion sin = Expansion.of(Sin::expand);
    Expansion cos = Expansion.of(Cos::expand);
    same(sin, Math::sin, 0.0, -0.0, Double.NaN, INFINITY, -INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE);
    same(cos, Math::cos, 0.0, -0.0, Double.NaN, INFINITY, -INFINITY, Double.MIN_VALUE);
    for (double large : new double[]{Math.nextUp(0x1p30), -1e10, 1e300, Double.MAX_VALUE}) {
      assertThat(sin.at(large)).isNaN();
      assertThat(cos.at(large)).isNaN();
    }
    assertThat(sin.at(0x1p30)).as("the limit itself is inside").isCloseTo(Math.sin(0x1p30), within(2e-16));
  }

  @Test
  void normalCdfAndErfc() {
    same(Expansion.of(NormalCdf::expand), x -> Double.isNaN(x) ? x : x < 0 ? 0 : x > 0 ? 1 : 0.5, 0.0, -0.0,
        Double.NaN, INFINITY, -INFINITY, -39, -41, 9, -1e300, 1e300, -Double.MAX_VALUE, Double.MAX_VALUE);
    same(Expansion.of(Erfc::expand), x -> Double.isNaN(x) ? x : x < 0 ? 2 : x > 0 ? 0 : 1, 0.0, -0.0, Double.NaN,
        INFINITY, -INFINITY, 28, -7, 30, 1e300, -1e300, Double.MAX_VALUE, -Double.MAX_VALUE);
  }

  /** Against StrictMath, because JDK 25's Math.pow on x86 gives −∞ for −0 to the power −2251799813685248.5. */
  @Test
  void pow() {
    Expansion pow = Expansion.of(Pow::expand);
    for (double x : NUMBERS) {
      for (double y : NUMBERS) {
        double expected = StrictMath.pow(x, y);
        double result = pow.at(x, y);
        if (Double.isNaN(expected) || Double.isInfinite(expected) || expected == 0 || y == 0 || y == 1) {
          assertThat(Double.doubleToLongBits(result)).as("%s ^ %s", x, y).isEqualTo(Double.doubleToLongBits(expected));
        } else {
          assertThat(result).as("%s ^ %s", x, y).isBetween(expected - Math.ulp(expected),
              expected + Math.ulp(expected));
        }
      }
    }
  }

  @Test
  void floor() {
    Expansion floor = Expansion.of(Floor::expand);
    same(floor, Math::floor, NUMBERS);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      double x = (random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(60));
      same(floor, Math::floor, x, Math.rint(x), Math.nextUp(Math.rint(x)), Math.nextDown(Math.rint(x)));
    }
  }

  @Test
  void minAndMax() {
    Expansion min = Expansion.of(Min::expand);
    Expansion max = Expansion.of(Max::expand);
    for (double x : NUMBERS) {
      for (double y : NUMBERS) {
        same(min, Math::min, x, y);
        same(max, Math::max, x, y);
      }
    }
  }

  @Test
  void inverseNormalCdf() {
    Expansion inverse = Expansion.of(InverseNormalCdf::expand);
    assertThat(inverse.at(0)).isEqualTo(-INFINITY);
    assertThat(inverse.at(-0.0)).isEqualTo(-INFINITY);
    assertThat(inverse.at(1)).isEqualTo(INFINITY);
    assertThat(Double.doubleToRawLongBits(inverse.at(0.5))).isZero();
    for (double outside : new double[]{Double.NaN, INFINITY, -INFINITY, -Double.MIN_VALUE, -0.3, 1 + 0x1p-52, 2, 1e300,
        -1e300}) {
      assertThat(inverse.at(outside)).as("at %s", outside).isNaN();
    }
  }

  private static void same(Expansion function, DoubleUnaryOperator expected, double... arguments) {
    for (double x : arguments) {
      assertThat(Double.doubleToLongBits(function.at(x))).as("at %s", x)
          .isEqualTo(Double.doubleToLongBits(expected.applyAsDouble(x)));
    }
  }

  private static void same(Expansion function, DoubleBinaryOperator expected, double x, double y) {
    assertThat(Double.doubleToLongBits(function.at(x, y))).as("at %s, %s", x, y)
        .isEqualTo(Double.doubleToLongBits(expected.applyAsDouble(x, y)));
  }
}
