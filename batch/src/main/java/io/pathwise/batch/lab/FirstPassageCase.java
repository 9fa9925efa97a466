package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.analytic.HyperDual;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The probability that a price reaches a level, watched all the time and on dates. */
final class FirstPassageCase implements LabCase {
  private static final double LARGEST_Z = 4.5;
  private static final double SPOT = 100;
  private static final double RATE = 0.05;
  private static final double VOLATILITY = 0.25;
  private static final double LEVEL = 70;
  private static final List<Integer> STEPS = List.of(1, 12, 48);
  private static final List<EstimatorChoice> CHOICES = List.of(EstimatorChoice.PATHWISE_ADJOINT,
      EstimatorChoice.SCORE_FIRST_OF_PATHWISE, EstimatorChoice.SCORE_FIRST, EstimatorChoice.SCORE_ALL,
      EstimatorChoice.SURVIVAL, EstimatorChoice.CONDITIONAL_PRINCIPAL, EstimatorChoice.BUMP);

  @Override
  public String id() {
    return "first-passage";
  }

  @Override
  public String title() {
    return "The first passage of a level, watched all the time and on dates";
  }

  @Override
  public String text() {
    return """
        What pays 1 after a year if a price has been at 70 or below (S = 100, r = 5 %, σ = 25 %): a default, or an \
        extinction. On dates the payoff jumps, and what is seen of the level depends on how many they are. All the time \
        the path between two steps is a Brownian bridge, whose probability to reach the level is known: that is continuous, \
        so pathwise derivatives of first order are valid, and exact in any number of steps. What they are good for gets \
        less as steps get shorter, since each of the probabilities then decides in a narrow range of prices, and a single \
        step is best.

        D. Beaglehole, P. Dybvig, G. Zhou, Going to Extremes, Financial Analysts Journal 53 (1997); P. Glasserman, Monte \
        Carlo Methods in Financial Engineering (2003), section 6.4. The exact values are those of the inverse Gaussian law.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    MarketData market = Examples.market(SPOT, RATE, 0, VOLATILITY);
    Map<Measure, List<RiskFactor>> targets = new LinkedHashMap<>();
    targets.put(Measure.DELTA, List.of(Examples.SPOT));
    targets.put(Measure.GAMMA, List.of(Examples.SPOT, Examples.SPOT));
    targets.put(Measure.VEGA, List.of(Examples.VOL));
    List<Measurement> everything = new ArrayList<>();
    targets.forEach((measure, factors) -> {
      Optional<Exact> exact = Optional.of(Exact.of(exact(measure)));
      List<Measurement> all = new ArrayList<>();
      VarianceLines lines = new VarianceLines();
      for (int steps : bench.budget().of(STEPS)) {
        List<Measurement> row = bench.greeks().some(
            new Target("all the time, " + steps + (steps == 1 ? " step" : " steps"), continuous(steps), market, measure,
                factors),
            exact,
            CHOICES);
        all.addAll(row);
        lines.add(steps, row);
      }
      all.addAll(Reference.leastError(bench.greeks()
          .some(new Target("12 dates", discrete(12), market, measure, factors), Optional.empty(), CHOICES)));
      findings.plot("Variance per path of the " + measure.label(), "Watched all the time, in more and more steps.",
          Axis.logarithmic("steps"), Axis.logarithmic("variance per path"), lines.series());
      findings.measurements("First passage, " + measure.label(), all);
      everything.addAll(all);
    });
    findings.checkUnbiased(everything);
    findings.check("Pathwise derivatives of first order are valid where the price is watched all the time",
        everything.stream().filter(m -> m.problem().startsWith("all") && !m.quantity().equals(Measure.GAMMA.label())
            && m.estimator().equals(EstimatorChoice.PATHWISE_ADJOINT.label())).allMatch(Measurement::hasNumber),
        "deltas and vegas");
    checkDates(bench, findings, market);
  }

  /** The lab must see that dates are not all the time. */
  private static void checkDates(Bench bench, Findings findings, MarketData market) {
    Optional<Exact> exact = Optional.of(Exact.of(exact(Measure.VALUE)));
    Measurement watched = bench.greeks().plain(
        new Target("all the time, 12 steps", continuous(12), market, Measure.VALUE), exact);
    Measurement onDates = bench.greeks().plain(new Target("12 dates", discrete(12), market, Measure.VALUE), exact);
    findings.check("The probability is exact where the price is watched all the time",
        Math.abs(watched.z()) < LARGEST_Z,
        "z " + Numbers.text(watched.z()));
    findings.check("Twelve dates miss a part of it", onDates.z() < -LARGEST_Z,
        Numbers.text(onDates.value()) + " instead of " + Numbers.text(exact.orElseThrow().value()) + ", z "
            + Numbers.text(onDates.z()));
  }

  private static Product continuous(int steps) {
    return script("at 1 { pay fallen(X, %s) }".formatted(LEVEL), steps);
  }

  private static Product discrete(int dates) {
    return script("""
        state fallen_to_it = 0
        at %s times until 1 { when X <= %s { set fallen_to_it = 1 } }
        at 1 { pay fallen_to_it }
        """.formatted(dates, LEVEL), 1);
  }

  private static Product script(String text, int steps) {
    List<String> assets = List.of(Examples.ASSET);
    return new Scripted(text, Optional.empty(), assets, assets, false, 0, List.of(), List.of(), steps);
  }

  private static double exact(Measure measure) {
    HyperDual spot = HyperDual.constant(SPOT);
    HyperDual vol = HyperDual.constant(VOLATILITY);
    HyperDual movedSpot = HyperDual.variable(SPOT, 1, 1);
    return switch (measure) {
      case VALUE -> probability(spot, vol).value();
      case DELTA -> probability(movedSpot, vol).first();
      case GAMMA -> probability(movedSpot, vol).mixed();
      case VEGA -> probability(spot, HyperDual.variable(VOLATILITY, 1, 1)).first();
      default -> throw new IllegalArgumentException(measure.label());
    };
  }

  /**
   * e^{−r} (Φ((x − μ)/σ) + e^{2 μ x/σ²} Φ((x + μ)/σ)), x the logarithm of level over spot and μ the drift, of a year.
   */
  private static HyperDual probability(HyperDual spot, HyperDual vol) {
    HyperDual x = HyperDual.constant(LEVEL).dividedBy(spot).log();
    HyperDual drift = vol.squared().times(-0.5).plus(RATE);
    HyperDual mirrored = drift.times(x).times(2).dividedBy(vol.squared()).exp();
    return x.minus(drift).dividedBy(vol).normalCdf()
        .plus(mirrored.times(x.plus(drift).dividedBy(vol).normalCdf())).times(Math.exp(-RATE));
  }
}
