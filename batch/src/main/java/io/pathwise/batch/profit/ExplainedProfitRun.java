package io.pathwise.batch.profit;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.output.FiniteNumbers;
import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.batch.risk.OpenRun;
import io.pathwise.batch.risk.OutputFiles;
import io.pathwise.batch.risk.RiskInputs;
import io.pathwise.batch.risk.TaylorExpansion;
import io.pathwise.batch.risk.WindowEvaluation;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.contract.Roll;
import io.pathwise.pricing.contract.Rolled;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Explains the change of a portfolio's value from one market to a later one, from files to files. For each trade the
 * change is taken apart in the order in which things happen: first time passes, with what is paid and with fixings at
 * the forward prices of the first market ({@code theta}); then fixings are what they were ({@code fixings}); then risk
 * factors move, by derivatives taken after both; then what is no risk factor changes ({@code model}). Start at
 * {@link #run}.
 */
public final class ExplainedProfitRun {
  private static final String CSV = "pnl.csv";
  private static final String SUMMARY = "pnl.json";
  private static final String PAGE = "pnl.html";

  private final ExplainedProfitRequest request;
  private final RiskInputs inputs;
  private final MarketMoves moves;
  private final Evaluator evaluator;
  private final PortfolioPass pass;
  private final ExplainedProfitCsv csv;
  private final Map<String, ExplainedTotal> totals = new LinkedHashMap<>();

  private ExplainedProfitRun(ExplainedProfitRequest request, RiskInputs inputs, MarketMoves moves,
      Evaluator evaluator, PortfolioPass pass, ExplainedProfitCsv csv) {
    this.request = request;
    this.inputs = inputs;
    this.moves = moves;
    this.evaluator = evaluator;
    this.pass = pass;
    this.csv = csv;
  }

  /**
   * Does what is asked for and writes {@code pnl.csv}, {@code pnl.json} and {@code pnl.html}, which appear together at
   * the end.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when one of the markets, or the portfolio as a whole, cannot be read, or the markets do not belong
   *           together
   * @throws io.pathwise.batch.output.UnwritableOutputException
   *           when the results cannot be written
   * @throws io.pathwise.batch.evaluation.BackendMissingException
   *           when the backend asked for is not there
   * @throws io.pathwise.batch.cache.UnusableCacheException
   *           when the cache asked for can be neither opened nor made
   */
  public static ExplainedPortfolio run(ExplainedProfitRequest request, Evaluator.Factory engines) {
    Instant start = Instant.now();
    RiskRequest risk = request.risk();
    RiskInputs inputs = RiskInputs.read(risk);
    MarketMoves moves = MarketMoves.between(risk.market(), inputs.market(), request.to(),
        MarketReader.read(request.to()));
    return OpenRun.with(inputs, engines, List.of(CSV, SUMMARY, PAGE), List.of(request.to()), open -> {
      open.begin(risk);
      OutputFiles files = open.files();
      OutputFile rows = files.begin(CSV);
      PortfolioPass pass = new PortfolioPass(inputs, open.evaluator(), 2);
      ExplainedProfitCsv csv = new ExplainedProfitCsv(rows.stream());
      ExplainedProfitRun run = new ExplainedProfitRun(request, inputs, moves, open.evaluator(), pass, csv);
      pass.run(open.portfolio(), run::explain);
      csv.failed(pass.reasons());
      csv.flush();
      ExplainedPortfolio result = new ExplainedPortfolio(request, inputs, moves, open.evaluator().backend(),
          List.copyOf(run.totals.values()), pass.trades(), pass.failed(), pass.failures(),
          Duration.between(start, Instant.now()).toNanos() * 1e-9);
      ExplainedProfitJson.write(files.begin(SUMMARY).stream(), result);
      ExplainedProfitPage.write(files.begin(PAGE).stream(), result);
      files.publish();
      return result;
    });
  }

  /** A trade with its value on the first market, and what time makes of its product with either fixings. */
  private record Item(Trade trade, Greek base, Rolled atForwards, Rolled rolled) {

    boolean isFixed() {
      return !atForwards.product().equals(rolled.product()) || atForwards.paid() != rolled.paid();
    }
  }

  private void explain(List<Trade> trades, List<Outcome<Greeks>> values, Runnable done) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < trades.size(); i++) {
      if (values.get(i) instanceof Outcome.Done<Greeks>(Greeks greeks)) {
        item(trades.get(i), greeks).ifPresent(items::add);
      }
    }
    List<Outcome<Greeks>> greeks = WindowEvaluation.outcomes(
        items.stream().map(item -> item.rolled().product()).toList(),
        products -> evaluator.evaluateAll(products, moves.rolled(), request.measures(), inputs.request().settings(),
            place -> {
            }),
        products -> evaluator.evaluateAll(products, moves.rolled(), request.measures(), inputs.request().settings(),
            place -> {
            }));
    List<MarketChange> fromFirst = new ArrayList<>();
    for (Item item : items) {
      long paths = item.base().paths();
      fromFirst.add(new MarketChange(item.trade().product(), item.atForwards().product(), moves.rolled(), paths));
      fromFirst.add(new MarketChange(item.trade().product(), item.rolled().product(), moves.last(), paths));
    }
    List<Outcome<Greek>> first = changes(fromFirst, inputs.market(), done);
    Map<Item, Outcome<Greek>> fixings = changes(items.stream().filter(Item::isFixed).toList(), moves.rolled(),
        item -> new MarketChange(item.atForwards().product(), item.rolled().product(), moves.rolled(),
            item.base().paths()));
    Map<Item, Outcome<Greek>> models = changes(
        items.stream().filter(item -> moves.hasOtherChanges(item.trade().product())).toList(), moves.moved(),
        item -> new MarketChange(item.rolled().product(), item.rolled().product(), moves.last(),
            item.base().paths()));
    for (int i = 0; i < items.size(); i++) {
      explain(items.get(i), greeks.get(i), first.get(2 * i), first.get(2 * i + 1),
          Optional.ofNullable(fixings.get(items.get(i))), Optional.ofNullable(models.get(items.get(i))));
    }
  }

  private Optional<Item> item(Trade trade, Greeks greeks) {
    Optional<Greek> base = FiniteNumbers.of(trade, greeks).all(Measure.VALUE).stream().filter(Position::hasNumber)
        .findFirst();
    if (base.isEmpty()) {
      pass.fail(trade.id(), "there is no value on the first market");
      return Optional.empty();
    }
    try {
      return Optional.of(new Item(trade, base.get(), Roll.of(trade.product(), inputs.market(), moves.days()),
          Roll.of(trade.product(), inputs.market(), moves.days(), inputs.fixings())));
    } catch (IllegalArgumentException e) {
      pass.fail(trade.id(), Fault.message(e));
      return Optional.empty();
    }
  }

  /** Makes of a trade the change that is asked for. */
  private interface Changing {
    MarketChange of(Item item);
  }

  private Map<Item, Outcome<Greek>> changes(List<Item> items, MarketData before, Changing change) {
    List<Outcome<Greek>> outcomes = changes(items.stream().map(change::of).toList(), before, () -> {
    });
    Map<Item, Outcome<Greek>> byItem = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      byItem.put(items.get(i), outcomes.get(i));
    }
    return byItem;
  }

  private List<Outcome<Greek>> changes(List<MarketChange> wanted, MarketData before, Runnable done) {
    return WindowEvaluation.outcomes(wanted,
        some -> evaluator.changeAll(some, before, inputs.request().measures(), inputs.request().settings(),
            place -> done.run()),
        some -> evaluator.changeAll(some, before, inputs.request().measures(), inputs.request().settings(), place -> {
        }));
  }

  private void explain(Item item, Outcome<Greeks> greeks, Outcome<Greek> theta, Outcome<Greek> actual,
      Optional<Outcome<Greek>> fixings, Optional<Outcome<Greek>> model) {
    Trade trade = item.trade();
    try {
      List<ProfitTerm> revalued = new ArrayList<>();
      revalued.add(ProfitTerm.of(ProfitTerm.Kind.THETA, number(trade, theta), item.atForwards().paid()));
      fixings.ifPresent(change -> revalued.add(ProfitTerm.of(ProfitTerm.Kind.FIXINGS, number(trade, change),
          item.rolled().paid() - item.atForwards().paid())));
      model.ifPresent(change -> revalued.add(ProfitTerm.of(ProfitTerm.Kind.MODEL, number(trade, change), 0)));
      Map<RiskFactor, Double> shifts = new LinkedHashMap<>(moves.shifts());
      shifts.keySet().retainAll(trade.product().factors(moves.rolled()));
      Greeks derivatives = FiniteNumbers.of(trade, result(greeks));
      write(ExplainedProfit.of(trade, item.base(), number(trade, actual), item.rolled(), revalued,
          TaylorExpansion.of(derivatives.numbers(), shifts)));
    } catch (FailedChangeException e) {
      pass.fail(trade.id(), String.valueOf(e.getMessage()));
    }
  }

  private void write(ExplainedProfit profit) {
    String own = profit.trade().product().curve(inputs.market()).id();
    String currency = inputs.reporting().of(own, inputs.market());
    csv.write(profit, own);
    totals.computeIfAbsent(currency, ExplainedTotal::new).add(profit, inputs.reporting().rate(own, inputs.market()),
        inputs.reporting().rate(own, moves.last()));
  }

  /** One of the numbers that a trade's explanation needs is not there. */
  private static final class FailedChangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedChangeException(String message) {
      super(message);
    }
  }

  private static Greek number(Trade trade, Outcome<Greek> outcome) {
    Greek number = FiniteNumbers.of(trade, result(outcome));
    if (!Position.hasNumber(number)) {
      throw new FailedChangeException(number.message());
    }
    return number;
  }

  private static <T> T result(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T result) -> result;
      case Outcome.Refused<T>(RuntimeException cause) -> throw new FailedChangeException(Fault.message(cause));
    };
  }
}
