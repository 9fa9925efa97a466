package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.TestEvaluator;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** The chain of nodes of {@link LowRankNormal} against the dense covariance matrix. */
class LowRankNormalTest {

  private static final int VARIABLES = 7;
  private static final int FACTORS = 2;
  private static final int BLOCKS = 100;

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph graph = builder.graph();
  private final Map<String, Double> values = new HashMap<>();
  private final double[][] loadings = new double[VARIABLES][FACTORS];
  private final double[] variances = new double[VARIABLES];
  private final List<Expr.Sample> nodes;

  LowRankNormalTest() {
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
    List<Expr> means = new ArrayList<>();
    List<List<Expr>> rows = new ArrayList<>();
    List<Expr> specific = new ArrayList<>();
    for (int i = 0; i < VARIABLES; i++) {
      means.add(parameter("m" + i, random.nextGaussian()));
      variances[i] = i == 2 ? 1e-8 : 0.1 + random.nextDouble();
      specific.add(parameter("d" + i, variances[i]));
      List<Expr> row = new ArrayList<>();
      for (int j = 0; j < FACTORS; j++) {
        loadings[i][j] = random.nextGaussian();
        row.add(parameter("b" + i + "." + j, loadings[i][j]));
      }
      rows.add(row);
    }
    nodes = LowRankNormal.draw(graph, builder::sample, means, rows, specific);
  }

  private Expr parameter(String name, double value) {
    values.put(name, value);
    return builder.parameter(name);
  }

  private RealMatrix covariance() {
    RealMatrix b = new Array2DRowRealMatrix(loadings);
    RealMatrix covariance = b.multiply(b.transpose());
    for (int i = 0; i < VARIABLES; i++) {
      covariance.addToEntry(i, i, variances[i]);
    }
    return covariance;
  }

  @Test
  void theNodesAreTheCholeskyFactorOfTheCovariance() {
    RealMatrix factor = new Array2DRowRealMatrix(VARIABLES, VARIABLES);
    double[] origin = draw(new double[VARIABLES]);
    for (int b = 0; b < VARIABLES; b++) {
      double[] noise = new double[VARIABLES];
      noise[b] = 1.0;
      double[] x = draw(noise);
      for (int a = 0; a < VARIABLES; a++) {
        factor.setEntry(a, b, x[a] - origin[a]);
      }
    }
    for (int a = 0; a < VARIABLES; a++) {
      assertThat(origin[a]).isEqualTo(value("m" + a));
      for (int b = a + 1; b < VARIABLES; b++) {
        assertThat(factor.getEntry(a, b)).isZero();
      }
    }
    assertThat(factor.multiply(factor.transpose()).subtract(covariance()).getNorm()).isLessThan(1e-13);
  }

  private double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  private double[] draw(double[] noise) {
    Map<Expr, Double> leaves = new HashMap<>();
    values.forEach((name, value) -> leaves.put(graph.parameter(name), value));
    for (int i = 0; i < VARIABLES; i++) {
      leaves.put(nodes.get(i).noise(), noise[i]);
    }
    Map<Expr, Double> results = new TestEvaluator(graph).evaluate(nodes, leaves);
    return nodes.stream().mapToDouble(results::get).toArray();
  }

  @Test
  void pathsDoWorkInProportionToVariablesTimesFactors() {
    long onPath = Traversal.reachable(nodes).stream()
        .filter(node -> node.variability() == Variability.PATH && node instanceof Expr.Apply).count();
    // b·μ and g ε for every variable; the first has no b·μ.
    assertThat(onPath).isLessThanOrEqualTo(2L * VARIABLES * FACTORS);
  }

  @Test
  void scoreOfTheMeanIsWoodburys() {
    Expr.State total = builder.state("total", graph.literal(0.0));
    Expr sum = graph.literal(0.0);
    for (int i = 0; i < VARIABLES; i++) {
      sum = graph.fma(graph.literal(0.1 * i - 0.1), nodes.get(i), sum);
    }
    builder.stage("draw").update("draw", total, sum);
    builder.output("value", graph.exp(total));
    Program scored = Score.transform(builder.build());
    List<Expr.Parameter> wanted = List.of(graph.parameter("m0"), graph.parameter("m2"), graph.parameter("b4.1"),
        graph.parameter("d5"));
    Program program = Tangent.differentiate(scored, Map.of("value", wanted, Score.LIKELIHOOD, wanted));
    var results = ReferenceRuns.estimates(program, new Inputs(1, values, Map.of(), Map.of()), 11, BLOCKS);
    // E exp(w·x) = exp(w·m + w·Σw/2).
    double[] w = new double[VARIABLES];
    double mean = 0.0;
    for (int i = 0; i < VARIABLES; i++) {
      w[i] = 0.1 * i - 0.1;
      mean += w[i] * value("m" + i);
    }
    double[] projected = new Array2DRowRealMatrix(loadings).preMultiply(w);
    double variance = 0.0;
    for (int i = 0; i < VARIABLES; i++) {
      variance += w[i] * w[i] * variances[i];
    }
    for (double p : projected) {
      variance += p * p;
    }
    double expected = Math.exp(mean + 0.5 * variance);
    assertAgrees(results.of("value ∂m0"), w[0] * expected);
    assertAgrees(results.of("value ∂m2"), w[2] * expected);
    assertAgrees(results.of("value ∂b4.1"), w[4] * projected[1] * expected);
    assertAgrees(results.of("value ∂d5"), 0.5 * w[5] * w[5] * expected);
    // The variance of Woodbury's score is (Σ⁻¹)₂₂; given the factors it would be 1/d₂, the negative control.
    Estimate score = results.of(Score.LIKELIHOOD + " ∂m2");
    double perPath = Math.pow(score.standardError(), 2.0) * BLOCKS * 256;
    double inverse = new LUDecomposition(covariance()).getSolver().getInverse().getEntry(2, 2);
    // A variance from 100 block means has a relative standard error of √(2/100) = 0.14.
    assertThat(perPath / inverse).isBetween(0.4, 1.6);
    assertThat(1.0 / variances[2] / inverse).isGreaterThan(1.6);
  }

  private static void assertAgrees(Estimate estimate, double expected) {
    assertThat((estimate.mean() - expected) / estimate.standardError()).isBetween(-4.5, 4.5);
  }

  @Test
  void raggedLoadingsAreRefused() {
    Expr one = graph.literal(1.0);
    assertThatThrownBy(() -> LowRankNormal.draw(graph, builder::sample, List.of(one, one),
        List.of(List.of(one), List.of(one, one)), List.of(one, one))).hasMessageContaining("not [1, 2] and 2");
  }
}
