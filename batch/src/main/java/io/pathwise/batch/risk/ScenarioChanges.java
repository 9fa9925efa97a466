package io.pathwise.batch.risk;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.output.FiniteNumbers;
import io.pathwise.batch.output.Position;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What scenarios bring to trades: profit and loss by revaluation on the noise of the base market, handed out trade by
 * trade in the order of the scenarios. Start at {@link #trades}.
 */
public final class ScenarioChanges {
  /** Trades in scenarios that are worked on at once: enough for all threads, few enough for memory. */
  private static final int MOST_CELLS = 1 << 14;

  private final RiskInputs inputs;
  private final Evaluator evaluator;
  private final Sink sink;

  /**
   * A trade in a scenario.
   *
   * @param greeks
   *          its numbers on the base market
   * @param base
   *          its value there
   * @param shifts
   *          by how much the factors move that it depends on
   * @param rolled
   *          what time makes of its product
   * @param profit
   *          of one unit: the change of the value, and what is paid on the way
   */
  public record Change(Trade trade, Scenario scenario, Greeks greeks, Greek base, Map<RiskFactor, Double> shifts,
      Rolled rolled, Greek profit) {}

  /** Where changes go. */
  public interface Sink {
    /** A change that has a number. */
    void changed(Change change);

    /** A trade that has none in a scenario, and why. */
    void failed(Trade trade, Scenario scenario, String message);
  }

  private record Cell(Trade trade, Greeks greeks, Scenario scenario, Optional<Greek> base,
      Map<RiskFactor, Double> shifts, Outcome<Rolled> after) {

    boolean isSimulated() {
      return base.isPresent() && !shifts.isEmpty() && after instanceof Outcome.Done<Rolled>;
    }

    Rolled rolled() {
      return ((Outcome.Done<Rolled>) after).result();
    }
  }

  /** Changes from the market of a run to its scenarios. */
  public ScenarioChanges(RiskInputs inputs, Evaluator evaluator, Sink sink) {
    this.inputs = inputs;
    this.evaluator = evaluator;
    this.sink = sink;
  }

  /**
   * Hands out the changes of trades with these numbers on the base market; trades without any are left out.
   *
   * @param done
   *          called once for every change that has been computed
   */
  public void trades(List<Trade> trades, List<Outcome<Greeks>> outcomes, Runnable done) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < trades.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done<Greeks>(Greeks greeks)) {
        cells.addAll(cells(trades.get(i), FiniteNumbers.of(trades.get(i), greeks)));
      }
      if (cells.size() > MOST_CELLS || i == trades.size() - 1) {
        handOut(cells, done);
        cells.clear();
      }
    }
  }

  private void handOut(List<Cell> cells, Runnable done) {
    List<MarketChange> wanted = cells.stream().filter(Cell::isSimulated)
        .map(cell -> new MarketChange(cell.trade().product(), cell.rolled().product(), cell.scenario().market(),
            cell.base().orElseThrow().paths()))
        .toList();
    Iterator<Outcome<Greek>> changes = WindowEvaluation
        .outcomes(wanted, some -> changes(some, place -> done.run()), some -> changes(some, place -> {
        })).iterator();
    for (Cell cell : cells) {
      if (cell.base().isEmpty()) {
        sink.failed(cell.trade(), cell.scenario(), "there is no value on the base market");
      } else if (cell.after() instanceof Outcome.Refused<Rolled>(RuntimeException cause)) {
        sink.failed(cell.trade(), cell.scenario(), Fault.message(cause));
      } else if (cell.shifts().isEmpty()) {
        handOut(cell, cell.base().get(), new Greek(Measure.VALUE, List.of(), 0, 0, "", "", cell.base().get().paths(),
            Greek.Status.OK, ""));
      } else {
        handOut(cell, cell.base().get(), changes.next());
      }
    }
  }

  private List<Outcome<Greek>> changes(List<MarketChange> wanted, IntConsumer done) {
    return evaluator.changeAll(wanted, inputs.market(), inputs.request().measures(), inputs.request().settings(),
        done);
  }

  private List<Cell> cells(Trade trade, Greeks greeks) {
    Optional<Greek> base = greeks.all(Measure.VALUE).stream().filter(Position::hasNumber).findFirst();
    MarketData market = inputs.market();
    List<RiskFactor> factors = trade.product().factors(market);
    return inputs.scenarios().stream()
        .map(scenario -> new Cell(trade, greeks, scenario, base, TaylorExpansion.relevant(scenario, factors),
            after(trade.product(), scenario)))
        .toList();
  }

  private Outcome<Rolled> after(Product product, Scenario scenario) {
    return scenario.days() == 0
        ? new Outcome.Done<>(Rolled.unmoved(product))
        : Outcome.of(() -> Roll.of(product, inputs.market(), scenario.days()));
  }

  private void handOut(Cell cell, Greek base, Outcome<Greek> outcome) {
    switch (outcome) {
      case Outcome.Done<Greek>(Greek change) -> handOut(cell, base, change);
      case Outcome.Refused<Greek>(RuntimeException cause) ->
        sink.failed(cell.trade(), cell.scenario(), Fault.message(cause));
    }
  }

  private void handOut(Cell cell, Greek base, Greek change) {
    Greek profit = FiniteNumbers.of(cell.trade(), withPayments(change, cell.rolled(), cell.trade()));
    if (!Position.hasNumber(profit)) {
      sink.failed(cell.trade(), cell.scenario(), profit.message());
    } else if (!Double.isFinite(Position.value(cell.trade(), base) + Position.value(cell.trade(), profit))) {
      sink.failed(cell.trade(), cell.scenario(), "the value overflows");
    } else {
      sink.changed(new Change(cell.trade(), cell.scenario(), cell.greeks(), base, cell.shifts(), cell.rolled(),
          profit));
    }
  }

  /** The profit: the change of the value and what was paid on the way. */
  static Greek withPayments(Greek change, Rolled rolled, Trade trade) {
    String message = rolled.message(trade.quantity());
    return message.isEmpty()
        ? change
        : new Greek(change.measure(), change.factors(), change.value() + rolled.paid(), change.standardError(),
            change.estimator(), change.reason(), change.paths(), change.status(),
            change.message().isEmpty() ? message : message + "; " + change.message(), change.errors());
  }
}
