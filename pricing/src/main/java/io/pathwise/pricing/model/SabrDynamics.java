package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.Sabr;
import io.pathwise.pricing.market.ElasticVol;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The SABR model (Hagan, Kumar, Lesniewski and Woodward 2002). The noise of the volatility is a sample node, given
 * which the log return is normal, with the volatility that {@link LeadingVol} makes of price and volatility at the
 * start of the step; the volatility itself is exact. So the discounted price is a martingale at every step. The
 * correlation of a step is ρ exp(⅜ q Δt), as {@link LeadingVol} has it.
 *
 * @param local
 *          its volatility today and the elasticity
 */
record SabrDynamics(ElasticVol local) implements Dynamics {

  private static final double STEP_COST = 4;

  /** The largest logarithm of what the volatility is multiplied with, lest numbers overflow. */
  private static final double MOST = Math.log(1e6);

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise shared,
      Expr carry) {
    Graph graph = step.graph();
    Map<String, Expr> parameters = step.parameters(asset);
    Expr vol = Objects.requireNonNull(parameters.get(AssetModel.VOL));
    Expr nu = Objects.requireNonNull(parameters.get(Sabr.NU));
    Expr rho = Objects.requireNonNull(parameters.get(Sabr.RHO));
    Expr root = Positive.root(graph, step.length(), 0.0);
    Expr noise = shared.variance();
    Expr.State logFactor = step.builder().state(asset.id() + ".logVol", graph.literal(0.0));
    Expr spread = graph.mul(nu, root);
    step.builder().update(ModelStep.STAGE, logFactor,
        graph.add(logFactor, graph.mul(spread, graph.fma(graph.literal(-0.5), spread, noise))));

    Expr elastic = ElasticFactor.log(step, asset, local, logPrice.get().state(), carry);
    Expr factor = graph.add(elastic, ElasticFactor.within(graph, logFactor, -MOST, MOST));
    Expr slope = graph.mul(ElasticFactor.lessOne(step, asset), graph.mul(vol, graph.exp(factor)));
    Expr crossed = graph.fma(graph.mul(graph.literal(2.0), rho), slope, nu);
    LeadingVol leading = LeadingVol.ofStep(step, asset, factor, graph.fma(slope, slope, graph.mul(nu, crossed)));
    Expr total = graph.mul(graph.mul(vol, graph.exp(leading.log())), root);
    Expr correlation = graph.mul(rho, graph.exp(belowOne(graph, leading.ofCovariance(), rho)));
    Expr drift = graph.mul(total, graph.fma(correlation, noise, graph.mul(graph.literal(-0.5), total)));
    Expr own = graph.sqrt(graph.fma(graph.neg(correlation), correlation, graph.literal(1.0)));
    return LogReturn.diffusion(graph.add(carry, drift), graph.mul(total, own))
        .withVarianceLoading(graph.mul(total, correlation));
  }

  /** The logarithm of a factor that leaves a correlation below 1; with a frozen condition, as it is continuous. */
  private static Expr belowOne(Graph graph, Expr logFactor, Expr rho) {
    Expr most = graph.mul(graph.literal(-0.5),
        graph.log(graph.max(graph.max(rho, graph.neg(rho)), graph.literal(0.5))));
    return graph.select(graph.less(graph.frozen(most), graph.frozen(logFactor)), most, logFactor);
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.empty();
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, 2 * CevDynamics.TAPE_BYTES);
  }
}
