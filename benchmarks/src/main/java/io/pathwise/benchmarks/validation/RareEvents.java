package io.pathwise.benchmarks.validation;

import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Simulates trades on which few paths count, each by another policy, with controls or without, at a number of paths or
 * to a target error, and looks at the numbers that are stated without reserve. Start with {@link #run}.
 *
 * @param observed
 *          numbers with errors, by policy, at most one of each trade
 * @param failures
 *          numbers that are wrong without any error, for people
 * @param statuses
 *          how many numbers have each status
 */
record RareEvents(Map<Policy, List<Observation>> observed, List<String> failures, Map<Greek.Status, Integer> statuses) {

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.GAMMA);
  /** Numbers that are off by more standard errors are listed. */
  private static final double FAR = 4;
  /** Of the paths. */
  private static final double[] SHARES = {0.2, 0.4, 1};
  private static final double TARGET = 0.02;
  /** Closed forms have been seen to be off by so much of the price of the asset. */
  private static final double CLOSED_FORM_ERROR = 3e-13;

  /** Errors of so few tolerances are too small for z-scores. */
  private static final double NEGLIGIBLE = 3;

  /** Trades with these numbers. */
  static RareEvents run(GreeksEngine engine, int first, int last, List<Policy> policies, long paths) {
    Map<Policy, List<Observation>> observed = new EnumMap<>(Policy.class);
    Map<Greek.Status, Integer> statuses = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    for (int trade = first; trade < last; trade++) {
      ValidationCase validated = RareSet.of(trade);
      Policy policy = policies.get(trade % policies.size());
      AnalyticPrice price = AnalyticPrice.of(validated.market(), validated.product()).orElseThrow();
      List<Observation> observations = new ArrayList<>();
      for (Greek greek : engine
          .evaluate(validated.product(), validated.market(), MEASURES, settings(trade, policy, paths))
          .numbers()) {
        statuses.merge(greek.status(), 1, Integer::sum);
        if (greek.status() == Greek.Status.OK) {
          observations.add(Observation.of(trade, validated, greek, price.derivative(greek.factors())));
        }
      }
      observations.stream().filter(RareEvents::isWrongWithoutError).map(Verdict::describe).forEach(failures::add);
      List<Observation> noisy = observations.stream().filter(observation -> !isExact(observation)).toList();
      if (!noisy.isEmpty()) {
        observed.computeIfAbsent(policy, key -> new ArrayList<>()).add(noisy.get(trade % noisy.size()));
      }
    }
    return new RareEvents(observed, failures, statuses);
  }

  /** The table, with what is wrong. */
  Verdict verdict() {
    StringBuilder text = new StringBuilder(
        String.format("numbers by status: %s%n%-24s %6s  beyond 2, 3 and 5 standard errors (expected)%n", statuses,
            "policy", "trades"));
    List<String> wrong = new ArrayList<>(failures);
    List<Double> all = new ArrayList<>();
    observed.forEach((policy, observations) -> {
      List<Double> scores = observations.stream().map(Observation::z).toList();
      observations.stream().filter(observation -> !(Math.abs(observation.z()) <= FAR)).map(Verdict::describe)
          .forEach(number -> text.append(number).append(System.lineSeparator()));
      Coverage coverage = Coverage.of(policy.label(), scores);
      text.append(coverage.text());
      wrong.addAll(coverage.failures());
      all.addAll(scores);
    });
    Coverage together = Coverage.of("all", all);
    wrong.addAll(together.failures());
    return new Verdict(List.of(), wrong, text + together.text());
  }

  private static Settings settings(int trade, Policy policy, long paths) {
    int variant = trade / Policy.values().length;
    Accuracy accuracy = variant % 4 < SHARES.length
        ? Accuracy.paths(Math.round(paths * SHARES[variant % 4]))
        : new Accuracy.TargetError(TARGET, 0, paths);
    return new Settings(accuracy, trade, Sampling.INDEPENDENT, Map.of(), policy, variant % 8 < 4);
  }

  private static double tolerance(Observation observation) {
    return CLOSED_FORM_ERROR * observation.scale() + 1e-9 * Math.abs(observation.exact());
  }

  private static boolean isExact(Observation observation) {
    return observation.greek().standardError() <= NEGLIGIBLE * tolerance(observation);
  }

  private static boolean isWrongWithoutError(Observation observation) {
    return isExact(observation) && Math.abs(observation.greek().value() - observation.exact()) > 5 * observation.greek()
        .standardError() + tolerance(observation);
  }
}
