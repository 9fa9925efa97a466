package io.pathwise.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures every function of one variable against {@link ExactFunctions} on random arguments and around the places
 * where its expansion changes. With {@code -Dpathwise.table=true} it prints the rows of docs/functions.md; with
 * {@code -Dpathwise.samples=N} it draws N arguments an interval.
 */
class FunctionAccuracyTest {

  private static final int SAMPLES = Integer.getInteger("pathwise.samples", 250);
  private static final double MIN_NORMAL = Double.MIN_NORMAL;

  /** Arguments between two bounds, uniform or with uniform logarithm. */
  record Interval(double from, double to, boolean logarithmic) {

    double draw(SplittableRandom random) {
      double fraction = random.nextDouble();
      if (!logarithmic) {
        return from + fraction * (to - from);
      }
      double start = Math.abs(from);
      double end = Math.abs(to);
      double size = Math.exp(Math.log(start) * (1 - fraction) + Math.log(end) * fraction);
      double noLogarithmOfASimpleNumber = size * (1 + 1e-5 * random.nextDouble());
      return Math.copySign(Math.clamp(noLogarithmOfASimpleNumber, Math.min(start, end), Math.max(start, end)), from);
    }

    @Override
    public String toString() {
      return (logarithmic ? "log " : "") + "[" + name(from) + ", " + name(to) + "]";
    }

    private static String name(double bound) {
      return String.format(Locale.ROOT, "%.4g", bound);
    }
  }

  /** One function, one set of arguments and what is promised there. */
  record Case(String name, Expansion function, UnaryOperator<BigDecimal> exact, double limit, Interval interval) {
    @Override
    public String toString() {
      return name + " " + interval;
    }
  }

  static Stream<Case> cases() {
    UnaryOperator<BigDecimal> exp = ExactFunctions::exp;
    UnaryOperator<BigDecimal> log = ExactFunctions::log;
    return Stream.of(
        many("exp", Exp::expand, exp, 0.9, uniform(-1, 1), uniform(-708, 708), uniform(-745, -707),
            uniform(707, 709.78), logarithmic(1e-300, 1e-3), logarithmic(-1e-300, -1e-3)),
        many("log", Log::expand, log, 0.95, uniform(0.5, 2), uniform(0.70, 0.72), uniform(1.40, 1.42),
            logarithmic(0.999, 1.001), logarithmic(MIN_NORMAL, 4 * MIN_NORMAL), logarithmic(1e-300, 1e300),
            logarithmic(0x1p1020, Double.MAX_VALUE), logarithmic(Double.MIN_VALUE, MIN_NORMAL)),
        many("expm1", Expm1::expand, ExactFunctions::expm1, 0.95, uniform(-1.5, 1.5), uniform(0.34, 0.42),
            uniform(-0.36, -0.34), uniform(-40, 708), uniform(37, 38.5), uniform(707, 709.78),
            logarithmic(1e-300, 1e-3), logarithmic(-1e-300, -1e-3)),
        many("log1p", Log1p::expand, ExactFunctions::log1p, 0.95, uniform(-0.5, 1.5), uniform(-0.31, -0.28),
            uniform(0.40, 0.43), logarithmic(1e-300, 1e-3), logarithmic(-1e-300, -1e-3), logarithmic(1, 1e300),
            uniform(-1 + 0x1p-53, -0.99)),
        many("sin", Sin::expand, ExactFunctions::sin, 0.95, uniform(-4, 4), uniform(0, 0x1p20), uniform(0, 0x1p30),
            logarithmic(1e-300, 1e-3), uniform(Math.PI - 1e-9, Math.PI + 1e-9)),
        many("cos", Cos::expand, ExactFunctions::cos, 0.95, uniform(-4, 4), uniform(0, 0x1p20), uniform(0, 0x1p30),
            logarithmic(1e-300, 1e-3), uniform(Math.PI / 2 - 1e-9, Math.PI / 2 + 1e-9)),
        many("normal cdf", NormalCdf::expand, ExactFunctions::normalCdf, 4, uniform(-1, 0), uniform(0, 8),
            uniform(-8, -1), uniform(-37, -8), uniform(-38.5, -37), logarithmic(-1e-300, -1e-3)),
        many("erfc", Erfc::expand, ExactFunctions::erfc, 4, uniform(0, 1), uniform(-6, 0), uniform(1, 6),
            uniform(6, 26), uniform(26, 27.2), logarithmic(1e-300, 1e-3)))
        .flatMap(s -> s);
  }

  private static Stream<Case> many(String name, BiFunction<CodeBuilder, Value, Value> function,
      UnaryOperator<BigDecimal> exact, double limit,
      Interval... intervals) {
    Expansion expansion = Expansion.of(function);
    return Stream.of(intervals).map(interval -> new Case(name, expansion, exact, limit, interval));
  }

  private static Interval uniform(double from, double to) {
    return new Interval(from, to, false);
  }

  private static Interval logarithmic(double from, double to) {
    return new Interval(from, to, true);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void staysWithinItsLimit(Case c) {
    SplittableRandom random = new SplittableRandom(20261120);
    UlpErrors errors = new UlpErrors();
    for (int i = 0; i < SAMPLES; i++) {
      measure(c, errors, c.interval.draw(random));
    }
    measure(c, errors, c.interval.from);
    measure(c, errors, c.interval.to);
    if (Boolean.getBoolean("pathwise.table")) {
      System.out.printf(Locale.ROOT, "| %s | %s | %.2f | %.2f |%n", c.name, c.interval, errors.max(), errors.rms());
    }
    assertThat(errors.max()).as(errors.worst()).isLessThan(c.limit);
    assertThat(errors.max()).as("no error at all would mean that nothing was measured").isPositive();
  }

  @Test
  void noticesAnErrorOfTwoUlp() {
    Expansion spoilt = Expansion.of((code, x) -> code.mul(Exp.expand(code, x), code.constant(1 + 0x1p-51)));
    UlpErrors errors = new UlpErrors();
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 50; i++) {
      double x = random.nextDouble();
      errors.add(x, spoilt.at(x), ExactFunctions.exp(new BigDecimal(x)));
    }
    assertThat(errors.max()).isBetween(2.0, 5.0);
    assertThat(errors.rms()).isBetween(1.5, 4.0);
  }

  private static void measure(Case c, UlpErrors errors, double x) {
    errors.add(x, c.function.at(x), c.exact.apply(new BigDecimal(x)));
  }

}
