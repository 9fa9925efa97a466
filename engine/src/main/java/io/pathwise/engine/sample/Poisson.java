package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;

/**
 * min(N, maximum) for N ~ Poisson(λ), λ the expected number. The cap makes the draw a straight line of {@code maximum}
 * comparisons and enumeration a finite sum. It is the only error: the mass of the values beyond the maximum,
 * {@link #massBeyond}, lies on the maximum, so that an expectation of f is off by at most that mass times the variation
 * of f beyond the maximum. For λ = 1 the mass is 1e-8 at a maximum of 10 and 8e-21 at 20; for λ = 5 a maximum of 20
 * leaves 8e-8 and 30 leaves 4e-15. Choose the maximum well above λ; the formulas here are accurate for λ up to the
 * maximum. The score needs λ &gt; 0 (at 0 the share of the first jump is lost) and is NaN at 0.
 *
 * @param maximum
 *          the largest value, at least 1
 */
public record Poisson(int maximum) implements DiscreteDistribution {

  /** Terms of the tail series beyond the first {@code maximum}; the rest is below 1e-11 of the tail for λ ≤ maximum. */
  private static final int EXTRA_TERMS = 20;

  /**
   * Checks the maximum.
   *
   * @throws IllegalArgumentException
   *           when it is below 1
   */
  public Poisson {
    if (maximum < 1) {
      throw new IllegalArgumentException("the largest value of a Poisson draw must be at least 1, not " + maximum);
    }
  }

  /** P(N &gt; maximum) for N ~ Poisson(rate): the mass that lies on the maximum instead of beyond it. */
  public double massBeyond(double rate) {
    return rate == 0.0 ? 0.0 : Gamma.regularizedGammaP(maximum + 1.0, rate);
  }

  @Override
  public String name() {
    return "poisson[" + maximum + "]";
  }

  @Override
  public List<String> parameters() {
    return List.of("rate");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0);
  }

  /** The first k with u ≤ P(N ≤ k), or the maximum. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    double[] values = IntStream.rangeClosed(0, maximum).asDoubleStream().toArray();
    return DiscreteDistribution.inversion(graph, noise, values, probabilities(graph, a.get(0)));
  }

  /** x log λ − λ − log x!, without its last term; at the maximum the log of the whole tail. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr rate = a.get(0);
    Expr pointMass = graph.sub(graph.mul(x, graph.log(rate)), rate);
    Expr isCapped = graph.apply(Operation.EQUAL, x, graph.literal(maximum));
    return graph.add(pointMass, graph.select(isCapped, graph.log(tailRatio(graph, rate)), graph.literal(0.0)));
  }

  @Override
  public List<Outcome> outcomes(Graph graph, List<Expr> a) {
    List<Expr> probabilities = probabilities(graph, a.get(0));
    List<Outcome> outcomes = new ArrayList<>();
    for (int k = 0; k < maximum; k++) {
      outcomes.add(new Outcome(k, probabilities.get(k)));
    }
    outcomes.add(new Outcome(maximum, graph.mul(probabilities.get(maximum), tailRatio(graph, a.get(0)))));
    return outcomes;
  }

  /** P(N = k) for k from 0 to the maximum, each from the one before. */
  private List<Expr> probabilities(Graph graph, Expr rate) {
    List<Expr> probabilities = new ArrayList<>();
    probabilities.add(graph.exp(graph.neg(rate)));
    for (int k = 1; k <= maximum; k++) {
      probabilities.add(graph.mul(probabilities.get(k - 1), graph.mul(rate, graph.literal(1.0 / k))));
    }
    return probabilities;
  }

  /**
   * P(N ≥ m) / P(N = m) at the maximum m: 1 + λ/(m+1) (1 + λ/(m+2) (1 + ...)). Positive terms only, where 1 minus the
   * lower probabilities would cancel.
   */
  private Expr tailRatio(Graph graph, Expr rate) {
    Expr one = graph.literal(1.0);
    Expr ratio = one;
    for (int k = 2 * maximum + EXTRA_TERMS; k > maximum; k--) {
      ratio = graph.fma(graph.mul(rate, graph.literal(1.0 / k)), ratio, one);
    }
    return ratio;
  }
}
