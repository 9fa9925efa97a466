package io.pathwise.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.sample.Normal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Order and reach of traversals, rebuilding, and expressions that are much deeper than the stack. */
class TraversalTest {

  private static final int DEEP = 20_000;

  private final Graph graph = new Graph();
  private final Expr x = graph.state("x");

  @Test
  void operandsComeBeforeTheirUsersAndNothingElseComes() {
    Expr unused = graph.log(x);
    Expr sum = graph.add(graph.exp(x), graph.parameter("p"));
    Expr other = graph.mul(sum, x);
    List<Expr> nodes = Traversal.reachable(List.of(other, sum));
    assertThat(nodes).doesNotHaveDuplicates().doesNotContain(unused).hasSize(5);
    Set<Expr> before = new HashSet<>();
    for (Expr node : nodes) {
      assertThat(before).containsAll(node.operands());
      before.add(node);
    }
  }

  @Test
  void rebuildReplacesInsideOperationsAndSamplesAndKeepsTheRest() {
    Expr p = graph.parameter("p");
    Expr.Sample sample = graph.sample(new Normal(), x, p);
    Expr root = graph.add(graph.exp(sample), p);
    Expr y = graph.state("y");
    Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, List.of(root),
        Traversal.replacing(node -> node == x ? y : null));
    assertThat(rebuilt.get(p)).isSameAs(p);
    assertThat(rebuilt.get(sample)).isInstanceOfSatisfying(Expr.Sample.class, copy -> {
      assertThat(copy.operands()).containsExactly(y, p);
      assertThat(copy.noise()).isSameAs(sample.noise());
    });
    assertThat(rebuilt.get(root)).hasToString("add($p, exp(sample normal(y, $p) by [0]))");
  }

  @Test
  void deepChainIsBuiltTraversedRebuiltPrintedAndEvaluated() {
    Expr chain = x;
    for (int i = 0; i < DEEP / 2; i++) {
      chain = graph.sqrt(graph.add(chain, graph.literal(2.0)));
    }
    assertThat(Traversal.reachable(List.of(chain))).hasSize(DEEP + 2);
    Expr y = graph.state("y");
    Expr rebuilt = Traversal.rebuild(graph, List.of(chain), Traversal.replacing(node -> node == x ? y : null))
        .get(chain);
    assertThat(rebuilt).isNotNull().isNotSameAs(chain);
    String text = chain.toString();
    assertThat(text).startsWith("%1 = ").contains("sqrt(add(");
    assertThat(text.length()).as("linear in the depth").isLessThan(20 * DEEP);
    assertThat(new TestEvaluator(graph).evaluate(chain, Map.of(x, 5.0))).isCloseTo(2.0, within(1e-15));
  }

  @Test
  void deepSharedChainTakesLinearTime() {
    Expr chain = x;
    for (int i = 0; i < DEEP / 2; i++) {
      chain = graph.mul(graph.literal(0.5), graph.add(chain, graph.mul(chain, chain)));
    }
    assertThat(chain.toString().lines().count()).isBetween(DEEP / 4L, (long) DEEP);
    assertThat(new TestEvaluator(graph).evaluate(chain, Map.of(x, 1.0))).isEqualTo(1.0);
  }

  @Test
  void evaluatorNamesTheLeafThatHasNoValue() {
    assertThatThrownBy(() -> new TestEvaluator(graph).evaluate(graph.exp(x), Map.of()))
        .hasMessageContaining("no value for x");
  }
}
