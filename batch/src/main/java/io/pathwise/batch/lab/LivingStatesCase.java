package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.run.Backend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** Notes whose events live on in what they remember: missed coupons, a barrier that was touched, a target. */
final class LivingStatesCase implements LabCase {
  private static final List<EstimatorChoice> CHOICES = List.of(EstimatorChoice.SIDED, EstimatorChoice.SURVIVAL,
      EstimatorChoice.VIBRATO, EstimatorChoice.SCORE_ALL, EstimatorChoice.SMOOTHED_LOGISTIC,
      EstimatorChoice.SMOOTHED_NORMAL_CDF, EstimatorChoice.INDICATOR_DENSITY);
  private static final MarketData MARKET = Examples.market(100, 0.03, 0, 0.25);
  private static final String KNOCK_IN = "knock-in note";

  /** How much less variance × operations than score-all is checked for, by note and measure. */
  private static final SequencedMap<String, Double> WANTED = new LinkedHashMap<>();
  private static final SequencedMap<String, Product> NOTES = new LinkedHashMap<>();

  static {
    note("memory autocallable", """
        state missed = 0
        at [0.5, 1, 1.5] {
          let level = X / 100
          when level >= 70% { pay 3.5 * (1 + missed) set missed = 0 } otherwise { set missed = missed + 1 }
          when level >= 100% { pay 100 end }
        }
        at 2 {
          let level = X / 100
          when level >= 70% { pay 3.5 * (1 + missed) }
          pay if level >= 60% then 100 else 100 * level
        }
        """);
    note("target redemption note", """
        state accrued = 0
        at 12 times until 3 {
          when X >= 100 { pay 3 set accrued = accrued + 3 }
          when accrued >= 10 { pay 100 end }
        }
        at 3 { pay if X >= 70 then 100 else X }
        """);
    note(KNOCK_IN, """
        state knocked = 0
        at 12 times until 1 { when X <= 70 { set knocked = 1 } }
        at 1 { pay if knocked >= 50% and X < 100 then X else 100 }
        """);
    WANTED.put(KNOCK_IN + " " + Measure.DELTA.label(), 20.0);
    WANTED.put(KNOCK_IN + " " + Measure.VEGA.label(), 20.0);
    WANTED.put("memory autocallable " + Measure.VEGA.label(), 20.0);
    WANTED.put("memory autocallable " + Measure.DELTA.label(), 10.0);
  }

  private static void note(String name, String script) {
    NOTES.put(name, Scripted.of(script, List.of(Examples.ASSET), Optional.empty()));
  }

  @Override
  public String id() {
    return "living-states";
  }

  @Override
  public String title() {
    return "Events that live on: memory coupons, a target, a knock-in";
  }

  @Override
  public String text() {
    return """
        Three notes on one asset (S = 100, r = 3 %, σ = 25 %) whose jumps sit in what they remember. The memory \
        autocallable has 4 half-yearly dates: a coupon of 3.5 at or above 70 % with all those missed so far, redemption \
        at or above 100 %, protection to 60 %. The target redemption note pays 3 on each of 12 quarterly dates at or \
        above 100 until 10 have been paid, and is protected to 70 %. The knock-in note pays the price in place of 100 \
        after a year if it has been at or below 70 on one of 12 monthly dates. Survival would have to keep paths from \
        events after which they live on; a score is blamed for everything that happens later; smoothing is biased. The \
        estimator sided runs the note in every cell between thresholds of one direction of the path, where all events \
        are certain, and integrates what it pays over the cell.

        The table has variance × operations, the noise included, as a share of that of score-all: what it costs to be \
        as accurate. Cells are as many as thresholds, and each costs operations, so the gain shrinks with their number.

        Y.-D. Lyuu and H.-W. Teng, Unbiased and efficient Greeks of financial options, Finance and Stochastics 15 \
        (2011); P. Glasserman, J. Staum, Operations Research 49 (2001).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    Map<Measure, RiskFactor> targets = new LinkedHashMap<>();
    targets.put(Measure.DELTA, Examples.SPOT);
    targets.put(Measure.VEGA, Examples.VOL);
    List<Measurement> everything = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    NOTES.forEach((name, note) -> targets.forEach((measure, factor) -> {
      Target target = new Target(name, note, MARKET, measure, factor);
      List<Measurement> row = Reference
          .leastError(bench.greeks().some(target, Optional.empty(), CHOICES));
      Map<String, Double> operations = operations(bench, note, measure);
      double score = row.stream().filter(each -> each.estimator().equals(EstimatorChoice.SCORE_ALL.label()))
          .mapToDouble(each -> work(each, operations)).findFirst().orElseThrow();
      for (Measurement each : row) {
        rows.add(row(name, each, operations, score));
        Double wanted = WANTED.get(name + " " + measure.label());
        if (wanted != null && each.estimator().equals(EstimatorChoice.SIDED.label())) {
          double gain = score / work(each, operations);
          findings.check("At least " + Numbers.text(wanted) + " times less variance × operations than score-all: "
              + name + ", " + measure.label(), gain >= wanted, Numbers.text(gain) + " times");
        }
      }
      everything.addAll(row);
    }));
    findings.checkUnbiased(everything);
    findings.table("Variance × operations", List.of("note", "number", "estimator", "variance per path",
        "operations per path", "variance × operations, score-all = 1"), rows);
    findings.measurements("Notes that remember", everything);
  }

  private static List<String> row(String name, Measurement each, Map<String, Double> operations, double score) {
    if (!each.hasNumber()) {
      return List.of(name, each.quantity(), each.estimator(), "not valid", "", "");
    }
    return List.of(name, each.quantity(), each.estimator() + (each.biased() ? ", biased" : ""),
        Numbers.text(each.variance()), Numbers.text(operations.getOrDefault(each.estimator(), Double.NaN)),
        Numbers.text(work(each, operations) / score));
  }

  private static double work(Measurement each, Map<String, Double> operations) {
    return each.variance() * operations.getOrDefault(each.estimator(), Double.NaN);
  }

  /** What a path costs by each estimator, the noise included. */
  private static Map<String, Double> operations(Bench bench, Product note, Measure measure) {
    Settings settings = Settings.paths(bench.budget().fewestBlocks() * Backend.BLOCK).withPolicy(Policy.PILOT)
        .withControlVariates(false);
    return bench.greeks().engine().explain(note, MARKET, Set.of(measure), settings).rows().getFirst().candidates()
        .stream().filter(Explanation.CandidateRow::valid)
        .collect(Collectors.toMap(Explanation.CandidateRow::name, Explanation.CandidateRow::operationsPerPath,
            (one, other) -> one));
  }
}
