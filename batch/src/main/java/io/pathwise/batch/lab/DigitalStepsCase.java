package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Digital;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A digital option simulated in more and more steps. */
final class DigitalStepsCase implements LabCase {
  private static final List<Integer> STEPS = List.of(4, 16, 64, 256);
  private static final double KNOWN_DELTA = 0.0187620;

  @Override
  public String id() {
    return "digital";
  }

  @Override
  public String title() {
    return "A digital option in 4, 16, 64 and 256 steps";
  }

  @Override
  public String text() {
    return """
        A call that pays 1 if the price ends above 100 (S = 100, r = 5 %, σ = 20 %, T = 1), with steps on the way that \
        the payoff does not look at. The pathwise derivative is 0 almost everywhere and is refused. What looks at one \
        small step only, the score of the first or of the last node, conditioning on the last step, or vibrato, gets worse \
        as steps get smaller: the number it divides by is the step's standard deviation. Conditioning on the whole \
        interval since the last fixing leaves nothing to chance, because nothing else decides the payoff.

        P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), sections 7.2 to 7.4; M. Giles, Vibrato Monte \
        Carlo Sensitivities, in: Monte Carlo and Quasi-Monte Carlo Methods 2008 (2009).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    GreeksBench greeks = bench.greeks();
    MarketData market = Examples.market(100);
    Map<Measure, List<RiskFactor>> targets = new LinkedHashMap<>();
    targets.put(Measure.DELTA, List.of(Examples.SPOT));
    targets.put(Measure.VEGA, List.of(Examples.VOL));
    targets.put(Measure.GAMMA, List.of(Examples.SPOT, Examples.SPOT));
    List<Measurement> everything = new ArrayList<>();
    targets.forEach((measure, factors) -> {
      List<Measurement> all = new ArrayList<>();
      VarianceLines lines = new VarianceLines();
      for (int steps : bench.budget().of(measure == Measure.DELTA ? STEPS : List.of(4, 256))) {
        Digital digital = Examples.digital(100, 1, steps);
        Target target = new Target(steps + " steps", digital, market, measure, factors);
        List<Measurement> row = greeks.all(target);
        all.addAll(row);
        lines.add(steps, row);
        least(row).ifPresent(best -> findings.check(
            "Conditioning leaves no variance up to rounding: " + measure.label() + ", " + steps + " steps",
            best.isExactUpToRounding(),
            "standard deviation per path " + Numbers.text(Math.sqrt(best.variance())) + " by " + best.estimator()));
      }
      if (measure == Measure.DELTA) {
        double delta = all.getFirst().exact().map(Exact::value).orElse(Double.NaN);
        findings.check("The exact delta is 0.0187620", Math.abs(delta - KNOWN_DELTA) < 5e-8, Numbers.precise(delta));
      }
      findings.plot("Variance per path of the digital's " + measure.label(),
          "The estimators of one small step get worse with every step.", Axis.logarithmic("steps"),
          Axis.logarithmic("variance per path"), lines.series());
      findings.measurements("Digital " + measure.label(), all);
      everything.addAll(all);
    });
    findings.checkUnbiased(everything);
  }

  private static Optional<Measurement> least(List<Measurement> row) {
    return row.stream().filter(m -> m.hasNumber() && !m.biased())
        .min(Comparator.comparingDouble(Measurement::variance));
  }
}
