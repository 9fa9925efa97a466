package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.engine.training.PolicyTraining;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products that somebody may exercise or call: against lattices, closed forms and published figures, bounds from both
 * sides, limits, and what a policy that is not fitted, or differentiated twice, would give.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ExerciseTest {

  private static final double LARGEST_Z = 4;
  private static final long PATHS = 65_536;
  private static final Settings SETTINGS = Settings.paths(PATHS).withTrainingPaths(32_768);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(double spot, double rate, double vol) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.blackScholes("A", "USD", spot, 0, vol)), Correlations.NONE);
  }

  private static Scripted script(String text, String... assets) {
    return Scripted.of(text, List.of(assets), Optional.empty());
  }

  private static Scripted put(double strike, int times) {
    return script("at %s times until 1 { exercise { pay max(%s - A, 0) } }".formatted(times, strike), "A");
  }

  private Greeks evaluate(Scripted product, MarketData market, Set<Measure> measures) {
    return engine.evaluate(product, market, measures, SETTINGS);
  }

  private static Greek only(Greeks greeks, Measure measure) {
    return greeks.all(measure).getFirst();
  }

  /** A lattice (Leisen and Reimer 1996 for its probabilities would do, too): many steps between exercise times. */
  private static double lattice(double spot, double strike, double rate, double vol, int times) {
    int between = 4000 / times;
    int steps = between * times;
    double length = 1.0 / steps;
    double up = StrictMath.exp(vol * Math.sqrt(length));
    double discount = StrictMath.exp(-rate * length);
    double probability = (1 / discount - 1 / up) / (up - 1 / up);
    double[] values = new double[steps + 1];
    for (int step = steps; step >= 0; step--) {
      for (int i = 0; i <= step; i++) {
        double price = spot * StrictMath.pow(up, 2.0 * i - step);
        double held = step == steps ? 0 : discount * (probability * values[i + 1] + (1 - probability) * values[i]);
        values[i] = step > 0 && step % between == 0 ? Math.max(held, strike - price) : held;
      }
    }
    return values[0];
  }

  @ParameterizedTest
  @CsvSource({"36, 0.2", "40, 0.2", "44, 0.4"})
  void putsAreThoseOfALattice(double spot, double vol) {
    MarketData market = market(spot, 0.06, vol);
    Greeks greeks = evaluate(put(40, 12), market, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA));
    double exact = lattice(spot, 40, 0.06, vol, 12);
    Greek value = only(greeks, Measure.VALUE);
    assertThat(value.value()).isLessThan(exact + LARGEST_Z * value.standardError())
        .isGreaterThan(exact * 0.998 - LARGEST_Z * value.standardError());
    Greek bound = only(greeks, Measure.BOUND);
    assertThat(bound.value()).isGreaterThan(exact - LARGEST_Z * bound.standardError())
        .isLessThan(exact * 1.006 + LARGEST_Z * bound.standardError());
    double h = 0.4;
    double above = lattice(spot + h, 40, 0.06, vol, 12);
    double below = lattice(spot - h, 40, 0.06, vol, 12);
    Greek delta = only(greeks, Measure.DELTA);
    assertThat(delta.value()).isCloseTo((above - below) / (2 * h), within(LARGEST_Z * delta.standardError() + 3e-3));
    Greek gamma = only(greeks, Measure.GAMMA);
    assertThat(gamma.value()).isCloseTo((above - 2 * exact + below) / (h * h),
        within(LARGEST_Z * gamma.standardError() + 2e-3));
  }

  /** Longstaff and Schwartz 2001, table 1: by finite differences, with 50 exercise times a year. */
  @ParameterizedTest
  @CsvSource({"36, 4.478", "40, 2.314"})
  void publishedPuts(double spot, double published) {
    Greek value = only(evaluate(put(40, 50), market(spot, 0.06, 0.2), EnumSet.of(Measure.VALUE)), Measure.VALUE);
    assertThat(value.value()).isLessThan(published + LARGEST_Z * value.standardError())
        .isGreaterThan(published * 0.998 - LARGEST_Z * value.standardError());
  }

  /** Glasserman 2003, p. 462: the larger of two prices, nine times in three years. */
  @Test
  void thePublishedCallOnTheLargerOfTwo() {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", 0.05)),
        List.of(Asset.blackScholes("A", "USD", 100, 0.1, 0.2), Asset.blackScholes("B", "USD", 100, 0.1, 0.2)),
        Correlations.NONE);
    Greeks greeks = evaluate(script("at 9 times until 3 { exercise { pay max(best(prices) - 100, 0) } }", "A", "B"),
        market, EnumSet.of(Measure.VALUE));
    Greek value = only(greeks, Measure.VALUE);
    assertThat(value.value()).isLessThan(13.90 + LARGEST_Z * value.standardError())
        .isGreaterThan(13.90 * 0.998 - LARGEST_Z * value.standardError());
    Greek bound = only(greeks, Measure.BOUND);
    assertThat(bound.value()).isGreaterThan(13.90 - LARGEST_Z * bound.standardError())
        .isLessThan(13.90 * 1.006 + LARGEST_Z * bound.standardError());
    assertThat(greeks.all(Measure.EXERCISE_PROBABILITY)).hasSize(9);
    assertThat(greeks.all(Measure.EXERCISE_PROBABILITY).stream().mapToDouble(Greek::value).sum()).isBetween(0.5, 1.0);
  }

  @Test
  void aSingleTimeIsThatOfAEuropean() {
    MarketData market = market(100, 0.05, 0.2);
    Greeks greeks = evaluate(put(100, 1), market, EnumSet.of(Measure.VALUE, Measure.DELTA));
    AnalyticPrice exact = AnalyticPrice.of(market, new European("A", OptionType.PUT, 100, 1, 1)).orElseThrow();
    Greek value = only(greeks, Measure.VALUE);
    assertThat(value.value()).isCloseTo(exact.value(), within(LARGEST_Z * value.standardError()));
    assertThat(only(greeks, Measure.EXERCISE_TIME).value()).isEqualTo(1);
  }

  /** Certain prices: exercised at once where waiting costs interest only. */
  @Test
  void withoutVolatilityTheFirstTimeIsTaken() {
    Greeks greeks = evaluate(put(110, 4), market(100, 0.05, 0), EnumSet.of(Measure.VALUE));
    double exact = 110 * StrictMath.exp(-0.05 / 4) - 100;
    assertThat(only(greeks, Measure.VALUE).value()).isCloseTo(exact, within(1e-9));
    assertThat(only(greeks, Measure.BOUND).value()).isCloseTo(exact, within(1e-6));
    assertThat(only(greeks, Measure.EXERCISE_TIME).value()).isEqualTo(0.25);
  }

  @Test
  void whatIsNeverInTheMoneySaysThatNothingWasSeen() {
    Greek value = only(evaluate(put(20, 4), market(100, 0.05, 0.2), EnumSet.of(Measure.VALUE)), Measure.VALUE);
    assertThat(value.value()).isZero();
    assertThat(value.status()).isEqualTo(Greek.Status.NO_HITS);
  }

  /** Known coupons, called where what is left of them is worth more than the price: no path differs from another. */
  @Test
  void anIssuerCallsWhatIsDear() {
    Scripted callable = script("at 4 times until 2 { pay 5 } at 4 times until 2 { call { pay 100 } } at 2 { pay 100 }",
        "A");
    Greek dear = only(evaluate(callable, market(100, 0.02, 0.2), EnumSet.of(Measure.VALUE)), Measure.VALUE);
    assertThat(dear.value()).isCloseTo(105 * StrictMath.exp(-0.01), within(1e-9));
    Greek cheap = only(evaluate(callable, market(100, 0.2, 0.2), EnumSet.of(Measure.VALUE)), Measure.VALUE);
    double held = 0;
    for (int i = 1; i <= 4; i++) {
      held += (i < 4 ? 5 : 105) * StrictMath.exp(-0.1 * i);
    }
    assertThat(cheap.value()).isCloseTo(held, within(LARGEST_Z * cheap.standardError() + 1e-9));
  }

  /** The issuer's bound is below the value that his policy gives. */
  @Test
  void boundsOfCallsLieBelow() {
    Greeks greeks = evaluate(script("""
        at 4 times until 2 { pay 3 }
        at 4 times until 2 { call { pay 100 } }
        at 2 { pay min(A, 100) }""", "A"), market(100, 0.03, 0.2), EnumSet.of(Measure.VALUE));
    Greek value = only(greeks, Measure.VALUE);
    Greek bound = only(greeks, Measure.BOUND);
    assertThat(bound.value()).isLessThan(value.value() + LARGEST_Z * value.standardError())
        .isGreaterThan(value.value() * 0.98);
  }

  @Test
  void whereBothSidesDecideThereIsNoBound() {
    Greeks greeks = evaluate(script("""
        at 4 times until 2 { exercise { pay 95 } }
        at 4 times until 2 { call { pay 105 } }
        at 2 { pay min(A, 130) }""", "A"), market(100, 0.03, 0.2), EnumSet.of(Measure.VALUE));
    assertThat(only(greeks, Measure.BOUND).status()).isEqualTo(Greek.Status.NOT_APPLICABLE);
    assertThat(only(greeks, Measure.VALUE).value()).isBetween(90.0, 105.0);
  }

  /**
   * The derivative of a swap that may be cancelled is linear on every path, so that only the decision bends the value:
   * differentiating it twice along paths would give 0.
   */
  @Test
  void secondDerivativesSeeTheDecision() {
    Scripted swap = script("at 4 times until 2 { pay 100 - A } at 4 times until 2 { exercise { } }", "A");
    MarketData market = market(100, 0.05, 0.2);
    Greek gamma = only(evaluate(swap, market, EnumSet.of(Measure.GAMMA)), Measure.GAMMA);
    Greek bump = only(engine.evaluate(swap, market, EnumSet.of(Measure.GAMMA),
        SETTINGS.withEstimator(Measure.GAMMA, EstimatorChoice.BUMP)), Measure.GAMMA);
    assertThat(gamma.estimator()).contains("score");
    assertThat(gamma.value()).isGreaterThan(10 * gamma.standardError())
        .isCloseTo(bump.value(), within(LARGEST_Z * bump.standardError()));
  }

  /** Of the fixed policy, with its boundary moving or held: they agree because the policy is nearly the best. */
  @Test
  void scoresAgreeWithThePathwiseDerivative() {
    MarketData market = market(40, 0.06, 0.2);
    Greek pathwise = only(evaluate(put(40, 6), market, EnumSet.of(Measure.DELTA)), Measure.DELTA);
    Greek score = only(engine.evaluate(put(40, 6), market, EnumSet.of(Measure.DELTA),
        SETTINGS.withEstimator(Measure.DELTA, EstimatorChoice.SCORE_FIRST)), Measure.DELTA);
    assertThat(score.value()).isCloseTo(pathwise.value(),
        within(LARGEST_Z * Math.hypot(score.standardError(), pathwise.standardError())));
  }

  /** The negative control: decisions that are not fitted hold to the end, and miss the early exercise. */
  @Test
  void anUnfittedPolicyIsWorthLess() {
    MarketData market = market(36, 0.06, 0.2);
    double fitted = only(evaluate(put(40, 12), market, EnumSet.of(Measure.VALUE)), Measure.VALUE).value();
    double european = AnalyticPrice.of(market, new European("A", OptionType.PUT, 40, 1, 1)).orElseThrow().value();
    Scripted paidAtTheEnd = script(
        "at 12 times until 1 { exercise { pay max(40 - A, 0) } } at 1 { pay max(40 - A, 0) }",
        "A");
    PricingProgram pricing = PricingProgram.of(paidAtTheEnd, market);
    LoweredProgram lowered = Lowering
        .lower(Pruning.prune(pricing.program().withOutputs(List.of(pricing.program().output(PricingProgram.VALUE)))));
    try (Simulation simulation = new Simulation(2)) {
      Estimate unfitted = simulation.run(BlockSource.of(new CpuBackend().compile(lowered, Sampling.INDEPENDENT),
          new Binding(lowered, pricing.inputs()), NoiseKey.results(1)), MomentLayout.of(1), 0, 256).estimate(0);
      assertThat(unfitted.mean()).isCloseTo(european, within(LARGEST_Z * unfitted.standardError()));
    }
    assertThat(fitted).isGreaterThan(european + 0.3);
  }

  /** The control has mean 0: with it and without it the values agree, and its error is a fraction of the other. */
  @Test
  void theMartingaleTakesVarianceFromTheValue() {
    MarketData market = market(36, 0.06, 0.2);
    Greeks greeks = evaluate(put(40, 12), market, EnumSet.of(Measure.VALUE));
    assertThat(greeks.all(Measure.VALUE)).hasSize(1);
    Greek controlled = only(greeks, Measure.VALUE);
    Greek plain = only(engine.evaluate(put(40, 12), market, EnumSet.of(Measure.VALUE),
        SETTINGS.withControlVariates(false)), Measure.VALUE);
    assertThat(controlled.estimator()).isEqualTo("mean-martingale-control");
    assertThat(plain.estimator()).isEqualTo("mean");
    assertThat(controlled.standardError()).isLessThan(0.2 * plain.standardError());
    assertThat(controlled.value()).isCloseTo(plain.value(),
        within(LARGEST_Z * Math.hypot(controlled.standardError(), plain.standardError())));
  }

  /** Where more paths are asked for than would take the martingale's error away, the plain mean is the better one. */
  @Test
  void theMartingaleIsLeftOutWhereItDoesNotPay() {
    Greek value = only(engine.evaluate(put(40, 4), market(36, 0.06, 0.2), EnumSet.of(Measure.VALUE),
        Settings.paths(1L << 24).withTrainingPaths(8192)), Measure.VALUE);
    assertThat(value.estimator()).isEqualTo("mean");
  }

  /**
   * American puts under Heston's model (Ikonen and Toivanen 2008, table of their reference prices) lie between the two
   * sides, which noise of the variance does not hold far apart.
   */
  @ParameterizedTest
  @CsvSource({"9, 1.107621", "10, 0.520030"})
  void publishedPutsUnderHestonAreBetweenTheSides(double spot, double published) {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", 0.1)),
        List.of(Asset.of("A", "USD", spot, 0,
            new AssetModel.Heston(StochasticVariance.of(0.0625, 5, 0.16, 0.9, 0.1)))),
        Correlations.NONE);
    Greeks greeks = evaluate(script("at 50 times until 0.25 { exercise { pay max(10 - A, 0) } }", "A"), market,
        EnumSet.of(Measure.VALUE));
    Greek value = only(greeks, Measure.VALUE);
    Greek bound = only(greeks, Measure.BOUND);
    assertThat(value.value()).isLessThan(published + LARGEST_Z * value.standardError());
    assertThat(bound.value()).isGreaterThan(published - LARGEST_Z * bound.standardError());
    assertThat(bound.value() / value.value()).isLessThan(1.02);
  }

  /** A mean of what is observed later is no number before: what is made of it must not spoil the rest. */
  @Test
  void whatIsNoNumberBeforeItsTimeIsLeftOut() {
    Scripted asian = script("""
        state total = 0
        state seen = 0
        at 6 times until 1 { set total = total + A set seen = seen + 1 }
        at 6 times until 1 { exercise { pay max(total / seen - 100, 0) } }""", "A");
    Greeks greeks = evaluate(asian, market(100, 0.05, 0.3), EnumSet.of(Measure.VALUE));
    Greek value = only(greeks, Measure.VALUE);
    assertThat(only(greeks, Measure.BOUND).value()).isBetween(value.value(), 1.05 * value.value());
  }

  /** What twelve times leave out of exercise at any time, by a lattice; with four times a year nothing is said. */
  @Test
  void whatTimesLeaveOutIsEstimated() {
    MarketData market = market(36, 0.06, 0.2);
    Greek value = only(engine.evaluate(put(40, 12), market, EnumSet.of(Measure.VALUE),
        SETTINGS.withExerciseErrors(true)), Measure.VALUE);
    double[] gain = remark(value.message(), "exercise at any time would add about");
    double exact = lattice(36, 40, 0.06, 0.2, 500) - lattice(36, 40, 0.06, 0.2, 12);
    assertThat(exact).isGreaterThan(LARGEST_Z * gain[1]);
    assertThat(gain[0]).isCloseTo(exact, within(LARGEST_Z * gain[1]));
    assertThat(only(engine.evaluate(put(40, 4), market, EnumSet.of(Measure.VALUE), SETTINGS.withExerciseErrors(true)),
        Measure.VALUE).message()).doesNotContain("any time");
  }

  /**
   * A policy that is far from the best, as it knows no more than the mean of what is to come: with what decisions add
   * the derivative along paths is that of values with policies learnt anew, without it is not.
   */
  @Test
  void whatDecisionsAddToDerivativesIsEstimated() {
    Scripted crude = script("at 0.5 { exercise using A * 0 { pay A } } at 1 { pay max(A, 40) }", "A");
    Settings plain = SETTINGS.withControlVariates(false);
    Greek delta = only(engine.evaluate(crude, market(36, 0.06, 0.3), EnumSet.of(Measure.DELTA),
        plain.withExerciseErrors(true)), Measure.DELTA);
    double h = 0.4;
    double above = only(engine.evaluate(crude, market(36 + h, 0.06, 0.3), EnumSet.of(Measure.VALUE), plain),
        Measure.VALUE).value();
    double below = only(engine.evaluate(crude, market(36 - h, 0.06, 0.3), EnumSet.of(Measure.VALUE), plain),
        Measure.VALUE).value();
    double all = (above - below) / (2 * h);
    double[] left = remark(delta.message(), "what decisions add, left out, is about");
    double error = LARGEST_Z * Math.hypot(left[1], delta.standardError());
    assertThat(delta.value() + left[0]).isCloseTo(all, within(error));
    assertThat(Math.abs(delta.value() - all)).isGreaterThan(error);
  }

  /**
   * A delta is another one with other paths to learn from, by far more than the noise of its own paths: errors of that
   * noise alone, which is less than a fifth of the variance that is stated, would be too small.
   */
  @Test
  void errorsOfDerivativesKnowThatDecisionsWereLearnt() {
    double h = 0.5;
    double exact = (lattice(36 + h, 40, 0.06, 0.2, 12) - lattice(36 - h, 40, 0.06, 0.2, 12)) / (2 * h);
    double squares = 0;
    double learnt = 0;
    int seeds = 12;
    for (int seed = 1; seed <= seeds; seed++) {
      Greek delta = only(engine.evaluate(put(40, 12), market(36, 0.06, 0.2), EnumSet.of(Measure.DELTA),
          Settings.paths(200_000).withTrainingPaths(8192).withSeed(seed)), Measure.DELTA);
      Matcher matcher = Pattern.compile("(\\S+) of the standard error is that of what was learnt")
          .matcher(delta.message());
      assertThat(matcher.find()).as(delta.message()).isTrue();
      double share = Double.parseDouble(matcher.group(1)) / delta.standardError();
      double z = (delta.value() - exact) / delta.standardError();
      squares += z * z / seeds;
      learnt += share * share / seeds;
    }
    assertThat(squares).isBetween(0.3, 2.2);
    assertThat(learnt).isGreaterThan(0.8);
  }

  /** Where the policy is good, decisions add nothing that is seen. */
  @Test
  void whatDecisionsAddToAGoodPolicyIsNothing() {
    Greek delta = only(engine.evaluate(put(40, 12), market(40, 0.06, 0.2), EnumSet.of(Measure.DELTA),
        SETTINGS.withExerciseErrors(true)), Measure.DELTA);
    double[] left = remark(delta.message(), "what decisions add, left out, is about");
    assertThat(left[0]).isCloseTo(0, within(LARGEST_Z * left[1]));
    assertThat(left[1]).isLessThan(0.02);
  }

  /** The number and the error of a remark. */
  private static double[] remark(String message, String what) {
    Matcher matcher = Pattern.compile(what + " (\\S+) ± ([^\\s;]+)").matcher(message);
    assertThat(matcher.find()).as(message).isTrue();
    return new double[]{Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))};
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsLearntIsTheSameOnAllBackendsAndThreads(int threads) {
    PricingProgram expected = PricingProgram.of(put(40, 4), market(38, 0.06, 0.2));
    Inputs onReference = learn(expected, new ReferenceBackend(), 2);
    Inputs onCpu = learn(PricingProgram.of(put(40, 4), market(38, 0.06, 0.2)), new CpuBackend(), threads);
    expected.decisions().getFirst().learnt()
        .forEach(name -> assertThat(onCpu.stepValue(name)).isEqualTo(onReference.stepValue(name)));
  }

  private static Inputs learn(PricingProgram pricing, Backend backend, int threads) {
    try (Simulation simulation = new Simulation(threads)) {
      return new PolicyTraining(pricing.program(), PricingProgram.VALUE, pricing.decisions(), pricing.inputs())
          .train(backend::compile, simulation, 1, 8).inputs();
    }
  }
}
