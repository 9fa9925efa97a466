package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** How steps, moneyness and maturity change the variance of every estimator. */
final class EffectsCase implements LabCase {
  private static final List<Double> DATES = List.of(2.0, 4.0, 12.0, 50.0, 252.0);
  private static final List<Double> SPOTS = List.of(80.0, 90.0, 95.0, 100.0, 105.0, 110.0, 118.0);
  private static final List<Double> EXPIRIES = List.of(0.1, 0.25, 0.5, 1.0, 2.0, 5.0);
  private static final int STEPS = 12;

  @Override
  public String id() {
    return "effects";
  }

  @Override
  public String title() {
    return "What steps, moneyness and maturity do to the variance";
  }

  @Override
  public String text() {
    return """
        The digital call and the up-and-out barrier call of the cases before, with one thing changed at a time: the number \
        of monitoring dates, the spot, the time to expiry. Strike 100, barrier 120, r = 5 %, σ = 20 %, T = 1 and 12 dates \
        or steps unless the axis says otherwise. The steps of the digital option are in the case on the digital option. \
        Scores suffer from short steps; survival and conditioning suffer, much less, where many paths come near the \
        barrier.

        P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 7.4.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    List<Measurement> all = new ArrayList<>();
    List<Double> spots = bench.budget().of(SPOTS);
    List<Double> expiries = bench.budget().of(EXPIRIES);
    all.addAll(vary(bench, findings, "delta of the digital option by spot", Axis.linear("spot"), spots,
        spot -> new Target(
            "spot " + spot, Examples.digital(Examples.STRIKE, 1, STEPS), Examples.market(spot), Measure.DELTA,
            Examples.SPOT)));
    all.addAll(
        vary(bench, findings, "delta of the digital option by expiry", Axis.logarithmic("years to expiry"), expiries,
            expiry -> new Target(expiry + " years", Examples.digital(Examples.STRIKE, expiry, STEPS),
                Examples.market(100),
                Measure.DELTA, Examples.SPOT)));
    for (Measure measure : bench.budget().thin() ? List.of(Measure.DELTA) : List.of(Measure.DELTA, Measure.VEGA)) {
      RiskFactor factor = measure == Measure.DELTA ? Examples.SPOT : Examples.VOL;
      String what = measure.label() + " of the barrier option by ";
      all.addAll(vary(bench, findings, what + "dates", Axis.logarithmic("monitoring dates"),
          bench.budget().of(DATES), dates -> new Target(Math.round(dates) + " dates",
              Examples.barrier(1, (int) dates), Examples.market(100), measure, factor)));
      all.addAll(vary(bench, findings, what + "spot", Axis.linear("spot"), spots, spot -> new Target("spot " + spot,
          Examples.barrier(1, STEPS), Examples.market(spot), measure, factor)));
      all.addAll(vary(bench, findings, what + "expiry", Axis.logarithmic("years to expiry"), expiries,
          expiry -> new Target(expiry + " years", Examples.barrier(expiry, STEPS), Examples.market(100), measure,
              factor)));
    }
    findings.checkUnbiased(all);
  }

  /** Measures along one axis all estimators that are valid at its first value. */
  private static List<Measurement> vary(Bench bench, Findings findings, String what, Axis x, List<Double> values,
      DoubleFunction<Target> targets) {
    List<Measurement> all = new ArrayList<>();
    VarianceLines lines = new VarianceLines();
    List<EstimatorChoice> choices = Arrays.asList(EstimatorChoice.values());
    for (double value : values) {
      Target target = targets.apply(value);
      Optional<Exact> exact = bench.greeks().exact(target);
      List<Measurement> row = bench.greeks().some(target, exact, choices);
      choices = choices.stream().filter(choice -> row.stream()
          .anyMatch(m -> m.hasNumber() && m.estimator().equals(choice.label()))).toList();
      List<Measurement> valid = row.stream().filter(Measurement::hasNumber).toList();
      lines.add(value, valid);
      all.addAll(valid);
    }
    findings.plot("Variance per path: " + what, "All estimators that are valid for it.", x,
        Axis.logarithmic("variance per path"), lines.series());
    findings.measurements("Measured: " + what, all);
    return all;
  }
}
