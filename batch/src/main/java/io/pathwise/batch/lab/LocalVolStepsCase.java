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
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A digital and a barrier option under local volatility, in more and more steps between observations. */
final class LocalVolStepsCase implements LabCase {
  private static final List<Integer> STEPS_PER_YEAR = List.of(12, 48, 192);
  private static final List<EstimatorChoice> CHOICES = List.of(EstimatorChoice.SURVIVAL,
      EstimatorChoice.CONDITIONAL_LAST, EstimatorChoice.VIBRATO, EstimatorChoice.SCORE_SPREAD,
      EstimatorChoice.SCORE_LAST, EstimatorChoice.SCORE_ALL);
  private static final String SPREAD = EstimatorChoice.SCORE_SPREAD.label();
  /** Over the whole range of steps. */
  private static final double LARGEST_GROWTH = 2;
  private static final SmileSurface SURFACE = new SmileSurface(List.of(0.5, 1.0), List.of(0.22, 0.21),
      List.of(-0.5, -0.45), List.of(1.8, 1.3));

  private static final SequencedMap<String, Product> PRODUCTS = new LinkedHashMap<>();

  static {
    PRODUCTS.put("digital", Digital.cash(Examples.ASSET, OptionType.CALL, 100, 1, 1));
    PRODUCTS.put("barrier option",
        Barrier.of(Examples.ASSET, OptionType.CALL, 100, 1, 125, Barrier.Kind.UP_AND_OUT, 2, 0));
  }

  @Override
  public String id() {
    return "local-vol-steps";
  }

  @Override
  public String title() {
    return "Thresholds under local volatility, in more and more steps";
  }

  @Override
  public String text() {
    return """
        A call that pays 1 above 100 after a year, and an up-and-out call with barrier 125 looked at twice, where the \
        volatility depends on the price: local volatility of a skewed surface (S = 100, r = 3 %). Between observations \
        the scheme needs steps, and no direction of the whole path can be integrated, since it would change the \
        volatilities on its way. What looks at the last step only gets worse as steps get finer: the delta's variance \
        with the root of their number, the gamma's with the power 3/2. Spread over all steps, each of which scores the \
        share of what moves the price that makes it vanish at the observation, the score keeps its variance, for delta \
        and for gamma. Volatilities move the last step as well, so for vega conditioning is better.

        E. Fournié, J.-M. Lasry, J. Lebuchoux, P.-L. Lions and N. Touzi, Applications of Malliavin Calculus to Monte \
        Carlo Methods in Finance, Finance and Stochastics 3 (1999), proposition 3.2; the weights here are those of the \
        discrete scheme, so there is no bias but the scheme's.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    Map<Measure, List<RiskFactor>> targets = new LinkedHashMap<>();
    targets.put(Measure.DELTA, List.of(Examples.SPOT));
    targets.put(Measure.GAMMA, List.of(Examples.SPOT, Examples.SPOT));
    targets.put(Measure.VEGA, List.of(Examples.VOL));
    List<Measurement> everything = new ArrayList<>();
    PRODUCTS.forEach((name, product) -> targets.forEach((measure, factors) -> {
      List<Measurement> all = new ArrayList<>();
      VarianceLines lines = new VarianceLines();
      for (int steps : bench.budget().of(STEPS_PER_YEAR)) {
        Target target = new Target(name + ", " + steps + " steps a year", product, market(steps), measure, factors);
        List<Measurement> row = Reference
            .leastError(bench.greeks().some(target, bench.greeks().exact(target), CHOICES));
        all.addAll(row);
        lines.add(steps, row);
      }
      if (measure != Measure.VEGA) {
        checkGrowth(findings, name + " " + measure.label(), all);
      }
      findings.plot("Variance per path of the " + measure.label() + ": " + name,
          "A spread score keeps its variance; what looks at the last step does not.",
          Axis.logarithmic("steps a year"), Axis.logarithmic("variance per path"), lines.series());
      findings.measurements("Local volatility, " + measure.label() + ": " + name, all);
      everything.addAll(all);
    }));
    findings.checkUnbiased(everything);
  }

  private static void checkGrowth(Findings findings, String what, List<Measurement> all) {
    List<Double> variances = all.stream()
        .filter(measurement -> measurement.estimator().equals(SPREAD) && measurement.hasNumber())
        .map(Measurement::variance).toList();
    double growth = variances.isEmpty() ? Double.NaN : variances.getLast() / variances.getFirst();
    findings.check("Finer steps leave the variance of a spread score alone: " + what, growth < LARGEST_GROWTH,
        "from the coarsest to the finest steps it grows by " + Numbers.text(growth));
  }

  private static MarketData market(int stepsPerYear) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat(Examples.CURRENCY, 0.03)),
        List.of(Asset.of(Examples.ASSET, Examples.CURRENCY, 100, 0,
            AssetModel.LocalVol.of(SURFACE).quotedAt(100).simulatedBy(stepsPerYear))),
        Correlations.NONE);
  }
}
