package io.pathwise.engine.function;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The reference that the expansions are measured against: functions of decimal numbers to at least 30 correct digits.
 * The elementary ones are those of the big-math library; the normal distribution is summed here.
 */
final class ExactFunctions {

  /** Enough digits to lose a dozen or two by cancellation. */
  static final MathContext DIGITS = new MathContext(60);

  private static final BigDecimal SQRT_TWO = BigDecimal.TWO.sqrt(DIGITS);
  private static final BigDecimal SQRT_TWO_PI = BigDecimalMath.pi(DIGITS).multiply(BigDecimal.TWO).sqrt(DIGITS);
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private ExactFunctions() {}

  static BigDecimal exp(BigDecimal x) {
    return BigDecimalMath.exp(x, DIGITS);
  }

  static BigDecimal log(BigDecimal x) {
    return BigDecimalMath.log(x, DIGITS);
  }

  /** e^x − 1; |x| from 1e-15 down by its series, to lose nothing. */
  static BigDecimal expm1(BigDecimal x) {
    if (x.abs().doubleValue() < 1e-15) {
      BigDecimal square = x.multiply(x, DIGITS);
      return x.add(square.multiply(HALF)).add(square.multiply(x).divide(BigDecimal.valueOf(6), DIGITS), DIGITS);
    }
    return exp(x).subtract(BigDecimal.ONE);
  }

  /** log(1 + x); |x| from 1e-15 down by its series, to lose nothing. */
  static BigDecimal log1p(BigDecimal x) {
    if (x.abs().doubleValue() < 1e-15) {
      BigDecimal square = x.multiply(x, DIGITS);
      return x.subtract(square.multiply(HALF)).add(square.multiply(x).divide(BigDecimal.valueOf(3), DIGITS), DIGITS);
    }
    return log(x.add(BigDecimal.ONE));
  }

  static BigDecimal sin(BigDecimal x) {
    return BigDecimalMath.sin(x, DIGITS);
  }

  static BigDecimal cos(BigDecimal x) {
    return BigDecimalMath.cos(x, DIGITS);
  }

  static BigDecimal pow(BigDecimal x, BigDecimal y) {
    return exp(log(x).multiply(y, DIGITS));
  }

  /** The density of the standard normal distribution. */
  static BigDecimal normalDensity(BigDecimal x) {
    return exp(x.multiply(x).multiply(HALF).negate()).divide(SQRT_TWO_PI, DIGITS);
  }

  /** The standard normal distribution function. */
  static BigDecimal normalCdf(BigDecimal x) {
    if (x.abs().doubleValue() < 6) {
      return HALF.add(normalDensity(x).multiply(centralSeries(x)), DIGITS);
    }
    BigDecimal tail = normalDensity(x).divide(continuedFraction(x.abs()), DIGITS);
    return x.signum() < 0 ? tail : BigDecimal.ONE.subtract(tail);
  }

  /** The complementary error function. */
  static BigDecimal erfc(BigDecimal x) {
    return normalCdf(x.multiply(SQRT_TWO, DIGITS).negate()).multiply(BigDecimal.TWO);
  }

  /** x + x³/3 + x⁵/15 + … (Abramowitz &amp; Stegun 26.2.11). */
  private static BigDecimal centralSeries(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int k = 3; term.abs().doubleValue() > 1e-45 * Math.abs(sum.doubleValue()); k += 2) {
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  /** x + 1/(x + 2/(x + 3/(x + …))) (Abramowitz &amp; Stegun 26.2.14); 35 digits for x from 6 up. */
  private static BigDecimal continuedFraction(BigDecimal x) {
    BigDecimal value = x;
    for (int k = 80; k >= 1; k--) {
      value = x.add(BigDecimal.valueOf(k).divide(value, DIGITS), DIGITS);
    }
    return value;
  }
}
