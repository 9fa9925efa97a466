package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.sample.Gamma;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.VarianceGamma;
import io.pathwise.pricing.market.MarketData;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.math3.complex.Complex;

/**
 * The variance gamma model, exact at every step: with G ~ Gamma(Δt/ν, ν) a sample node, Normal(carry + ω Δt + δ G, σ²
 * G), ω = log(1 − δ ν − ½ σ² ν)/ν (Glasserman 2003, section 3.5.2). Assets that are correlated share a part of their
 * times: G = X + ν Z with Z ~ Gamma(a Δt, 1) in common and X ~ Gamma(Δt (1/ν − a), ν), and their Brownian motions are
 * correlated in the time ν Z (Luciano and Semeraro 2010, "A generalized normal mean-variance mixture for return
 * processes in finance", section 3). So the law of several does not depend on the steps either. Where G is so small
 * that the price does not feel it, a floor of the variance stands in, lest the normal law be degenerate.
 */
record VarianceGammaDynamics(VarianceGamma model) implements Dynamics {

  /** The floor of the variance as a share of what a step expects. */
  private static final double FLOOR = 1e-12;

  /** What a step takes of time, in steps of a Black-Scholes price: draws of gammas are solved for. */
  private static final double STEP_COST = 8;

  /** The moments fall fast beyond so many ν. */
  private static final double SMOOTH_TIME = 3;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    Graph graph = step.graph();
    Map<String, Expr> parameters = step.parameters(asset);
    Expr vol = Objects.requireNonNull(parameters.get(AssetModel.VOL));
    Expr drift = Objects.requireNonNull(parameters.get(VarianceGamma.DRIFT));
    Expr nu = Objects.requireNonNull(parameters.get(VarianceGamma.NU));
    Expr length = step.regularLength();
    Optional<SharedNoise.GammaTime> common = noise.gammaTime();
    Expr commonTime = common.map(shared -> graph.mul(nu, shared.time())).orElse(graph.literal(0.0));
    Expr time = common.<Expr>map(shared -> graph.add(commonTime, step.builder().sample(new Gamma(),
        graph.mul(length, graph.sub(graph.div(graph.literal(1.0), nu), shared.rate())), nu)))
        .orElseGet(() -> step.builder().sample(new Gamma(), graph.div(length, nu), nu));
    Expr perYear = graph.fma(graph.literal(0.5), graph.mul(vol, vol), drift);
    Expr compensator = graph.div(graph.apply(Operation.LOG1P, graph.neg(graph.mul(perYear, nu))), nu);
    Expr mean = graph.fma(drift, time, graph.mul(compensator, length));
    Expr felt = graph.max(time, graph.mul(graph.literal(FLOOR), length));
    Expr hasLength = step.hasLength();
    Expr zero = graph.literal(0.0);
    Expr deviation = graph.mul(vol, graph.select(hasLength, graph.sqrt(felt), zero));
    Expr inCommon = common.isEmpty()
        ? deviation
        : graph.mul(vol, graph.select(hasLength, Positive.root(graph, commonTime, 0.0), zero));
    return new LogReturn(graph.add(carry, graph.select(hasLength, mean, zero)), deviation, inCommon, Optional.empty());
  }

  /** Whether an asset of a market has this model. */
  static boolean isIn(MarketData market, String asset) {
    return market.asset(asset).model() instanceof VarianceGamma;
  }

  /**
   * The correlation of the Brownian motions of two assets in their common time with which their returns are correlated
   * by C: the covariance of the returns of a year is a (δ_1 ν_1 δ_2 ν_2 + ρ σ_1 σ_2 √(ν_1 ν_2)), their variances are σ²
   * + δ² ν.
   */
  static Expr ofBrownianMotions(ModelStep step, Asset first, Asset second, Expr correlation, Expr rate) {
    Graph graph = step.graph();
    Spread one = Spread.of(step, first);
    Spread two = Spread.of(step, second);
    Expr covariance = graph.mul(correlation, graph.mul(one.ofReturn(), two.ofReturn()));
    Expr ofNormals = graph.fma(graph.neg(one.ofDrift()), two.ofDrift(), graph.div(covariance, rate));
    return Positive.quotient(graph, ofNormals, graph.mul(one.ofNormal(), two.ofNormal()), 0.0);
  }

  /**
   * The spread of a year's return, and what a unit of the common time adds.
   *
   * @param ofReturn
   *          √(σ² + δ² ν)
   * @param ofDrift
   *          δ ν
   * @param ofNormal
   *          σ √ν
   */
  private record Spread(Expr ofReturn, Expr ofDrift, Expr ofNormal) {

    static Spread of(ModelStep step, Asset asset) {
      Graph graph = step.graph();
      Map<String, Expr> parameters = step.parameters(asset);
      Expr vol = Objects.requireNonNull(parameters.get(AssetModel.VOL));
      Expr drift = Objects.requireNonNull(parameters.get(VarianceGamma.DRIFT));
      Expr nu = Objects.requireNonNull(parameters.get(VarianceGamma.NU));
      Expr ofDrift = graph.mul(drift, nu);
      return new Spread(Positive.root(graph, graph.fma(vol, vol, graph.mul(drift, ofDrift)), 0.0), ofDrift,
          graph.mul(vol, graph.sqrt(nu)));
    }
  }

  /** (t/ν) (s log(1 − δ ν − ½ σ² ν) − log(1 − s δ ν − ½ s² σ² ν)) (Madan, Carr and Chang 1998). */
  private Complex logMoment(double time, Complex s) {
    double half = 0.5 * model.vol() * model.vol();
    double compensator = Math.log1p(-(model.drift() + half) * model.nu());
    Complex quadratic = s.multiply(model.drift()).add(s.multiply(s).multiply(half)).multiply(-model.nu()).add(1);
    return s.multiply(compensator).subtract(quadratic.log()).multiply(time / model.nu());
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.of(s -> logMoment(time, s));
  }

  /** Over a short time they fall as a low power. */
  @Override
  public double smoothFrom() {
    return SMOOTH_TIME * model.nu();
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, BlackScholesDynamics.TAPE_BYTES);
  }
}
