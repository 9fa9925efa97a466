package io.pathwise.batch.profit;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.batch.risk.OpenRun;
import io.pathwise.batch.risk.OutputFiles;
import io.pathwise.batch.risk.ProfitSum;
import io.pathwise.batch.risk.RiskInputs;
import io.pathwise.batch.risk.ScenarioChanges;
import io.pathwise.batch.risk.ScenarioChanges.Change;
import io.pathwise.batch.risk.TaylorExpansion;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.contract.Rolled;
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
 * The value at risk and the expected shortfall of a portfolio, from files to files: the profit of every trade in every
 * scenario, their sums, and the tail of these. A trade that lacks a profit in some scenario is left out of all, and
 * named. Start at {@link #run}.
 */
public final class ValueAtRiskRun {
  private static final String CSV = "var.csv";
  private static final String CONTRIBUTIONS = "contributions.csv";
  private static final String SUMMARY = "var.json";
  private static final String PAGE = "var.html";

  private final ValueAtRiskRequest request;
  private final RiskInputs inputs;
  private final PortfolioPass pass;
  private final Map<String, ScenarioProfits> profits = new LinkedHashMap<>();
  private final ChangesOfATrade row = new ChangesOfATrade();
  private long doubtful;

  private ValueAtRiskRun(ValueAtRiskRequest request, RiskInputs inputs, PortfolioPass pass) {
    this.request = request;
    this.inputs = inputs;
    this.pass = pass;
  }

  /**
   * Does what is asked for and writes {@code var.csv}, {@code contributions.csv}, {@code var.json} and
   * {@code var.html}, which appear together at the end.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when market, scenarios with their weights, or the portfolio as a whole cannot be read
   * @throws io.pathwise.batch.output.UnwritableOutputException
   *           when the results cannot be written
   * @throws io.pathwise.batch.evaluation.BackendMissingException
   *           when the backend asked for is not there
   * @throws io.pathwise.batch.cache.UnusableCacheException
   *           when the cache asked for can be neither opened nor made
   */
  public static ValueAtRisk run(ValueAtRiskRequest request, Evaluator.Factory engines) {
    Instant start = Instant.now();
    RiskRequest risk = request.risk();
    RiskInputs inputs = RiskInputs.read(risk);
    ScenarioWeights weights = ScenarioWeights.of(request, inputs.scenarios());
    return OpenRun.with(inputs, engines, List.of(CSV, CONTRIBUTIONS, SUMMARY, PAGE), List.of(), open -> {
      open.begin(risk);
      OutputFiles files = open.files();
      PortfolioPass pass = new PortfolioPass(inputs, open.evaluator(),
          request.method() == ValueAtRiskRequest.Method.FULL ? inputs.scenarios().size() : 0);
      ValueAtRiskRun run = new ValueAtRiskRun(request, inputs, pass);
      pass.run(open.portfolio(), run.step(open.evaluator()));
      ValueAtRisk result = new ValueAtRisk(request, inputs, weights, open.evaluator().backend(),
          List.copyOf(run.profits.values()),
          pass.trades(), pass.failed(), pass.failures(), run.doubtful,
          Duration.between(start, Instant.now()).toNanos() * 1e-9);
      ValueAtRiskCsv.write(files.begin(CSV).stream(), result);
      ValueAtRiskCsv.writeContributions(files.begin(CONTRIBUTIONS).stream(), result);
      ValueAtRiskJson.write(files.begin(SUMMARY).stream(), result);
      ValueAtRiskPage.write(files.begin(PAGE).stream(), result);
      files.publish();
      return result;
    });
  }

  private PortfolioPass.Step step(Evaluator evaluator) {
    return switch (request.method()) {
      case FULL -> new ScenarioChanges(inputs, evaluator, row)::trades;
      case DELTA_GAMMA -> this::expand;
    };
  }

  private void expand(List<Trade> trades, List<Outcome<Greeks>> outcomes, Runnable done) {
    for (int i = 0; i < trades.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done<Greeks>(Greeks greeks)) {
        expand(trades.get(i), greeks);
      }
    }
  }

  private void expand(Trade trade, Greeks greeks) {
    Optional<Greek> base = greeks.all(Measure.VALUE).stream().filter(Position::hasNumber).findFirst();
    List<RiskFactor> factors = trade.product().factors(inputs.market());
    for (Scenario scenario : inputs.scenarios()) {
      Map<RiskFactor, Double> shifts = TaylorExpansion.relevant(scenario, factors);
      Greek profit = TaylorExpansion.of(greeks.numbers(), shifts).number();
      if (base.isEmpty()) {
        row.failed(trade, scenario, "there is no value on the base market");
      } else if (!Position.hasNumber(profit)) {
        row.failed(trade, scenario, profit.message());
      } else {
        row.changed(new Change(trade, scenario, greeks, base.get(), shifts, Rolled.unmoved(trade.product()), profit));
      }
    }
  }

  /** Collects what a trade brings in all scenarios, which come one after the other. */
  private final class ChangesOfATrade implements ScenarioChanges.Sink {
    private final List<Change> changes = new ArrayList<>();
    private Optional<String> failure = Optional.empty();
    private int scenarios;

    @Override
    public void changed(Change change) {
      if (ProfitSum.canBeAdded(change.trade(), change.profit())) {
        changes.add(change);
        next(change.trade());
      } else {
        failed(change.trade(), change.scenario(), "the profit is too large for sums");
      }
    }

    @Override
    public void failed(Trade trade, Scenario scenario, String message) {
      failure = failure.or(() -> Optional.of("scenario '" + scenario.id() + "': " + message));
      next(trade);
    }

    private void next(Trade trade) {
      scenarios++;
      if (scenarios < inputs.scenarios().size()) {
        return;
      }
      if (failure.isPresent()) {
        pass.fail(trade.id(), failure.get());
      } else {
        if (changes.stream().anyMatch(change -> change.profit().status() != Greek.Status.OK)) {
          doubtful++;
        }
        String currency = inputs.reporting().of(trade.product().curve(inputs.market()).id(), inputs.market());
        profits.computeIfAbsent(currency, missing -> new ScenarioProfits(missing, inputs)).add(changes);
      }
      changes.clear();
      failure = Optional.empty();
      scenarios = 0;
    }
  }
}
