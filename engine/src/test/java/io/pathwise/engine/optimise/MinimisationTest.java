package io.pathwise.engine.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.optimise.Minimum.Known;
import io.pathwise.engine.optimise.Minimum.Parameter;
import io.pathwise.engine.optimise.Minimum.Verdict;
import io.pathwise.engine.run.ReferenceBackend;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Minima are those that are known, intervals cover them as often as they say, and what does not converge says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MinimisationTest {

  private static final double[] LAW_START = {0.5, 0.0};
  private static final double[] CALL_START = {0.9, 0.4};
  private static final long MOST_PATHS = 4_000_000;

  /** Of 100 intervals with 95 %, at least 88 cover with a probability of 99.9 %; of those with 80 %, with 2.5 %. */
  private static final int LEAST_OF_100 = 88;
  /** Of 50 intervals with 95 %, at least 43 cover with a probability of 99.7 %; of those with 75 %, with 4.5 %. */
  private static final int LEAST_OF_50 = 43;

  private KnownOptima optima;

  @BeforeAll
  void compile() {
    optima = new KnownOptima();
  }

  @AfterAll
  void close() {
    optima.close();
  }

  private static double tolerance(Method method) {
    return method.isOfFiniteSet() ? 1e-7 : 1e-3;
  }

  private Minimum law(Method method, long seed) {
    return Minimisation.run(optima.law(seed), KnownOptima.lawBox(), LAW_START,
        SearchSettings.of(method, 32, MOST_PATHS, tolerance(method)));
  }

  private Minimum calls(Method method, List<Double> quotes, double error, long seed) {
    return Minimisation.run(optima.calls(quotes, error, seed), KnownOptima.callBox(), CALL_START,
        SearchSettings.of(method, 32, 3 * MOST_PATHS, 0.1 * tolerance(method)));
  }

  private static Known known(Parameter parameter) {
    return parameter.known().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void findsTheMinimumOfAnExpectation(Method method) {
    Minimum found = law(method, 11);
    assertThat(found.verdict()).isEqualTo(Verdict.CONVERGED);
    for (int k = 0; k < 2; k++) {
      Parameter parameter = found.parameters().get(k);
      assertThat(Math.abs(parameter.value() - KnownOptima.LAW.get(k)) / known(parameter).standardError())
          .isLessThan(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheMinimumOfSquaredErrors(Method method) {
    Minimum found = calls(method, KnownOptima.quotes(), 0, 12);
    assertThat(found.verdict()).isEqualTo(Verdict.CONVERGED);
    for (int k = 0; k < 2; k++) {
      Parameter parameter = found.parameters().get(k);
      assertThat(known(parameter).standardError()).isLessThan(0.05);
      assertThat(Math.abs(parameter.value() - KnownOptima.MARKET.get(k)) / known(parameter).standardError())
          .isLessThan(4);
    }
  }

  @Test
  void methodsOfAFiniteSetFindTheSamePoint() {
    double[] svrg = values(calls(Method.SVRG, KnownOptima.quotes(), 0, 13));
    double[] saga = values(calls(Method.SAGA, KnownOptima.quotes(), 0, 13));
    assertThat(saga[0]).isCloseTo(svrg[0], within(1e-3));
    assertThat(saga[1]).isCloseTo(svrg[1], within(1e-3));
  }

  private static double[] values(Minimum minimum) {
    return minimum.parameters().stream().mapToDouble(Parameter::value).toArray();
  }

  @Test
  void intervalsOfAnExpectationCoverTheMinimumAsOftenAsTheySay() {
    double naive = 0;
    int[] covered = new int[2];
    int seeds = 100;
    for (int seed = 0; seed < seeds; seed++) {
      Minimum found = law(Method.SVRG, 1000 + seed);
      assertThat(found.verdict()).isEqualTo(Verdict.CONVERGED);
      for (int k = 0; k < 2; k++) {
        covered[k] += known(found.parameters().get(k)).covers(KnownOptima.LAW.get(k)) ? 1 : 0;
      }
      // Without the sandwich: the inverse of the Hessian, which is 2 for the logarithm of the deviation.
      double error = 1.96 * Math.sqrt(0.5 / (32 * 256));
      naive += Math.abs(found.parameters().get(1).value() - KnownOptima.LAW.get(1)) < error ? 1 : 0;
    }
    assertThat(Arrays.stream(covered).boxed().toList()).allMatch(count -> count >= LEAST_OF_100);
    assertThat(naive / seeds).isLessThan(0.8);
  }

  @Test
  void intervalsOfACalibrationCoverWhatQuotesWithErrorsCameFrom() {
    Random noise = new Random(5);
    double error = 0.003;
    int[] covered = new int[2];
    int[] coveredByHalf = new int[2];
    for (int seed = 0; seed < 50; seed++) {
      List<Double> quotes = KnownOptima.quotes().stream().map(quote -> quote + error * noise.nextGaussian()).toList();
      Minimum found = calls(Method.SVRG, quotes, error, 2000 + seed);
      assertThat(found.verdict()).isEqualTo(Verdict.CONVERGED);
      for (int k = 0; k < 2; k++) {
        Known known = known(found.parameters().get(k));
        covered[k] += known.covers(KnownOptima.MARKET.get(k)) ? 1 : 0;
        coveredByHalf[k] += Math.abs(found.parameters().get(k).value() - KnownOptima.MARKET.get(k)) < known
            .standardError() ? 1 : 0;
      }
    }
    assertThat(Arrays.stream(covered).boxed().toList()).allMatch(count -> count >= LEAST_OF_50);
    // Half as wide they would be seen to be wrong.
    assertThat(Arrays.stream(coveredByHalf).boxed().toList()).allMatch(count -> count < LEAST_OF_50);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameBitsOnAllBackendsAndThreads(Method method) {
    SearchSettings settings = new SearchSettings(method, 32, 30_000, OptionalDouble.empty(), OptionalDouble.empty(), 3);
    List<Minimum> found = Stream.of(new KnownOptima(new CpuBackend(), 1), new KnownOptima(new CpuBackend(), 3),
        new KnownOptima(new ReferenceBackend(), 1)).map(same -> {
          try (same) {
            return Minimisation.run(same.law(7), KnownOptima.lawBox(), LAW_START, settings);
          }
        }).toList();
    assertThat(found.get(1)).isEqualTo(found.getFirst());
    assertThat(found.get(2)).isEqualTo(found.getFirst());
  }

  @Test
  void saysWhenThePathsAreSpent() {
    Minimum found = Minimisation.run(optima.law(1), KnownOptima.lawBox(), LAW_START,
        SearchSettings.of(Method.SGD, 64, 20_000, 1e-12));
    assertThat(found.verdict()).isEqualTo(Verdict.PATHS_SPENT);
    assertThat(found.verdict().isConverged()).isFalse();
    assertThat(found.parameters()).allSatisfy(parameter -> assertThat(parameter.known()).isEmpty());
  }

  @Test
  void aParameterIsHeldAtItsLimit() {
    Minimum found = Minimisation.run(optima.law(1), List.of(Interval.linear(-3, 0.8), Interval.linear(-2, 3)),
        LAW_START, SearchSettings.of(Method.SVRG, 64, MOST_PATHS, 1e-9));
    assertThat(found.verdict()).isEqualTo(Verdict.CONVERGED);
    assertThat(found.parameters().getFirst().isAtLimit()).isTrue();
    assertThat(found.parameters().getFirst().value()).isEqualTo(0.8);
    assertThat(known(found.parameters().get(1)).covers(0.5 * Math.log(2 + 0.04))).isTrue();
  }

  /** One call does not tell level and volatility apart: the search ends nowhere in particular, or at a limit. */
  @Test
  void parametersThatAreNotToldApartGetNoInterval() {
    for (long seed = 3; seed < 6; seed++) {
      Minimum found = calls(Method.SVRG, KnownOptima.quotes().subList(0, 1), 0, seed);
      assertThat(found.parameters()).anyMatch(parameter -> parameter.known().isEmpty());
    }
  }

  @Test
  void refusesWhatCannotBeSearched() {
    assertThatThrownBy(() -> Minimisation.run(optima.law(1), KnownOptima.lawBox(), new double[]{9, 0},
        SearchSettings.of(Method.SVRG, 64, 1000, 1e-3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9.0 is not between the limits");
    assertThatThrownBy(() -> SearchSettings.of(Method.SVRG, 16, 1000, 1e-3))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at least 32");
    assertThatThrownBy(() -> Interval.logarithmic(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Method.of("newton")).hasMessageContaining("allowed: sgd, adam, svrg, saga");
  }

  /** The square of one mean is biased by its variance, and so is its gradient; the product of two halves is neither. */
  @Test
  void twoHalvesHaveNoBiasWhereOneMeanHasSome() {
    double[] at = {KnownOptima.MARKET.get(0), KnownOptima.MARKET.get(1)};
    int samples = 2048;
    double[] pairs = new double[3 * samples];
    optima.calls(KnownOptima.quotes(), 0, 4).compute(at, 0, samples, pairs);
    BatchGradient halves = BatchGradient.of(pairs, 2);
    double[] plugIn = new double[3 * samples];
    for (int j = 0; j < 3; j++) {
      double[] means = new double[3 * samples];
      optima.call(KnownOptima.STRIKES.get(j), 4).compute(at, 0, samples, means);
      for (int i = 0; i < samples; i++) {
        double error = means[3 * i] - KnownOptima.quotes().get(j);
        plugIn[3 * i] += (1 + j) * error * error;
        plugIn[3 * i + 1] += 2 * (1 + j) * error * means[3 * i + 1];
        plugIn[3 * i + 2] += 2 * (1 + j) * error * means[3 * i + 2];
      }
    }
    BatchGradient one = BatchGradient.of(plugIn, 2);
    assertThat(IntStream.range(0, 2).mapToDouble(k -> z(halves, k)).max().orElseThrow()).isLessThan(4);
    assertThat(IntStream.range(0, 2).mapToDouble(k -> z(one, k)).max().orElseThrow()).isGreaterThan(4);
  }

  private static double z(BatchGradient batch, int k) {
    return Math.abs(batch.gradient()[k]) / Math.sqrt(batch.covariance()[k][k] / batch.samples());
  }
}
