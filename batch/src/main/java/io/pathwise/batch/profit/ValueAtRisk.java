package io.pathwise.batch.profit;

import io.pathwise.batch.report.Failures;
import io.pathwise.batch.risk.RiskInputs;
import java.util.List;
import java.util.Optional;

/**
 * What a run for a value at risk has found.
 *
 * @param weights
 *          of the scenarios
 * @param backend
 *          what did the work
 * @param profits
 *          of the trades of each currency
 * @param trades
 *          how many lines the portfolio has
 * @param failedTrades
 *          how many of them are left out
 * @param failures
 *          the first of these
 * @param doubtfulTrades
 *          how many have a profit that few paths carry
 * @param seconds
 *          wall time
 */
public record ValueAtRisk(ValueAtRiskRequest request, RiskInputs inputs, ScenarioWeights weights, String backend,
    List<ScenarioProfits> profits, long trades, long failedTrades, List<Failures.Failure> failures,
    long doubtfulTrades, double seconds) {

  /** Copies the lists. */
  public ValueAtRisk {
    profits = List.copyOf(profits);
    failures = List.copyOf(failures);
  }

  /** The tail of one currency. */
  LossTail tail(ScenarioProfits of) {
    return of.tail(weights, request.confidence());
  }

  /** For people, a line for each currency. */
  public List<String> lines() {
    return profits.stream().map(of -> {
      LossTail tail = tail(of);
      return "%s: value at risk %.6g ± %.2g, expected shortfall %.6g ± %.2g (simulation%s)".formatted(of.currency(),
          tail.valueAtRisk(), of.standardError(tail.place()), tail.shortfall(), of.errorOfShortfall(tail),
          request.isSample()
              ? "; the sample of %s leaves ± %.2g and ± %.2g open".formatted(sample(tail),
                  tail.samplingErrorOfValueAtRisk(), tail.samplingErrorOfShortfall())
              : "");
    }).toList();
  }

  private String sample(LossTail tail) {
    int count = tail.losses().length;
    return effectiveText().map(effective -> count + ", which counts as " + effective + ",")
        .orElse(Integer.toString(count));
  }

  /** How many scenarios of equal weight the scenarios count as, for people; empty where their weights are equal. */
  Optional<String> effectiveText() {
    long effective = Math.round(weights.effective());
    return effective == weights.values().length ? Optional.empty() : Optional.of(Long.toString(effective));
  }
}
