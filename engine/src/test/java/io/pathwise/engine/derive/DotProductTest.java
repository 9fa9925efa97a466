package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.RandomExpressions.Kind;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.TestEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The dot-product test on random straight-line programs x ↦ y: with random ẋ and ȳ, ⟨ẏ, ȳ⟩ = ⟨ẋ, x̄⟩ up to rounding,
 * where the tangent mode makes ẏ from ẋ and the adjoint mode makes x̄ from ȳ.
 */
class DotProductTest {

  private static final int LEAVES = 5;
  private static final int OUTPUTS = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 40})
  void tangentAndAdjointAreTransposed(int size) {
    int moving = 0;
    for (int seed = 0; seed < 60; seed++) {
      moving += new Case(size, seed).check() ? 1 : 0;
    }
    // The test says nothing where no output depends on any leaf.
    assertThat(moving).isGreaterThan(size == 1 ? 20 : 50);
  }

  private static final class Case {
    private final Graph graph = new Graph();
    private final List<Expr.Parameter> leaves = new ArrayList<>();
    private final List<Expr> outputs;
    private final Map<Expr, Double> point = new HashMap<>();
    private final Map<Expr, Double> direction = new LinkedHashMap<>();
    private final Map<Expr, Double> weights = new LinkedHashMap<>();
    private final String name;

    Case(int size, int seed) {
      name = "size " + size + ", seed " + seed;
      SplittableRandom random = new SplittableRandom(31L * seed + size);
      for (int i = 0; i < LEAVES; i++) {
        Expr.Parameter leaf = graph.parameter("x" + i);
        leaves.add(leaf);
        point.put(leaf, random.nextDouble(-1.5, 1.5));
        direction.put(leaf, random.nextDouble(-1, 1));
      }
      List<Expr> pool = new RandomExpressions(graph, random, Kind.ANY).grow(leaves, size);
      outputs = pool.subList(pool.size() - Math.min(OUTPUTS, size), pool.size());
      outputs.forEach(output -> weights.put(output, random.nextDouble(-1, 1)));
    }

    boolean check() {
      TestEvaluator evaluator = new TestEvaluator(graph);
      Derivatives.Forward forward = new Derivatives.Forward(graph,
          leaf -> leaf instanceof Expr.Parameter ? graph.literal(direction.getOrDefault(leaf, 0.0)) : null);
      double ofTangents = 0;
      double magnitude = 0;
      for (Map.Entry<Expr, Double> output : weights.entrySet()) {
        Expr tangent = forward.tangent(output.getKey());
        if (tangent != null) {
          double term = evaluator.evaluate(tangent, point) * output.getValue();
          ofTangents += term;
          magnitude += Math.abs(term);
        }
      }
      Map<Expr, Expr> seeds = new LinkedHashMap<>();
      weights.forEach((output, weight) -> seeds.put(output, graph.literal(weight)));
      Set<Expr> active = Derivatives.active(outputs, leaf -> leaf instanceof Expr.Parameter);
      double ofAdjoints = 0;
      for (Map.Entry<Expr, Expr> leaf : Derivatives
          .reverse(graph, seeds, active, node -> new HashSet<Expr>(leaves).contains(node)).entrySet()) {
        double term = evaluator.evaluate(leaf.getValue(), point) * direction.getOrDefault(leaf.getKey(), Double.NaN);
        ofAdjoints += term;
        magnitude += Math.abs(term);
      }
      assertThat(ofAdjoints).as(name).isCloseTo(ofTangents, within(1e-12 * magnitude + 1e-15));
      return magnitude > 0;
    }
  }
}
