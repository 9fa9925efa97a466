package io.pathwise.batch.profit;

import io.pathwise.batch.report.Failures;
import io.pathwise.batch.risk.RiskInputs;
import java.util.List;

/**
 * What a run that explains profits has found.
 *
 * @param moves
 *          how the first market became the second
 * @param backend
 *          what did the work
 * @param totals
 *          by currency
 * @param trades
 *          how many lines the portfolio has
 * @param failedTrades
 *          how many of them are left out
 * @param failures
 *          the first of these
 * @param seconds
 *          wall time
 */
public record ExplainedPortfolio(ExplainedProfitRequest request, RiskInputs inputs, MarketMoves moves, String backend,
    List<ExplainedTotal> totals, long trades, long failedTrades, List<Failures.Failure> failures, double seconds) {

  /** Copies the lists. */
  public ExplainedPortfolio {
    totals = List.copyOf(totals);
    failures = List.copyOf(failures);
  }

  /** For people, a line for each currency. */
  public List<String> lines() {
    return totals.stream().map(total -> "%s: profit %.6g ± %.2g from %s to %s, unexplained %.6g ± %.2g".formatted(
        total.currency(), total.actual().amount(), total.actual().standardError(), inputs.market().valuationDate(),
        moves.last().valuationDate(), total.unexplained().amount(), total.unexplained().standardError())).toList();
  }
}
