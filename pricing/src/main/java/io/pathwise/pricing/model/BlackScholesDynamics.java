package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.PillarInterpolation;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Geometric Brownian motion: the log return is exact at every step: Normal(carry − ½ v, √v) with v the step's total
 * variance (Glasserman 2003, section 3.2.3). Start at {@link #write}.
 *
 * @param vols
 *          Black implied volatilities
 */
record BlackScholesDynamics(VolTermStructure vols) implements Dynamics {

  /** What an adjoint keeps of a step of one normal. */
  static final double TAPE_BYTES = 4 << 10;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    return of(step.graph(), carry, deviation(step, asset.id()));
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.of(lognormal(vols.totalVariance(time)));
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(1, TAPE_BYTES);
  }

  /** That of a lognormal price whose logarithm has a variance. */
  static ReturnLaw lognormal(double variance) {
    return s -> s.multiply(s.subtract(1)).multiply(0.5 * variance);
  }

  /** With the constant volatility that is a parameter of the asset's model. */
  static LogReturn constantVol(ModelStep step, Asset asset, Expr carry) {
    Expr vol = Objects.requireNonNull(step.parameters(asset).get(AssetModel.VOL));
    return ofVol(step, vol, carry);
  }

  /** With a volatility that is known at the start of the step. */
  static LogReturn ofVol(ModelStep step, Expr vol, Expr carry) {
    return of(step.graph(), carry, step.graph().mul(vol, Positive.root(step.graph(), step.length(), 0.0)));
  }

  private static LogReturn of(Graph graph, Expr carry, Expr deviation) {
    Expr convexity = graph.mul(graph.literal(0.5), graph.mul(deviation, deviation));
    return LogReturn.diffusion(graph.sub(carry, convexity), deviation);
  }

  /** The standard deviation of the asset's log return over the step; 0 over a step without variance. */
  private Expr deviation(ModelStep step, String asset) {
    Graph graph = step.graph();
    PillarInterpolation interpolation = vols.interpolation();
    Expr shift = step.inputs().parameter(new RiskFactor.Vol(asset), 0.0);
    List<Expr> quotes = new ArrayList<>();
    List<Expr> weights = new ArrayList<>();
    for (int j = 0; j < vols.times().size(); j++) {
      RiskFactor pillar = new RiskFactor.VolPillar(asset, vols.times().get(j));
      Expr quote = step.inputs().parameter(pillar, vols.vols().get(j));
      quotes.add(graph.add(quote, shift));
      weights.add(PillarWeights.ofStep(graph, step.inputs(), step.grid(), asset + ".variance", interpolation, j,
          step.curves().valuationTime()));
    }
    if (quotes.size() == 1) {
      return graph.mul(quotes.getFirst(), Positive.root(graph, weights.getFirst(), 0.0));
    }
    Expr variance = graph.literal(-0.0);
    for (int j = 0; j < quotes.size(); j++) {
      variance = graph.fma(weights.get(j), graph.mul(quotes.get(j), quotes.get(j)), variance);
    }
    return Positive.root(graph, variance, 0.0);
  }
}
