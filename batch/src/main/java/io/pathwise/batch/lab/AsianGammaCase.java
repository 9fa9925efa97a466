package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.OptionType;
import java.util.ArrayList;
import java.util.List;

/** Gamma of an arithmetic Asian option. */
final class AsianGammaCase implements LabCase {
  private static final double WANTED_GAIN = 1e4;

  @Override
  public String id() {
    return "asian-gamma";
  }

  @Override
  public String title() {
    return "Gamma of an arithmetic Asian option";
  }

  @Override
  public String text() {
    return """
        A call on the arithmetic average of 12 and of 252 fixings (S = K = 100, r = 5 %, σ = 20 %, T = 1). The pathwise \
        delta jumps at the strike, so gamma needs something else for the second derivative: the score of the first node \
        applied to the pathwise delta, or the conditional expectation along one direction of the whole path, in which the \
        average is monotone. There is no closed form; each estimator is compared with the one of least standard error, \
        whose error is counted too.

        P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 7.3.3; P. Glasserman, P. Heidelberger, \
        P. Shahabuddin, Asymptotically Optimal Importance Sampling and Stratification for Pricing Path-Dependent Options, \
        Mathematical Finance 9 (1999) for the direction.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    MarketData market = Examples.market(100);
    List<Measurement> all = new ArrayList<>();
    for (int fixings : List.of(12, 252)) {
      Asian asian = Asian.of(Examples.ASSET, OptionType.CALL, Asian.Average.ARITHMETIC, Examples.STRIKE, 1, fixings);
      Target target = new Target(fixings + " fixings", asian, market, Measure.GAMMA, Examples.SPOT, Examples.SPOT);
      List<Measurement> row = Reference.leastError(bench.greeks().all(target));
      all.addAll(row);
      Gains.of(row).check(findings, "gamma, " + fixings + " fixings", WANTED_GAIN);
    }
    findings.checkUnbiased(all);
    findings.measurements("Asian gamma", all);
  }
}
