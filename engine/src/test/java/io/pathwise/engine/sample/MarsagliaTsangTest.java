package io.pathwise.engine.sample;

import static org.apache.commons.math3.special.Gamma.logGamma;
import static org.apache.commons.math3.special.Gamma.regularizedGammaP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.PreparedExpression;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.rewrite.Estimates;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of the accepted proposal against the gamma law of Commons Math, and what happens when attempts fail. */
class MarsagliaTsangTest {

  private static final double FAR_LEFT = -2.6;

  private final Graph graph = new Graph();
  private final Expr shape = graph.parameter("shape");
  private final Expr x = graph.state("x");

  private double evaluate(Expr root, double atX, double atShape) {
    return new PreparedExpression(root).evaluate(Map.of(x, atX, shape, atShape));
  }

  private static double variate(double accepted, double k) {
    double d = k - 1.0 / 3.0;
    return d * Math.pow(1.0 + accepted / Math.sqrt(9.0 * d), 3.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0, 1.4, 4.2, 18.0, 500.0})
  void logDensityIsThatOfTheGammaVariableAndOfTheSlope(double k) {
    Expr logDensity = new MarsagliaTsang(1).logDensity(graph, x, List.of(shape));
    for (double accepted : new double[]{-2.0, -0.7, 0.0, 1.1, 4.0}) {
      double h = variate(accepted, k);
      double d = k - 1.0 / 3.0;
      double slope = Math.sqrt(d) * Math.pow(h / d, 2.0 / 3.0);
      double expected = (k - 1.0) * Math.log(h) - h - logGamma(k) + Math.log(slope);
      assertThat(evaluate(logDensity, accepted, k)).isCloseTo(expected, within(1e-13 * (1.0 + k * Math.log(k + 1.0))));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0, 1.4, 4.2, 18.0})
  void distributionFunctionIsThatOfTheGammaVariable(double k) {
    Expr cdf = new MarsagliaTsang(1).cdf(graph, x, List.of(shape)).orElseThrow();
    for (double accepted = -14.0; accepted < 6.0; accepted += 0.25) {
      double h = variate(accepted, k);
      assertThat(evaluate(cdf, accepted, k)).as("at %s", accepted)
          .isCloseTo(h <= 0.0 ? 0.0 : regularizedGammaP(k, h, 1e-15, 100_000), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0, 2.0, 7.3, 300.0})
  void proposalsAreAcceptedAsOftenAsTheFormulaSays(double k) {
    PreparedExpression acceptance = new PreparedExpression(
        new MarsagliaTsang(1).acceptance(graph, x, List.of(shape)));
    double total = 0.0;
    // One of the ends is where acceptance begins, at 0 but with a slope.
    double begin = Math.max(-8.0, -Math.sqrt(9.0 * (k - 1.0 / 3.0)));
    double width = (8.0 - begin) / 40;
    for (int i = 0; i < 40; i++) {
      total += new GaussIntegratorFactory().legendre(16, begin + i * width, begin + (i + 1) * width)
          .integrate(z -> {
            double probability = acceptance.evaluate(Map.of(x, z, shape, k));
            assertThat(probability).isBetween(0.0, 1.0 + 1e-12);
            return probability * Math.exp(-0.5 * z * z) / Math.sqrt(2.0 * Math.PI);
          });
    }
    assertThat(total).isCloseTo(MarsagliaTsang.meanAcceptance(k), within(1e-10));
  }

  @Test
  void attemptsAreEnough() {
    assertThat(new MarsagliaTsang(1).attempts()).isEqualTo(12);
    assertThat(new MarsagliaTsang(3).attempts()).isEqualTo(8);
    for (int least = 1; least < 200; least++) {
      int attempts = new MarsagliaTsang(least).attempts();
      for (double k : new double[]{least, least + 0.5, 2 * least, 1000.0 * least}) {
        assertThat(Math.pow(1.0 - MarsagliaTsang.meanAcceptance(k), attempts))
            .isLessThanOrEqualTo(RejectionDistribution.MOST_FAILURES);
      }
    }
  }

  /** Draws by hand: each proposal, and the number that decides. */
  private static final class Sampler {
    private final Graph graph = new Graph();
    private final Expr shape = graph.parameter("shape");
    private final List<Expr.Noise> noises;
    private final PreparedExpression draw;

    Sampler(MarsagliaTsang law) {
      noises = law.noises().stream().map(graph::newNoise).toList();
      draw = new PreparedExpression(law.draw(graph, noises, List.of(shape)));
    }

    double draw(double k, double u, double... proposals) {
      Map<Expr, Double> leaves = new HashMap<>(Map.of(shape, k, noises.getLast(), u));
      for (int i = 0; i + 1 < noises.size(); i++) {
        leaves.put(noises.get(i), proposals[Math.min(i, proposals.length - 1)]);
      }
      return draw.evaluate(leaves);
    }

    double draw(double k, SplittableRandom random) {
      double[] proposals = random.doubles(noises.size() - 1L)
          .map(u -> Math.sqrt(-2.0 * Math.log1p(-u)) * Math.cos(2.0 * Math.PI * random.nextDouble())).toArray();
      return draw(k, random.nextDouble(), proposals);
    }
  }

  @Test
  void theFirstAcceptedProposalIsDrawn() {
    Sampler sampler = new Sampler(new MarsagliaTsang(1));
    assertThat(sampler.draw(1.0, 0.9, 0.3)).isEqualTo(0.3);
    assertThat(sampler.draw(1.0, 0.9, FAR_LEFT, -0.4)).isEqualTo(-0.4);
    // 2 is accepted with the probability p; what remains of u is (u − p)/(1 − p), which −1.5 refuses or not.
    double p = probability(2.0);
    double q = probability(-1.5);
    assertThat(q).isBetween(0.1, 0.9);
    assertThat(sampler.draw(1.0, p - 1e-9, 2.0, -1.5, 0.1)).isEqualTo(2.0);
    assertThat(sampler.draw(1.0, p + (1.0 - p) * (q - 1e-9), 2.0, -1.5, 0.1)).isEqualTo(-1.5);
    assertThat(sampler.draw(1.0, p + (1.0 - p) * (q + 1e-9), 2.0, -1.5, 0.1)).isEqualTo(0.1);
  }

  private static double probability(double proposal) {
    double t = 1.0 + proposal / Math.sqrt(6.0);
    return Math.exp(0.5 * proposal * proposal + 2.0 / 3.0 * (3.0 * Math.log(t) - t * t * t + 1.0));
  }

  @Test
  void withoutAnAcceptedProposalTheModeIsDrawn() {
    assertThat(new Sampler(new MarsagliaTsang(1)).draw(1.0, 0.5, FAR_LEFT)).isZero();
  }

  @Test
  void shapesForWhichAttemptsAreTooFewGiveNaN() {
    Sampler sampler = new Sampler(new MarsagliaTsang(3));
    assertThat(sampler.draw(3.0, 0.5, 0.2)).isEqualTo(0.2);
    assertThat(sampler.draw(2.9, 0.5, 0.2)).isNaN();
    assertThatThrownBy(() -> new MarsagliaTsang(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, not 0");
    assertThatThrownBy(() -> graph.sample(new MarsagliaTsang(3), List.of(shape), graph.newNoise(NoiseKind.NORMAL)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("9 noises, not 1");
  }

  /** Kolmogorov and Smirnov's statistic is above 1.95 with probability 1e-3. */
  @ParameterizedTest
  @ValueSource(doubles = {1.0, 2.5, 40.0})
  void drawsHaveTheLaw(double k) {
    int count = 40_000;
    Sampler sampler = new Sampler(new MarsagliaTsang(1));
    SplittableRandom random = new SplittableRandom(11);
    double[] below = new double[count];
    for (int i = 0; i < count; i++) {
      below[i] = regularizedGammaP(k, variate(sampler.draw(k, random), k));
    }
    assertThat(distanceFromUniform(below)).isLessThan(1.95 / Math.sqrt(count));
    // The negative control: proposals as they are have another law, least so for large shapes.
    double[] unrefused = new double[count];
    for (int i = 0; i < count; i++) {
      double z = random.nextGaussian();
      unrefused[i] = regularizedGammaP(1.0, Math.max(0.0, variate(z, 1.0)));
    }
    assertThat(distanceFromUniform(unrefused)).isGreaterThan(1.95 / Math.sqrt(count));
  }

  private static double distanceFromUniform(double[] probabilities) {
    Arrays.sort(probabilities);
    double distance = 0.0;
    for (int i = 0; i < probabilities.length; i++) {
      distance = Math.max(distance, Math.max(probabilities[i] - (double) i / probabilities.length,
          (i + 1.0) / probabilities.length - probabilities[i]));
    }
    return distance;
  }

  /** The noise of a backend, two draws a path: counts of pairs in 5 × 5 cells of equal probability. */
  @Test
  void drawsOfABackendHaveTheLawAndAreIndependent() {
    double k = 1.7;
    int cells = 5;
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr parameter = builder.parameter("shape");
    MarsagliaTsang law = new MarsagliaTsang(1);
    Expr.State before = builder.state("before", g.literal(0.0));
    Expr.State now = builder.state("now", g.literal(0.0));
    builder.stage("draw").update("draw", before, now);
    builder.update("draw", now, builder.sample(law, parameter));
    Expr rowNumber = cell(g, law, before, parameter, cells);
    Expr columnNumber = cell(g, law, now, parameter, cells);
    for (int row = 0; row < cells; row++) {
      for (int column = 0; column < cells; column++) {
        Expr isHere = g.and(g.lessEqual(g.abs(g.sub(rowNumber, g.literal(row))), g.literal(0.5)),
            g.lessEqual(g.abs(g.sub(columnNumber, g.literal(column))), g.literal(0.5)));
        builder.output(row + " " + column, g.select(isHere, g.literal(1.0), g.literal(0.0)));
      }
    }
    Inputs inputs = new Inputs(2, Map.of("shape", k), Map.of(), Map.of());
    Results<Estimate> results = new Estimates(builder.build(), inputs).run(5, 200);
    double paths = 200 * 256.0;
    double expected = paths / (cells * cells);
    double chiSquare = results.byName().values().stream()
        .mapToDouble(estimate -> Math.pow(estimate.mean() * paths - expected, 2.0) / expected).sum();
    ChiSquaredDistribution reference = new ChiSquaredDistribution(cells * cells - 1.0);
    assertThat(chiSquare).isBetween(reference.inverseCumulativeProbability(1e-3),
        reference.inverseCumulativeProbability(1.0 - 1e-3));
  }

  private static Expr cell(Graph g, MarsagliaTsang law, Expr x, Expr shape, int cells) {
    Expr probability = law.cdf(g, x, List.of(shape)).orElseThrow();
    return g.apply(Operation.FLOOR, g.mul(g.literal(cells), probability));
  }
}
