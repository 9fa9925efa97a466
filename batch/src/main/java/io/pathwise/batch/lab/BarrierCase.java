package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A discretely monitored barrier option by all estimators. */
final class BarrierCase implements LabCase {
  private static final double SURVIVAL_GAIN = 4;

  @Override
  public String id() {
    return "barrier";
  }

  @Override
  public String title() {
    return "A barrier option monitored 12 and 252 times";
  }

  @Override
  public String text() {
    return """
        An up-and-out call with barrier 120 (S = K = 100, r = 5 %, σ = 20 %, T = 1). On every date the payoff may jump to \
        0. The score of the first node serves spot, but divides by the first step's standard deviation; vega needs the \
        scores of all nodes, whose variances add up. One-step survival weights each path by the probability of surviving \
        each step and draws the next price from the truncated law, so that the payoff becomes continuous. Conditioning on \
        the widest direction of the whole path finds on which side of a single number the path survives all dates at once. \
        Exact values come from a quadrature over the dates, with 9 digits.

        P. Glasserman, J. Staum, Conditioning on One-Step Survival for Barrier Option Simulations, Operations Research 49 \
        (2001); M. Broadie, Y. Yamamoto, Operations Research 53 (2005) for the quadrature.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    MarketData market = Examples.market(100);
    Map<Measure, List<RiskFactor>> targets = new LinkedHashMap<>();
    targets.put(Measure.DELTA, List.of(Examples.SPOT));
    targets.put(Measure.VEGA, List.of(Examples.VOL));
    if (!bench.budget().thin()) {
      targets.put(Measure.GAMMA, List.of(Examples.SPOT, Examples.SPOT));
    }
    List<Measurement> everything = new ArrayList<>();
    Map<Integer, Double> wantedGain = new LinkedHashMap<>();
    wantedGain.put(12, 50.0);
    wantedGain.put(252, 500.0);
    targets.forEach((measure, factors) -> {
      List<Measurement> all = new ArrayList<>();
      wantedGain.forEach((dates, gain) -> {
        Target target = new Target(dates + " dates", Examples.barrier(1, dates), market, measure, factors);
        List<Measurement> row = bench.greeks().all(target);
        all.addAll(row);
        if (measure != Measure.GAMMA) {
          Gains gains = Gains.of(row);
          gains.check(findings, measure.label() + ", " + dates + " dates", gain);
          gains.check(findings, measure.label() + ", " + dates + " dates", "survival", SURVIVAL_GAIN);
        }
      });
      findings.measurements("Barrier " + measure.label(), all);
      everything.addAll(all);
    });
    findings.checkUnbiased(everything);
    findings.check("Every number is finite", everything.stream().filter(Measurement::hasNumber)
        .allMatch(m -> Double.isFinite(m.value()) && Double.isFinite(m.standardError())),
        everything.stream().filter(Measurement::hasNumber).count() + " numbers");
  }
}
