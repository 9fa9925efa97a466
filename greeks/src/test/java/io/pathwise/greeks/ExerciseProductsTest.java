package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.definition.ProductDefinitions;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Scripted;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Defined products with decisions: they are the scripts that they say, and notes lie with their bounds on both sides of
 * what a quadrature from date to date gives. Would find a definition that gives the decision to the wrong side or pays
 * another amount, and a martingale that does not see where a note jumps. Seeds are fixed, bounds are 4 standard errors.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ExerciseProductsTest {

  private static final double LARGEST_Z = 4;
  private static final double RATE = 0.03;
  private static final double VOL = 0.3;
  private static final double QUARTER = 0.25;
  private static final Settings SETTINGS = Settings.paths(65_536).withTrainingPaths(65_536);
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);
  private final MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", RATE)),
      List.of(Asset.blackScholes("A", "USD", 100, 0, VOL), Asset.blackScholes("B", "USD", 50, 0.02, 0.2)),
      Correlations.of("A", "B", 0.5));

  @AfterAll
  void close() {
    engine.close();
  }

  private static Scripted defined(String product, Map<String, String> fields, String... assets) {
    return Scripted.of(ProductDefinitions.find(product).orElseThrow().script(fields), List.of(assets),
        Optional.empty());
  }

  private Greeks evaluate(Scripted product) {
    return engine.evaluate(product, market, EnumSet.of(Measure.VALUE), SETTINGS);
  }

  private static Greek only(Greeks greeks, Measure measure) {
    return greeks.all(measure).getFirst();
  }

  private Greek value(Scripted product) {
    return only(evaluate(product), Measure.VALUE);
  }

  @Test
  void anAmericanPutMayBeExercisedFiftyTimesOrAsItSays() {
    Map<String, String> fields = Map.of("option", "put", "strike", "100", "expiry", "1");
    assertThat(defined("american", fields, "A").exerciseTimesLeft()).hasSize(50);
    Map<String, String> fewer = new HashMap<>(fields);
    fewer.put("exercises", "4 times until 1");
    Greek value = value(defined("american", fewer, "A"));
    Greek written = value(Scripted.of("at 4 times until 1 { exercise { pay max(100 - A, 0) } }", List.of("A"),
        Optional.empty()));
    assertThat(value.value()).isEqualTo(written.value());
    assertThat(value.standardError()).isEqualTo(written.standardError());
    fewer.put("option", "call");
    assertThat(value(defined("american", fewer, "A")).value()).isGreaterThan(value.value() + 1);
  }

  @Test
  void aBermudanOptionIsOnThePerformanceThatItNames() {
    Map<String, String> fields = Map.of("option", "call", "initialFixings", "[100, 50]", "nominal", "100", "expiry",
        "1",
        "exercises", "4 times until 1");
    Greek best = value(defined("bermudan", fields, "A", "B"));
    Greek written = value(Scripted.of(
        "at 4 times until 1 { exercise { pay 100 * max(best(A / 100, B / 50) - 1, 0) } }", List.of("A", "B"),
        Optional.empty()));
    assertThat(best.value()).isCloseTo(written.value(),
        within(LARGEST_Z * (best.standardError() + written.standardError())));
    Map<String, String> worstFields = new HashMap<>(fields);
    worstFields.put("aggregate", "worst");
    assertThat(value(defined("bermudan", worstFields, "A", "B")).value())
        .isLessThan(best.value() - 1);
  }

  /** What is held after a date of decision, from the value of what is held after the next one; prices start at 100. */
  private static double held(double price, DoubleUnaryOperator next) {
    int intervals = 800;
    double far = 8;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double z = -far + 2 * far * i / intervals;
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * NORMAL.density(z) * next.applyAsDouble(
          price * StrictMath.exp((RATE - 0.5 * VOL * VOL) * QUARTER + VOL * Math.sqrt(QUARTER) * z));
    }
    return StrictMath.exp(-RATE * QUARTER) * sum * 2 * far / intervals / 3;
  }

  /** A function of prices as a table of their logarithms. */
  private static DoubleUnaryOperator table(DoubleUnaryOperator function) {
    int size = 1500;
    double from = StrictMath.log(5);
    double width = (StrictMath.log(2000) - from) / (size - 1);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = function.applyAsDouble(StrictMath.exp(from + i * width));
    }
    return price -> {
      double place = Math.clamp((StrictMath.log(price) - from) / width, 0, size - 1.001);
      int i = (int) place;
      return values[i] + (place - i) * (values[i + 1] - values[i]);
    };
  }

  /** The probability that the price ends a quarter below a level. */
  private static double below(double price, double level, double sign) {
    double deviation = VOL * Math.sqrt(QUARTER);
    return NORMAL.cumulativeProbability(
        (StrictMath.log(level / price) - RATE * QUARTER) / deviation + sign * 0.5 * deviation);
  }

  /** What a note is worth that pays 2 each quarter, at the price of the asset. */
  private static DoubleUnaryOperator callable(double barrier) {
    double coupon = 2;
    double discount = StrictMath.exp(-RATE * QUARTER);
    DoubleUnaryOperator last = price -> discount * (coupon + 100 * (1 - below(price, barrier, 1)))
        + price * below(price, barrier, -1);
    DoubleUnaryOperator third = table(price -> coupon + Math.min(100, last.applyAsDouble(price)));
    DoubleUnaryOperator second = table(price -> coupon + Math.min(100, held(price, third)));
    DoubleUnaryOperator first = table(price -> coupon + Math.min(100, held(price, second)));
    return price -> held(price, first);
  }

  private static Scripted callableNote(String barrier) {
    return defined("callable-reverse-convertible",
        Map.of("initialFixings", "[100]", "nominal", "100", "coupon", "2", "barrier", barrier, "expiry", "1", "coupons",
            "4 times until 1", "calls", "[0.25, 0.5, 0.75]"),
        "A");
  }

  /**
   * With decisions that are expected to be right everywhere, not only where somebody is indifferent, vibrato is off by
   * a seventh here: a path that decides otherwise than is best gains or loses what a derivative along paths does not
   * see.
   */
  @ParameterizedTest
  @EnumSource(names = {"VIBRATO", "SCORE_FIRST"})
  void theDeltaOfACallableNoteIsThatOfTheBestDecisions(EstimatorChoice choice) {
    DoubleUnaryOperator exact = callable(65);
    double h = 0.5;
    Greek delta = only(engine.evaluate(callableNote("0.65"), market, EnumSet.of(Measure.DELTA),
        SETTINGS.withEstimator(Measure.DELTA, choice)), Measure.DELTA);
    assertThat(delta.value()).isCloseTo((exact.applyAsDouble(100 + h) - exact.applyAsDouble(100 - h)) / (2 * h),
        within(LARGEST_Z * delta.standardError()));
  }

  @Test
  void aCallableNoteIsBetweenItsValueAndItsBoundAlthoughItJumps() {
    double exact = callable(80).applyAsDouble(100);
    Greeks greeks = evaluate(callableNote("0.8"));
    Greek value = only(greeks, Measure.VALUE);
    assertThat(value.value()).isGreaterThan(exact - LARGEST_Z * value.standardError())
        .isLessThan(exact * 1.003 + LARGEST_Z * value.standardError());
    Greek bound = only(greeks, Measure.BOUND);
    assertThat(bound.value()).isLessThan(exact + LARGEST_Z * bound.standardError())
        .isGreaterThan(exact * 0.996 - LARGEST_Z * bound.standardError());
    // A martingale that does not see the jump leaves more than twice this.
    assertThat(bound.standardError()).isLessThan(0.03);
  }

  @Test
  void aPuttableNoteIsBetweenItsValueAndItsBound() {
    DoubleUnaryOperator end = price -> Math.min(Math.max(price, 50), 120);
    DoubleUnaryOperator third = table(price -> Math.max(96, held(price, end)));
    DoubleUnaryOperator second = table(price -> Math.max(96, held(price, third)));
    DoubleUnaryOperator first = table(price -> Math.max(96, held(price, second)));
    double exact = held(100, first);
    Scripted note = defined("puttable-note", Map.of("initialFixing", "100", "nominal", "100", "floor", "0.5", "cap",
        "1.2", "putPrice", "96", "expiry", "1", "puts", "[0.25, 0.5, 0.75]"), "A");
    Greeks greeks = evaluate(note);
    Greek value = only(greeks, Measure.VALUE);
    assertThat(value.value()).isLessThan(exact + LARGEST_Z * value.standardError())
        .isGreaterThan(exact * 0.997 - LARGEST_Z * value.standardError());
    Greek bound = only(greeks, Measure.BOUND);
    assertThat(bound.value()).isGreaterThan(exact - LARGEST_Z * bound.standardError())
        .isLessThan(exact * 1.004 + LARGEST_Z * bound.standardError());
  }
}
