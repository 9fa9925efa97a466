package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.ArrayList;
import java.util.List;

/** A barrier option under Heston's model: integrating directions where the variance is random, too. */
final class HestonBarrierCase implements LabCase {
  private static final double LARGEST_Z = 4.5;
  private static final double WANTED_GAIN = 10;
  private static final int DATES = 12;
  private static final List<Integer> STEPS_PER_YEAR = List.of(12, 48);
  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);
  private static final List<EstimatorChoice> CHOICES = List.of(EstimatorChoice.CONDITIONAL_BRIDGE,
      EstimatorChoice.CONDITIONAL_PRINCIPAL, EstimatorChoice.SURVIVAL, EstimatorChoice.SCORE_FIRST,
      EstimatorChoice.SCORE_ALL, EstimatorChoice.BUMP);

  /** A number, and whether conditioning is valid for it. */
  private record Quantity(Measure measure, List<RiskFactor> factors, boolean conditioned) {}

  private static final List<Quantity> QUANTITIES = List.of(
      new Quantity(Measure.DELTA, List.of(Examples.SPOT), true),
      new Quantity(Measure.GAMMA, List.of(Examples.SPOT, Examples.SPOT), false),
      new Quantity(Measure.MODEL_PARAMETER,
          List.of(RiskFactor.modelParameter(Examples.ASSET, StochasticVariance.V0)), true),
      new Quantity(Measure.MODEL_PARAMETER,
          List.of(RiskFactor.modelParameter(Examples.ASSET, StochasticVariance.XI)), true));

  @Override
  public String id() {
    return "heston-barrier";
  }

  @Override
  public String title() {
    return "A barrier option under Heston's model";
  }

  @Override
  public String text() {
    return """
        The up-and-out call with barrier 120 and 12 dates (S = K = 100, r = 5 %, T = 1) where the variance follows \
        Heston's model: v₀ = 0.04, κ = 1.5, θ = 0.05, ξ = 0.5, ρ = −0.7, by Andersen's quadratic-exponential scheme with \
        the martingale correction, in 12 and in 48 steps a year. Given the path of the variance the logarithm of the price \
        is normal, so a direction of its noise can be integrated as under Black–Scholes. The variance's own noise stays \
        reparameterised: its scheme is continuous in the parameters. There is no closed form; each estimator is compared \
        with the unbiased one of least standard error, whose error is counted, too, and the bump is the check from \
        outside: it differentiates nothing. Its bias is far below its standard error here. Survival, which integrates step by \
        step, gains less, since the steps are short. The smallest of several thresholds has kinks, so what conditioning \
        leaves may be differentiated once only, and gamma is left to the score.

        L. Andersen, Simple and Efficient Simulation of the Heston Stochastic Volatility Model, Journal of Computational \
        Finance 11 (2008), sections 3.2 and 4.2.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    List<Measurement> all = new ArrayList<>();
    for (Quantity number : bench.budget().of(QUANTITIES)) {
      for (int steps : bench.budget().thin() ? STEPS_PER_YEAR.subList(0, 1) : STEPS_PER_YEAR) {
        Target target = new Target(steps + " steps a year", Examples.barrier(1, DATES), market(steps),
            number.measure(), number.factors());
        List<Measurement> row = Reference
            .leastError(bench.greeks().some(target, bench.greeks().exact(target), CHOICES));
        all.addAll(row);
        String where = target.quantity() + ", " + target.problem();
        if (number.conditioned()) {
          Gains.of(row).check(findings, where, "conditional", WANTED_GAIN);
        }
        row.stream().filter(m -> m.estimator().equals(EstimatorChoice.BUMP.label())).forEach(
            bump -> findings.check("The bump agrees: " + where, Math.abs(bump.z()) < LARGEST_Z,
                Numbers.text(bump.value()) + " ± " + Numbers.text(bump.halfWidth()) + ", z "
                    + Numbers.text(bump.z())));
      }
    }
    findings.checkUnbiased(all);
    findings.measurements("Barrier under Heston's model", all);
  }

  private static MarketData market(int stepsPerYear) {
    StochasticVariance variance = new StochasticVariance(VARIANCE.v0(), VARIANCE.kappa(), VARIANCE.theta(),
        VARIANCE.xi(), VARIANCE.rho(), StochasticVariance.Scheme.QUADRATIC_EXPONENTIAL, stepsPerYear);
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat(Examples.CURRENCY, 0.05)),
        List.of(Asset.of(Examples.ASSET, Examples.CURRENCY, 100, 0, new AssetModel.Heston(variance))),
        Correlations.NONE);
  }
}
