package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Scripted;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options on a sum of which a part is known, against other estimators; with one price left they are options on that
 * price, and where the known part alone is above the strike they are forwards. Would find an estimator that searches
 * the threshold of the sum without what it began with, or of the whole sum where a part is paid on. Seeds are fixed,
 * the bound is 4.5 standard errors.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LivingSumsTest {

  private static final double LARGEST_Z = 4.5;
  private static final double RATE = 0.05;
  private static final double VOL = 0.2;
  private static final double TIME = 0.25;

  private static final Map<Measure, EstimatorChoice> UNSEARCHED = Map.of(Measure.DELTA,
      EstimatorChoice.PATHWISE_TANGENT, Measure.VEGA,
      EstimatorChoice.PATHWISE_ADJOINT, Measure.RHO, EstimatorChoice.PATHWISE_ADJOINT, Measure.THETA,
      EstimatorChoice.PATHWISE_TANGENT, Measure.GAMMA, EstimatorChoice.SCORE_ALL_OF_PATHWISE, Measure.VANNA,
      EstimatorChoice.SCORE_ALL_OF_PATHWISE);
  /** By how much standard errors are smaller at least. */
  private static final Map<Measure, Double> LEAST_GAINS = Map.of(Measure.VALUE, 10.0, Measure.DELTA, 10.0, Measure.VEGA,
      10.0, Measure.RHO, 10.0, Measure.THETA, 1.5, Measure.GAMMA, 100.0, Measure.VANNA, 100.0);
  private static final List<EstimatorChoice> SEARCHED = List.of(EstimatorChoice.CONDITIONAL_BRIDGE,
      EstimatorChoice.CONDITIONAL_PRINCIPAL);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);
  private final MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", RATE)),
      List.of(Asset.blackScholes("A", "USD", 100, 0, VOL)), Correlations.NONE);

  @AfterAll
  void close() {
    engine.close();
  }

  private static double call(double strike) {
    if (strike <= 0) {
      return 100 - strike * StrictMath.exp(-RATE * TIME);
    }
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double deviation = VOL * Math.sqrt(TIME);
    double d = (StrictMath.log(100 / strike) + RATE * TIME) / deviation + deviation / 2;
    return 100 * normal.cumulativeProbability(d)
        - strike * StrictMath.exp(-RATE * TIME) * normal.cumulativeProbability(d - deviation);
  }

  @ParameterizedTest
  @CsvSource({"0, 100", "65, 165", "-65, 35", "65, 190", "165, 165", "165, 100"})
  void withOnePriceLeftASumIsThatPrice(double known, double strike) {
    for (String payoff : List.of("max(x - %s, 0)", "max(%s - x, 0)")) {
      Scripted product = Scripted.of("state x = %s at 0.25 { set x = x + A } at 0.25 { pay %s }".formatted(known,
          payoff.formatted(strike)), List.of("A"), Optional.empty());
      double exact = call(strike - known) - (payoff.startsWith("max(x")
          ? 0
          : 100 - (strike - known) * StrictMath.exp(-RATE * TIME));
      for (Policy policy : List.of(Policy.PREFERENCE, Policy.PILOT, Policy.STRUCTURAL)) {
        Greek value = engine.evaluate(product, market, EnumSet.of(Measure.VALUE),
            Settings.paths(16_384).withPolicy(policy)).all(Measure.VALUE).getFirst();
        assertThat(value.value()).as("%s by %s", payoff, value.estimator())
            .isCloseTo(exact, within(LARGEST_Z * value.standardError() + 1e-9));
      }
    }
  }

  /** The known part far below, near and above the strike; the last two leave a forward, or nothing. */
  @ParameterizedTest
  @ValueSource(doubles = {-40, 0, 30, 199, 200, 230})
  void theRestOfASumAgreesWithEstimatorsThatSearchNoThreshold(double known) {
    for (String payoff : List.of("max(x - 200, 0)", "3 * max(200 - x, 0)")) {
      Scripted product = Scripted.of(
          "state x = %s at [0.25, 0.5] { set x = x + A } at 0.75 { pay %s }".formatted(known, payoff), List.of("A"),
          Optional.empty());
      for (Measure measure : Measure.values()) {
        if (measure != Measure.VALUE && !UNSEARCHED.containsKey(measure)) {
          continue;
        }
        Greek plain = plain(product, measure);
        for (EstimatorChoice searched : SEARCHED) {
          Greek integrated = greek(product, measure, searched);
          assertThat(integrated.value()).as("%s %s of %s after %s", integrated.estimator(), measure, payoff, known)
              .isCloseTo(plain.value(),
                  within(LARGEST_Z * Math.hypot(error(plain), error(integrated)) + 1e-9));
        }
      }
    }
  }

  @Test
  void aSumThatHasBegunHasLessVarianceWithADirectionIntegrated() {
    Scripted product = Scripted.of(
        "state x = 900 at [0.25, 0.5, 0.75] { set x = x + A } at 0.75 { pay max(x - 1200, 0) }",
        List.of("A"), Optional.empty());
    LEAST_GAINS.forEach((measure, least) -> {
      double gain = plain(product, measure).standardError()
          / greek(product, measure, EstimatorChoice.CONDITIONAL_PRINCIPAL).standardError();
      assertThat(gain).as("%s", measure).isGreaterThan(least);
    });
  }

  @Test
  void whatIsPaidWhileASumStillGrowsIsPaidOnThatPart() {
    Scripted product = Scripted.of(
        "state x = 0 at [%1$s, 1] { set x = x + A } at %1$s { pay max(x - 90, 0) }".formatted(TIME), List.of("A"),
        Optional.empty());
    for (Policy policy : List.of(Policy.PREFERENCE, Policy.PILOT, Policy.STRUCTURAL)) {
      Greek value = engine.evaluate(product, market, EnumSet.of(Measure.VALUE),
          Settings.paths(16_384).withPolicy(policy)).all(Measure.VALUE).getFirst();
      assertThat(value.value()).as("%s", value.estimator()).isCloseTo(call(90),
          within(LARGEST_Z * value.standardError() + 1e-9));
    }
  }

  /** Of what no path has met there is no error: it has to be nothing by all estimators. */
  private static double error(Greek greek) {
    return greek.status() == Greek.Status.NO_HITS ? 0 : greek.standardError();
  }

  private Greek plain(Scripted product, Measure measure) {
    if (measure != Measure.VALUE) {
      return greek(product, measure, Objects.requireNonNull(UNSEARCHED.get(measure)));
    }
    Greek mean = engine.evaluate(product, market, EnumSet.of(measure),
        Settings.paths(16_384).withControlVariates(false).withPolicy(Policy.STRUCTURAL)).all(measure).getFirst();
    assertThat(mean.estimator()).isEqualTo("mean");
    return mean;
  }

  private Greek greek(Scripted product, Measure measure, EstimatorChoice estimator) {
    Greek greek = engine.evaluate(product, market, EnumSet.of(measure),
        Settings.paths(16_384).withControlVariates(false).withEstimator(measure, estimator)).all(measure).getFirst();
    assertThat(greek.message()).as("%s by %s", measure, estimator).doesNotContain("refused");
    return greek;
  }
}
