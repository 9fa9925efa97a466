package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * A smoothing kernel: a distribution function H, symmetric about 0, that stands for the step at 0. The bias of what is
 * smoothed with H(x/w) is of order w², since the density of H has mean zero.
 */
public enum Kernel {

  /** 1 / (1 + e^−x); smooth. */
  LOGISTIC("logistic") {
    @Override
    Expr smooth(Graph graph, Expr x) {
      // By e^−|x|, which neither overflows nor has an infinite derivative.
      Expr negative = graph.less(graph.frozen(x), graph.literal(0.0));
      Expr tail = graph.exp(graph.select(negative, x, graph.neg(x)));
      Expr one = graph.literal(1.0);
      return graph.div(graph.select(negative, tail, one), graph.add(one, tail));
    }
  },
  /** Φ(x); smooth. */
  NORMAL_CDF("normal-cdf") {
    @Override
    Expr smooth(Graph graph, Expr x) {
      return graph.normalCdf(x);
    }
  },
  /** x + 1/2 between 0 and 1, the payoff of a call spread: continuous with kinks, so for first derivatives only. */
  CALL_SPREAD("call-spread") {
    @Override
    Expr smooth(Graph graph, Expr x) {
      Expr rising = graph.add(x, graph.literal(0.5));
      return graph.min(graph.max(rising, graph.literal(0.0)), graph.literal(1.0));
    }
  };

  /** Beyond it every kernel is 0 or 1 to the last bit, and its derivatives are 0. */
  private static final double FAR = 1e3;

  private final String label;

  Kernel(String label) {
    this.label = label;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** H(x), with finite derivatives where x is infinite: a logarithm of a zero strike, say. */
  Expr apply(Graph graph, Expr x) {
    Expr still = graph.frozen(x);
    Expr bounded = graph.select(graph.less(still, graph.literal(-FAR)), graph.literal(-FAR),
        graph.select(graph.less(graph.literal(FAR), still), graph.literal(FAR), x));
    return smooth(graph, bounded);
  }

  abstract Expr smooth(Graph graph, Expr x);
}
