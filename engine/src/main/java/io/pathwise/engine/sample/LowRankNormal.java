package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Distribution;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * A multivariate normal vector of d variables with the covariance B Bᵀ + D of a factor model, B of d rows and r columns
 * and D diagonal: x = m + B f + √D e. It becomes a chain of d univariate {@link Normal} nodes, each given those before
 * it, so that every rule for nodes applies to it. The factors f are integrated out: the chain keeps their conditional
 * mean μ and covariance P given the variables drawn so far (the recursion of Kalman 1960, "A new approach to linear
 * filtering and prediction problems", without dynamics). From μ = 0 and P = I, for each row b of B in turn,
 *
 * <pre>
 *   x ~ N(m + b·μ, s),  s² = b P bᵀ + D,  g = P bᵀ/s,  μ ← μ + g ε,  P ← P − g gᵀ,  ε = (x − m − b·μ)/s.
 * </pre>
 *
 * <p>
 * So scoring the nodes gives the score of x itself, whose mean part is ṁᵀ Σ⁻¹ (x − m), and not the noisier one given
 * the factors. Where B and D are the same on all paths so are s, g and P, and a path does 2r + 1 operations for each
 * variable, in all O(d r) where a Cholesky factor takes O(d²); the rest, O(d r²), is done once. Every element of D must
 * be positive, and not so small against B that P is lost to rounding (1e-10 of b bᵀ is harmless).
 */
public final class LowRankNormal {

  /** Makes sample nodes: {@code ProgramBuilder::sample}. */
  public interface NodeMaker {
    /** A new sample node with noise of its own. */
    Expr.Sample sample(Distribution distribution, Expr... arguments);
  }

  private LowRankNormal() {}

  /**
   * The nodes of x, in order.
   *
   * @param means
   *          m
   * @param loadings
   *          the rows of B, each with the same number of factors
   * @param specificVariances
   *          the diagonal of D
   * @throws IllegalArgumentException
   *           unless there is a row and a variance for every mean and all rows are of one length
   */
  public static List<Expr.Sample> draw(Graph graph, NodeMaker maker, List<Expr> means, List<List<Expr>> loadings,
      List<Expr> specificVariances) {
    if (loadings.size() != means.size() || specificVariances.size() != means.size()
        || loadings.stream().map(List::size).distinct().count() > 1) {
      throw new IllegalArgumentException("a factor model of " + means.size() + " variables takes as many rows of "
          + "loadings of one length and as many variances, not " + loadings.stream().map(List::size).toList() + " and "
          + specificVariances.size());
    }
    int factors = loadings.isEmpty() ? 0 : loadings.getFirst().size();
    Expr zero = graph.literal(0.0);
    Expr[][] covariance = new Expr[factors][factors];
    Expr[] factorMean = new Expr[factors];
    for (int j = 0; j < factors; j++) {
      factorMean[j] = zero;
      for (int k = 0; k < factors; k++) {
        covariance[j][k] = graph.literal(j == k ? 1.0 : 0.0);
      }
    }
    List<Expr.Sample> nodes = new ArrayList<>();
    for (int i = 0; i < means.size(); i++) {
      List<Expr> row = loadings.get(i);
      Expr[] projection = new Expr[factors];
      Expr mean = means.get(i);
      Expr variance = specificVariances.get(i);
      for (int j = 0; j < factors; j++) {
        projection[j] = zero;
        for (int k = 0; k < factors; k++) {
          projection[j] = graph.fma(covariance[j][k], row.get(k), projection[j]);
        }
        mean = i == 0 ? mean : graph.fma(row.get(j), factorMean[j], mean);
        variance = graph.fma(row.get(j), projection[j], variance);
      }
      Expr deviation = graph.sqrt(variance);
      Expr.Sample node = maker.sample(new Normal(), mean, deviation);
      nodes.add(node);
      Expr[] gain = new Expr[factors];
      for (int j = 0; j < factors; j++) {
        gain[j] = graph.div(projection[j], deviation);
        factorMean[j] = i == 0
            ? graph.mul(gain[j], node.noise())
            : graph.fma(gain[j], node.noise(), factorMean[j]);
      }
      for (int j = 0; j < factors; j++) {
        for (int k = 0; k <= j; k++) {
          covariance[j][k] = graph.fma(graph.neg(gain[j]), gain[k], covariance[j][k]);
          covariance[k][j] = covariance[j][k];
        }
      }
    }
    return nodes;
  }
}
