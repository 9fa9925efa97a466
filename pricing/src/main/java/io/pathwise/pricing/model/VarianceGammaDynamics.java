package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.sample.Gamma;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.VarianceGamma;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.math3.complex.Complex;

/**
 * The variance gamma model, exact at every step: with G ~ Gamma(Δt/ν, ν) a sample node, Normal(carry + ω Δt + δ G, σ²
 * G), ω = log(1 − δ ν − ½ σ² ν)/ν (Glasserman 2003, section 3.5.2). Where G is so small that the price does not feel
 * it, a floor of the variance stands in, lest the normal law be degenerate.
 */
record VarianceGammaDynamics(VarianceGamma model) implements Dynamics {

  /** The floor of the variance as a share of what a step expects. */
  private static final double FLOOR = 1e-12;

  /** What a step takes of time, in steps of a Black-Scholes price: draws of gammas are solved for. */
  private static final double STEP_COST = 8;

  /** The moments fall fast beyond so many ν. */
  private static final double SMOOTH_TIME = 3;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, Expr carry) {
    Graph graph = step.graph();
    Map<String, Expr> parameters = step.parameters(asset);
    Expr vol = Objects.requireNonNull(parameters.get(AssetModel.VOL));
    Expr drift = Objects.requireNonNull(parameters.get(VarianceGamma.DRIFT));
    Expr nu = Objects.requireNonNull(parameters.get(VarianceGamma.NU));
    Expr length = step.regularLength();
    Expr time = step.builder().sample(new Gamma(), graph.div(length, nu), nu);
    Expr perYear = graph.fma(graph.literal(0.5), graph.mul(vol, vol), drift);
    Expr compensator = graph.div(graph.apply(Operation.LOG1P, graph.neg(graph.mul(perYear, nu))), nu);
    Expr mean = graph.fma(drift, time, graph.mul(compensator, length));
    Expr felt = graph.max(time, graph.mul(graph.literal(FLOOR), length));
    Expr hasLength = step.hasLength();
    Expr zero = graph.literal(0.0);
    return LogReturn.diffusion(graph.add(carry, graph.select(hasLength, mean, zero)),
        graph.mul(vol, graph.select(hasLength, graph.sqrt(felt), zero)));
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
