package io.pathwise.batch.risk;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.monitoring.WindowProgress;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.output.ResultRow;
import io.pathwise.batch.output.ScenariosCsv;
import io.pathwise.batch.output.Totals;
import io.pathwise.batch.report.ScenarioTotal;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the scenarios of a risk run through its trades: profit and loss on the noise of the base market, with what
 * the Greeks estimate beside it. Start at {@link #trades}.
 */
final class ScenarioRun implements ScenarioChanges.Sink {
  private final RiskInputs inputs;
  private final ScenarioChanges changes;
  private final ScenariosCsv csv;
  private final Map<Key, Sum> totals = new LinkedHashMap<>();
  private long failed;

  private record Key(String scenario, String currency) {}

  private static final class Sum {
    private final ProfitSum profits;
    private long taylorTrades;
    private double taylorProfit;
    private double unexplainedProfit;
    private long trades;
    private long failed;

    Sum(ProfitSum profits) {
      this.profits = profits;
    }
  }

  ScenarioRun(RiskInputs inputs, Evaluator evaluator, OutputStream out) {
    this.inputs = inputs;
    changes = new ScenarioChanges(inputs, evaluator, this);
    csv = new ScenariosCsv(out);
  }

  /** How many scenarios there are. */
  int scenarios() {
    return inputs.scenarios().size();
  }

  /** Writes the rows of trades with these numbers on the base market; trades without any are left out. */
  void trades(List<Trade> trades, List<Outcome<Greeks>> outcomes, WindowProgress progress) {
    changes.trades(trades, outcomes, progress::changed);
  }

  @Override
  public void changed(ScenarioChanges.Change change) {
    Trade trade = change.trade();
    Scenario scenario = change.scenario();
    TaylorExpansion taylor = TaylorExpansion.of(change.greeks().numbers(), change.shifts());
    double profit = Position.value(trade, change.profit());
    double error = Position.standardError(trade, change.profit());
    double taylorProfit = trade.quantity() * taylor.profit() + 0.0;
    double value = Position.value(trade, change.base()) + profit - trade.quantity() * change.rolled().paid();
    csv.row(new ScenariosCsv.Row(trade.id(), scenario.id(), value, profit, error, taylorProfit,
        taylor.hasSecondOrder() ? 2 : 1, change.profit().paths(), change.profit().status(),
        ResultRow.message(trade, change.profit())));
    Sum sum = sum(trade, scenario);
    if (!ProfitSum.canBeAdded(trade, change.profit())) {
      sum.failed++;
      return;
    }
    sum.profits.add(trade, change.base(), change.profit());
    if (Totals.canBeAdded(taylorProfit, 0)) {
      double rate = sum.profits.rate(trade);
      sum.taylorTrades++;
      sum.taylorProfit += rate * taylorProfit + sum.profits.rateChange(trade) * Position.value(trade, change.base());
      sum.unexplainedProfit += rate * (profit - taylorProfit);
    }
    sum.trades++;
  }

  @Override
  public void failed(Trade trade, Scenario scenario, String message) {
    failed++;
    csv.failed(trade.id(), scenario.id(), message);
    sum(trade, scenario).failed++;
  }

  private Sum sum(Trade trade, Scenario scenario) {
    String currency = inputs.reporting().of(trade.product().curve(inputs.market()).id(), inputs.market());
    return totals.computeIfAbsent(new Key(scenario.id(), currency),
        missing -> new Sum(new ProfitSum(inputs.reporting(), inputs.market(), scenario.market())));
  }

  /** By scenario in the order of the file, then by currency as trades came. */
  List<ScenarioTotal> totals() {
    List<ScenarioTotal> list = new ArrayList<>();
    for (Scenario scenario : inputs.scenarios()) {
      totals.forEach((key, sum) -> {
        if (key.scenario().equals(scenario.id())) {
          list.add(new ScenarioTotal(key.scenario(), key.currency(), sum.profits.profit(),
              sum.profits.standardError(), sum.profits.standardErrorBound(), sum.taylorTrades, sum.taylorProfit,
              sum.unexplainedProfit, sum.trades, sum.failed));
        }
      });
    }
    return list;
  }

  /** How many trades lack a number in some scenario, each counted as often. */
  long failed() {
    return failed;
  }

  void flush() throws IOException {
    csv.flush();
  }
}
