package io.pathwise.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import org.junit.jupiter.api.Test;

/** The text of every kind of node; docs/grammar.md describes it. */
class PrinterTest {

  private final Graph graph = new Graph();
  private final Expr x = graph.state("x");

  @Test
  void leavesShowWhatTheyAre() {
    assertThat(graph.literal(-0.0)).hasToString("-0.0");
    assertThat(graph.literal(1e-300)).hasToString("1.0E-300");
    assertThat(graph.literal(Double.NEGATIVE_INFINITY)).hasToString("-Infinity");
    assertThat(graph.truth(true)).hasToString("true");
    assertThat(graph.parameter("AAPL.spot")).hasToString("$AAPL.spot");
    assertThat(graph.parameter("corr(AAPL,MSFT)")).hasToString("$`corr(AAPL,MSFT)`");
    assertThat(graph.stepValue("time")).hasToString("@time");
    assertThat(graph.newState("x")).hasToString("x#2");
    assertThat(graph.state("price ∂spot")).hasToString("`price ∂spot`");
    assertThat(graph.state("a`b")).hasToString("`a``b`");
    assertThat(graph.state("NaN")).hasToString("`NaN`");
    assertThat(graph.newNoise(NoiseKind.UNIFORM)).hasToString("uniform[0]");
  }

  @Test
  void operationsSamplesAndRecalledValuesAreCalls() {
    Expr payoff = graph.max(graph.sub(graph.exp(x), graph.parameter("strike")), graph.literal(0.0));
    assertThat(payoff).hasToString("max(sub(exp(x), $strike), 0.0)");
    assertThat(graph.sample(new Normal(), x, graph.parameter("vol"))).hasToString("sample normal(x, $vol) by [0]");
    assertThat(graph.sample(new Poisson(9), x)).hasToString("sample poisson[9](x) by [1]");
    assertThat(graph.recall(graph.exp(x), "advance")).hasToString("recall(advance: exp(x))");
  }

  @Test
  void whatIsUsedTwiceIsPrintedOnceBefore() {
    Expr shared = graph.exp(x);
    assertThat(graph.div(graph.add(shared, graph.literal(1.0)), graph.mul(shared, shared))).hasToString("""
        %1 = exp(x)
        div(add(%1, 1.0), mul(%1, %1))""");
  }

  @Test
  void longTextIsBrokenIntoNamedParts() {
    Expr chain = x;
    for (int i = 0; i < 60; i++) {
      chain = graph.exp(chain);
    }
    String text = chain.toString();
    assertThat(text).startsWith("%1 = exp(exp(").contains("\nexp(exp(");
    assertThat(text.lines()).allMatch(line -> line.length() <= 170);
  }

  @Test
  void longRecalledValueIsShortened() {
    Expr shared = graph.exp(x);
    assertThat(graph.recall(graph.mul(shared, shared), "advance")).hasToString("recall(advance: ...)");
  }
}
