package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.QuadraticExponential;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.StochasticVariance;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The log return of Heston's model: the variance of the end of the step is a sample node, given which the return is
 * normal. Variances below a small floor count as the floor where a root of them is taken, so that the normal law is
 * never degenerate. Start at {@link #write}.
 */
final class HestonReturn {

  /** The floor of the variance as a share of its long-run value: a volatility of a thousandth of the usual. */
  private static final double FLOOR = 1e-6;

  private final ModelStep step;
  private final SharedNoise noise;
  private final Graph graph;
  private final Expr kappa;
  private final Expr theta;
  private final Expr xi;
  private final Expr rho;
  private final Expr.State variance;
  private final Expr length;
  private final Expr floor;

  private HestonReturn(ModelStep step, Asset asset, SharedNoise noise) {
    this.step = step;
    this.noise = noise;
    this.graph = step.graph();
    Map<String, Expr> parameters = step.parameters(asset);
    this.kappa = Objects.requireNonNull(parameters.get(StochasticVariance.KAPPA));
    this.theta = Objects.requireNonNull(parameters.get(StochasticVariance.THETA));
    this.xi = Objects.requireNonNull(parameters.get(StochasticVariance.XI));
    this.rho = Objects.requireNonNull(parameters.get(StochasticVariance.RHO));
    this.variance = step.builder().state(asset.id() + ".variance",
        Objects.requireNonNull(parameters.get(StochasticVariance.V0)));
    this.length = step.regularLength();
    this.floor = graph.mul(graph.literal(FLOOR), theta);
  }

  /** The log return under the scheme that the model asks for. */
  static LogReturn write(ModelStep step, Asset asset, StochasticVariance model, SharedNoise noise, Expr carry) {
    HestonReturn heston = new HestonReturn(step, asset, noise);
    return switch (model.scheme()) {
      case QUADRATIC_EXPONENTIAL -> heston.quadraticExponential(carry);
      case FULL_TRUNCATION_EULER -> heston.fullTruncationEuler(carry);
    };
  }

  /**
   * Andersen (2008), equations 33 with γ₁ = γ₂ = ½, and the martingale correction of section 4.2: the drift is such
   * that the expected exponential of the return, given the variance at the start, is exact. Moments of the variance are
   * his equations 17 and 18.
   */
  private LogReturn quadraticExponential(Expr carry) {
    Expr exponent = graph.neg(graph.mul(kappa, length));
    Expr decay = graph.exp(exponent);
    Expr reverted = graph.neg(graph.apply(Operation.EXPM1, exponent));
    Expr mean = graph.fma(variance, decay, graph.mul(theta, reverted));
    Expr squaredXi = graph.mul(xi, xi);
    Expr scale = graph.mul(squaredXi, graph.div(reverted, kappa));
    Expr spread = graph.fma(variance, graph.mul(scale, decay),
        graph.mul(graph.literal(0.5), graph.mul(scale, graph.mul(theta, reverted))));
    QuadraticExponential law = new QuadraticExponential();
    Expr next = noise.isAlone()
        ? step.builder().sample(law, mean, spread)
        : law.draw(graph, noise.variance(), List.of(mean, spread));

    Expr half = graph.mul(graph.literal(0.5), length);
    Expr residual = graph.mul(half, uncorrelated());
    Expr drawn = graph.fma(half, graph.sub(graph.div(graph.mul(kappa, rho), xi), graph.literal(0.5)),
        graph.div(rho, xi));
    Expr exponentOfNext = graph.fma(graph.literal(0.5), residual, drawn);
    Expr correction = law.logMoment(graph, exponentOfNext, List.of(mean, spread));
    Expr drift = graph.sub(graph.fma(drawn, next, graph.neg(correction)),
        graph.mul(graph.mul(graph.literal(0.5), residual), variance));
    Expr conditional = graph.mul(residual,
        graph.max(graph.add(variance, next), graph.mul(graph.literal(2.0), floor)));
    Expr loading = graph.mul(rho, graph.sqrt(graph.mul(graph.max(variance, floor), length)));
    return logReturn(next, carry, drift, conditional, loading);
  }

  /**
   * Lord, Koekkoek and van Dijk (2010), equation 15, with the return's part that is driven by the variance's noise in
   * the mean: V⁺ = max(V, 0), here max(V, floor), in place of V in drifts and diffusions.
   */
  private LogReturn fullTruncationEuler(Expr carry) {
    Expr truncated = graph.max(variance, floor);
    Expr integrated = graph.mul(truncated, length);
    Expr deviation = graph.sqrt(integrated);
    Expr mean = graph.fma(graph.mul(kappa, graph.sub(theta, truncated)), length, variance);
    Expr spread = graph.mul(xi, deviation);
    Expr drawn;
    Expr next;
    if (noise.isAlone()) {
      Expr.Sample sample = step.builder().sample(new Normal(), mean, spread);
      drawn = sample.noise();
      next = sample;
    } else {
      drawn = noise.variance();
      next = graph.fma(spread, drawn, mean);
    }
    Expr loading = graph.mul(rho, deviation);
    Expr drift = graph.fma(loading, drawn, graph.mul(graph.literal(-0.5), integrated));
    return logReturn(next, carry, drift, graph.mul(uncorrelated(), integrated), loading);
  }

  private Expr uncorrelated() {
    return graph.fma(graph.neg(rho), rho, graph.literal(1.0));
  }

  /** Nothing happens over a step of no length. */
  private LogReturn logReturn(Expr next, Expr carry, Expr drift, Expr conditionalVariance, Expr loading) {
    Expr hasLength = step.hasLength();
    Expr zero = graph.literal(0.0);
    step.builder().update(ModelStep.STAGE, variance, graph.select(hasLength, next, variance));
    return LogReturn.diffusion(graph.add(carry, graph.select(hasLength, drift, zero)),
        graph.select(hasLength, graph.sqrt(conditionalVariance), zero))
        .withVarianceLoading(graph.select(hasLength, loading, zero));
  }
}
