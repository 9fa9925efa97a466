package io.pathwise.batch.risk;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.monitoring.WindowProgress;
import io.pathwise.batch.output.FiniteNumbers;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.output.ReportingCurrency;
import io.pathwise.batch.output.ScenariosCsv;
import io.pathwise.batch.output.Totals;
import io.pathwise.batch.report.ScenarioTotal;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.contract.Roll;
import io.pathwise.pricing.contract.Rolled;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Carries the scenarios of a risk run through its trades: profit and loss on the noise of the base market, with what
 * the Greeks estimate beside it. Start at {@link #trades}.
 */
final class ScenarioRun {
  /** Trades in scenarios that are worked on at once: enough for all threads, few enough for memory. */
  private static final int MOST_CELLS = 1 << 14;

  private final RiskRequest request;
  private final MarketData market;
  private final List<Scenario> scenarios;
  private final Evaluator evaluator;
  private final ReportingCurrency reporting;
  private final ScenariosCsv csv;
  private final Map<Key, Sum> totals = new LinkedHashMap<>();
  private long failed;

  private record Key(String scenario, String currency) {}

  private static final class Sum {
    private final TotalError error = new TotalError();
    private double profit;
    private long taylorTrades;
    private double taylorProfit;
    private double unexplainedProfit;
    private long trades;
    private long failed;
  }

  ScenarioRun(RiskInputs inputs, Evaluator evaluator, OutputStream out) {
    this.request = inputs.request();
    this.market = inputs.market();
    this.scenarios = inputs.scenarios();
    this.evaluator = evaluator;
    this.reporting = inputs.reporting();
    csv = new ScenariosCsv(out);
  }

  /** A trade in a scenario; after is what time makes of its product there. */
  private record Cell(Trade trade, Greeks greeks, Scenario scenario, Optional<Greek> base,
      Map<RiskFactor, Double> shifts, Outcome<Rolled> after) {

    boolean isSimulated() {
      return base.isPresent() && !shifts.isEmpty() && after instanceof Outcome.Done<Rolled>;
    }

    Rolled rolled() {
      return ((Outcome.Done<Rolled>) after).result();
    }
  }

  /** How many scenarios there are. */
  int scenarios() {
    return scenarios.size();
  }

  /** Writes the rows of trades with these numbers on the base market; trades without any are left out. */
  void trades(List<Trade> trades, List<Outcome<Greeks>> outcomes, WindowProgress progress) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < trades.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done<Greeks>(Greeks greeks)) {
        cells.addAll(cells(trades.get(i), FiniteNumbers.of(trades.get(i), greeks)));
      }
      if (cells.size() > MOST_CELLS || i == trades.size() - 1) {
        write(cells, progress);
        cells.clear();
      }
    }
  }

  private void write(List<Cell> cells, WindowProgress progress) {
    List<MarketChange> wanted = cells.stream().filter(Cell::isSimulated)
        .map(cell -> new MarketChange(cell.trade().product(), cell.rolled().product(), cell.scenario().market(),
            cell.base().orElseThrow().paths()))
        .toList();
    Iterator<Outcome<Greek>> changes = WindowEvaluation.outcomes(wanted,
        some -> changes(some, place -> progress.changed()), some -> changes(some, place -> {
        })).iterator();
    for (Cell cell : cells) {
      if (cell.base().isEmpty()) {
        fail(cell.trade(), cell.scenario(), "there is no value on the base market");
      } else if (cell.after() instanceof Outcome.Refused<Rolled>(RuntimeException cause)) {
        fail(cell.trade(), cell.scenario(), Fault.message(cause));
      } else if (cell.shifts().isEmpty()) {
        write(cell, cell.base().get(), new Greek(Measure.VALUE, List.of(), 0, 0, "", "", cell.base().get().paths(),
            Greek.Status.OK, ""));
      } else {
        write(cell, cell.base().get(), changes.next());
      }
    }
  }

  private List<Outcome<Greek>> changes(List<MarketChange> wanted, IntConsumer done) {
    return evaluator.changeAll(wanted, market, request.measures(), request.settings(), done);
  }

  private List<Cell> cells(Trade trade, Greeks greeks) {
    Optional<Greek> base = greeks.all(Measure.VALUE).stream().filter(Position::hasNumber).findFirst();
    List<RiskFactor> factors = market.factors(trade.product().assets());
    return scenarios.stream()
        .map(scenario -> new Cell(trade, greeks, scenario, base, TaylorExpansion.relevant(scenario, factors),
            after(trade.product(), scenario)))
        .toList();
  }

  private Outcome<Rolled> after(Product product, Scenario scenario) {
    return scenario.days() == 0
        ? new Outcome.Done<>(Rolled.unmoved(product))
        : Outcome.of(() -> Roll.of(product, market, scenario.days()));
  }

  private void write(Cell cell, Greek base, Outcome<Greek> outcome) {
    switch (outcome) {
      case Outcome.Done<Greek>(Greek change) -> {
        Greek finite = FiniteNumbers.of(cell.trade(), withPayments(cell, change));
        if (!Position.hasNumber(finite)) {
          fail(cell.trade(), cell.scenario(), finite.message());
        } else if (!Double.isFinite(Position.value(cell.trade(), base) + Position.value(cell.trade(), finite))) {
          fail(cell.trade(), cell.scenario(), "the value overflows");
        } else {
          write(cell, base, finite);
        }
      }
      case Outcome.Refused<Greek>(RuntimeException cause) ->
        fail(cell.trade(), cell.scenario(), Fault.message(cause));
    }
  }

  /** The profit: the change of the value and what was paid on the way. */
  private static Greek withPayments(Cell cell, Greek change) {
    String message = cell.rolled().message(cell.trade().quantity());
    return message.isEmpty()
        ? change
        : new Greek(change.measure(), change.factors(), change.value() + cell.rolled().paid(), change.standardError(),
            change.estimator(), change.reason(), change.paths(), change.status(),
            change.message().isEmpty() ? message : message + "; " + change.message(), change.errors());
  }

  private void write(Cell cell, Greek base, Greek change) {
    Trade trade = cell.trade();
    Scenario scenario = cell.scenario();
    TaylorExpansion taylor = TaylorExpansion.of(cell.greeks().numbers(), cell.shifts());
    double profit = Position.value(trade, change);
    double error = Position.standardError(trade, change);
    double taylorProfit = trade.quantity() * taylor.profit() + 0.0;
    double value = Position.value(trade, base) + profit - trade.quantity() * cell.rolled().paid();
    csv.row(new ScenariosCsv.Row(trade.id(), scenario.id(), value, profit, error, taylorProfit,
        taylor.hasSecondOrder() ? 2 : 1, change.paths(), change.message()));
    Sum sum = sum(trade, scenario);
    if (!Totals.canBeAdded(profit, error)) {
      sum.failed++;
      return;
    }
    String currency = trade.product().curve(market).id();
    double rate = reporting.rate(currency, scenario.market());
    double rateChange = rate - reporting.rate(currency, market);
    double translated = rateChange * Position.value(trade, base);
    sum.profit += rate * profit + translated;
    sum.error.add(rate * trade.quantity(), change.standardError(), change.errors());
    if (rateChange != 0) {
      sum.error.add(rateChange * trade.quantity(), base.standardError(), base.errors());
    }
    if (Totals.canBeAdded(taylorProfit, 0)) {
      sum.taylorTrades++;
      sum.taylorProfit += rate * taylorProfit + translated;
      sum.unexplainedProfit += rate * (profit - taylorProfit);
    }
    sum.trades++;
  }

  private void fail(Trade trade, Scenario scenario, String message) {
    failed++;
    csv.failed(trade.id(), scenario.id(), message);
    sum(trade, scenario).failed++;
  }

  private Sum sum(Trade trade, Scenario scenario) {
    Key key = new Key(scenario.id(), reporting.of(trade.product().curve(market).id(), market));
    return totals.computeIfAbsent(key, missing -> new Sum());
  }

  /** By scenario in the order of the file, then by currency as trades came. */
  List<ScenarioTotal> totals() {
    List<ScenarioTotal> list = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      totals.forEach((key, sum) -> {
        if (key.scenario().equals(scenario.id())) {
          list.add(new ScenarioTotal(key.scenario(), key.currency(), sum.profit, sum.error.standardError(),
              sum.error.bound(),
              sum.taylorTrades, sum.taylorProfit, sum.unexplainedProfit, sum.trades, sum.failed));
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
