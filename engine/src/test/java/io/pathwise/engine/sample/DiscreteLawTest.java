package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Distribution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the discrete laws against Commons Math: probabilities, frequencies of the draw, score. */
class DiscreteLawTest {

  private static final int GRID = 20_000;

  /** A law with its arguments; the true probabilities are those of {@link #probabilities}. */
  record Law(Distribution distribution, List<Double> arguments) {
    static Law of(Distribution distribution, double... arguments) {
      return new Law(distribution, Arrays.stream(arguments).boxed().toList());
    }

    double[] a() {
      return arguments.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public String toString() {
      return distribution.name() + " " + arguments;
    }

    Map<Double, Double> probabilities(double... arguments) {
      return probabilities(distribution, arguments);
    }

    private static Map<Double, Double> probabilities(Distribution distribution, double... arguments) {
      Map<Double, Double> result = new HashMap<>();
      switch (distribution) {
        case Categorical categorical -> {
          for (int i = 0; i < arguments.length; i++) {
            result.put((double) i, arguments[i] / Arrays.stream(arguments).sum());
          }
        }
        case TailDistribution remaining -> {
          result.putAll(probabilities(remaining.law(), arguments));
          IntStream.range(0, remaining.from()).forEach(k -> result.remove((double) k));
          double sum = result.values().stream().mapToDouble(Double::doubleValue).sum();
          result.replaceAll((value, probability) -> probability / sum);
        }
        case Bernoulli bernoulli -> {
          BinomialDistribution oracle = new BinomialDistribution(1, arguments[0]);
          result.put(0.0, oracle.probability(0));
          result.put(1.0, oracle.probability(1));
        }
        case Poisson poisson -> {
          PoissonDistribution oracle = new PoissonDistribution(arguments[0]);
          for (int k = 0; k < poisson.maximum(); k++) {
            result.put((double) k, oracle.probability(k));
          }
          result.put((double) poisson.maximum(), 1.0 - oracle.cumulativeProbability(poisson.maximum() - 1));
        }
        default -> throw new IllegalArgumentException(distribution.name());
      }
      return result;
    }
  }

  static Stream<Law> laws() {
    return Stream.of(Law.of(new Bernoulli(), 0.3), Law.of(new Bernoulli(), 0.999), Law.of(new Poisson(40), 2.5),
        Law.of(new Poisson(3), 2.5), Law.of(new Poisson(1), 0.2), Law.of(new Poisson(12), 12.0),
        Law.of(new Categorical(2), 1.0, 3.0), Law.of(new Categorical(4), 0.1, 0.4, 0.2, 0.3),
        Law.of(new TailDistribution(new Poisson(20), 3), 1.4),
        Law.of(new TailDistribution(new Categorical(4), 2), 5.0, 1, 2, 4));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void outcomesHaveTheProbabilitiesOfCommonsMath(Law law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    Map<Double, Double> actual = evaluator.outcomes(law.a());
    Map<Double, Double> expected = law.probabilities(law.a());
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    // The tail series is cut at 1e-11 of the tail or less.
    expected.forEach((value, probability) -> assertThat(actual.get(value)).isCloseTo(probability, within(1e-12)));
    assertThat(actual.values().stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1.0, within(1e-11));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void drawTakesEachValueOnAPartOfTheUnitIntervalAsLongAsItsProbability(Law law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    Map<Double, Integer> counts = new HashMap<>();
    for (int i = 0; i < GRID; i++) {
      counts.merge(evaluator.draw((i + 0.5) / GRID, law.a()), 1, Integer::sum);
    }
    Map<Double, Double> probabilities = law.probabilities(law.a());
    assertThat(probabilities.keySet()).containsAll(counts.keySet());
    probabilities.forEach((value, probability) -> assertThat(counts.getOrDefault(value, 0) / (double) GRID)
        .as("%s", value).isCloseTo(probability, within(1.0 / GRID)));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void scoreDerivativeOfAnExpectationIsThatOfTheSum(Law law) {
    LawEvaluator evaluator = new LawEvaluator(law.distribution(), law.a());
    double step = 1e-5;
    Map<Double, Double> here = law.probabilities(law.a());
    for (int i = 0; i < law.a().length; i++) {
      double[] above = LawEvaluator.moved(law.a(), i, step);
      double[] below = LawEvaluator.moved(law.a(), i, -step);
      Map<Double, Double> up = law.probabilities(above);
      Map<Double, Double> down = law.probabilities(below);
      double expected = 0.0;
      double actual = 0.0;
      double meanScore = 0.0;
      for (double k : here.keySet()) {
        double f = Math.sin(k) + k * k;
        double score = (evaluator.logDensity(k, above) - evaluator.logDensity(k, below)) / (2.0 * step);
        expected += f * (probability(up, k) - probability(down, k)) / (2.0 * step);
        actual += f * score * probability(here, k);
        meanScore += score * probability(here, k);
      }
      // Differences of logarithms of p = 0.999: third derivative 2e9, times step² / 6, times the probability 0.001.
      assertThat(actual).isCloseTo(expected, within(1e-4));
      assertThat(meanScore).isCloseTo(0.0, within(1e-4));
    }
  }

  private static double probability(Map<Double, Double> probabilities, double value) {
    return probabilities.getOrDefault(value, 0.0);
  }

  @Test
  void massBeyondTheMaximumIsTheDocumentedOne() {
    double[][] documented = {{1.0, 10, 1e-8}, {1.0, 20, 8e-21}, {5.0, 20, 8e-8}, {5.0, 30, 4e-15}};
    for (double[] row : documented) {
      assertThat(new Poisson((int) row[1]).massBeyond(row[0]) / row[2]).as(Arrays.toString(row))
          .isCloseTo(1.0, within(0.15));
    }
    assertThat(new Poisson(4).massBeyond(2.0))
        .isCloseTo(1.0 - new PoissonDistribution(2.0).cumulativeProbability(4), within(1e-12));
    assertThat(new Poisson(4).massBeyond(0.0)).isZero();
  }

  @Test
  void zeroRateNeverJumpsAndHasNoScore() {
    LawEvaluator evaluator = new LawEvaluator(new Poisson(5), 0.0);
    assertThat(evaluator.draw(Math.nextDown(1.0), 0.0)).isZero();
    assertThat(evaluator.outcomes(0.0).get(0.0)).isEqualTo(1.0);
    assertThat(evaluator.logDensity(0.0, 0.0)).isNaN();
  }

  @Test
  void outcomesOfNoWeightAreNeverDrawnAndHaveNoScore() {
    double[] weights = {0.0, 2.0, 0.0, 1.0, 0.0};
    LawEvaluator evaluator = new LawEvaluator(new Categorical(5), weights);
    for (double noise : new double[]{Double.MIN_VALUE, 0.3, 0.6, 0.7, Math.nextDown(1.0)}) {
      assertThat(evaluator.draw(noise, weights)).isEqualTo(noise < 2.0 / 3.0 ? 1.0 : 3.0);
    }
    assertThat(evaluator.logDensity(1.0, weights)).isNaN();
    assertThatThrownBy(() -> new Categorical(1)).hasMessageContaining("at least 2");
  }

  @Test
  void binomialHasItsOwnNumberOfTrials() {
    LawEvaluator evaluator = new LawEvaluator(new Binomial(5), 1.0, 0.5);
    for (double p : new double[]{0.0, 0.3, 1.0}) {
      for (int trials = 0; trials <= 5; trials++) {
        BinomialDistribution oracle = new BinomialDistribution(trials, p);
        Map<Double, Double> outcomes = evaluator.outcomes(trials, p);
        for (int k = 0; k <= 5; k++) {
          assertThat(outcomes.get((double) k)).isCloseTo(oracle.probability(k), within(1e-15));
        }
        for (double u : new double[]{1e-9, 0.2, 0.5, 0.9, 1 - 1e-9}) {
          assertThat(evaluator.draw(u, trials, p)).isEqualTo(oracle.inverseCumulativeProbability(u));
        }
      }
    }
    double slope = (evaluator.logDensity(2.0, 4.0, 0.3 + 1e-5) - evaluator.logDensity(2.0, 4.0, 0.3 - 1e-5)) / 2e-5;
    assertThat(slope).isCloseTo(2 / 0.3 - 2 / 0.7, within(1e-6));
    assertThatThrownBy(() -> new Binomial(0)).hasMessageContaining("at least 1");
  }

  @Test
  void namesOfRemainingLawsFollowTheGrammar() {
    assertThat(new TailDistribution(new Poisson(20), 3).name()).isEqualTo("poisson.from3[20]");
  }

  @Test
  void maximumBelowOneIsRefused() {
    assertThatThrownBy(() -> new Poisson(0)).hasMessageContaining("at least 1, not 0");
  }
}
