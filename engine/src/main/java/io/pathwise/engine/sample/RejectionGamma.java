package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.sample.LowRankNormal.NodeMaker;

/**
 * A gamma variable of any positive shape by rejection, made of ordinary nodes: {@link MarsagliaTsang} for the shape k +
 * B, and B exponential variables that take the shape back to k, since a gamma variable of shape k is one of shape k + 1
 * times U^(1/k) (Marsaglia and Tsang 2000; shape augmentation in Naesseth et al. 2017), and −log U/k is exponential:
 *
 * <pre>
 *   x = θ d (1 + c ε)³ exp(−E₀ − … − E₍B−1₎),  ε accepted for the shape k + B,  Eᵢ ~ Exponential(k + i).
 * </pre>
 *
 * <p>
 * Its derivative by the shape needs ε scored and the rest reparameterised. So x moves with its parameters, and that
 * derivative is for functions of x without thresholds; {@link Gamma} has a score of x itself, too. The more boosts, the
 * less there is to score: proposals are nearly all accepted, and ε is nearly normal whatever the shape. There are fewer
 * attempts, too. The shape has no upper limit.
 */
public final class RejectionGamma {

  private RejectionGamma() {}

  /**
   * A variable with new nodes.
   *
   * @param maker
   *          makes the nodes
   * @param shape
   *          k, positive; at least 1 if there are no boosts
   * @param scale
   *          θ
   * @param boosts
   *          B; with 2 or more, scores of up to the third order have a finite variance for every shape
   * @throws IllegalArgumentException
   *           when there are fewer than no boosts
   */
  public static Expr draw(Graph graph, NodeMaker maker, Expr shape, Expr scale, int boosts) {
    if (boosts < 0) {
      throw new IllegalArgumentException("the number of boosts must not be negative, but is " + boosts);
    }
    Expr boosted = graph.add(shape, graph.literal(boosts));
    Expr accepted = maker.sample(new MarsagliaTsang(Math.max(1, boosts)), boosted);
    Expr x = graph.mul(scale, MarsagliaTsang.variate(graph, accepted, boosted));
    if (boosts == 0) {
      return x;
    }
    Expr time = maker.sample(new Exponential(), shape);
    for (int i = 1; i < boosts; i++) {
      time = graph.add(time, maker.sample(new Exponential(), graph.add(shape, graph.literal(i))));
    }
    return graph.mul(x, graph.exp(graph.neg(time)));
  }
}
