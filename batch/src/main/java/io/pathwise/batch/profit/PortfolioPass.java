package io.pathwise.batch.profit;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.monitoring.RunProgress;
import io.pathwise.batch.monitoring.WindowProgress;
import io.pathwise.batch.report.Failures;
import io.pathwise.batch.risk.RiskInputs;
import io.pathwise.batch.risk.Window;
import io.pathwise.batch.risk.WindowEvaluation;
import io.pathwise.batch.risk.WindowReader;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Goes through a portfolio window by window: trades get their numbers on the market, and then what is asked of them
 * beyond. Lines and trades that fail are noted with their reasons and left out. Start at {@link #run}.
 */
final class PortfolioPass {
  private final RiskInputs inputs;
  private final Evaluator evaluator;
  private final int changesOfATrade;
  private final Failures failures;
  private final SequencedMap<String, String> failed = new LinkedHashMap<>();
  private long trades;

  /** What is done with the trades of a window beyond their numbers on the market. */
  interface Step {
    /**
     * Looks at trades that have numbers.
     *
     * @param done
     *          to be called once for each change of a trade that has been computed
     */
    void trades(List<Trade> trades, List<Outcome<Greeks>> greeks, Runnable done);
  }

  /**
   * A pass.
   *
   * @param changesOfATrade
   *          how many changes of its value will be computed of each trade, for the progress
   */
  PortfolioPass(RiskInputs inputs, Evaluator evaluator, int changesOfATrade) {
    this.inputs = inputs;
    this.evaluator = evaluator;
    this.changesOfATrade = changesOfATrade;
    this.failures = new Failures(event -> event.log(System.Logger.Level.WARNING));
  }

  /**
   * Goes through all trades.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when the portfolio cannot be read on
   */
  void run(PortfolioReader portfolio, Step step) throws IOException {
    try (RunProgress progress = RunProgress.start(Files.size(inputs.request().portfolio()),
        inputs.request().monitoring().logFormat());
        WindowReader reader = new WindowReader(portfolio, inputs.limit())) {
      for (Window window = reader.next(); !window.entries().isEmpty(); window = reader.next()) {
        run(window, step, progress);
      }
      if (trades == 0) {
        progress.warn(Event.of("portfolio-empty", inputs.request().portfolio() + " holds no trade"));
      }
    }
  }

  private void run(Window window, Step step, RunProgress progress) {
    List<Location> locations = new ArrayList<>();
    for (PortfolioReader.Entry entry : window.entries()) {
      switch (entry) {
        case PortfolioReader.Entry.Usable usable -> locations.add(usable.location());
        case PortfolioReader.Entry.Unusable(String id, String message) -> fail(id, message);
      }
    }
    List<Trade> usable = window.trades();
    WindowProgress told = new WindowProgress(usable.size(), changesOfATrade, inputs.limit().workOfAChange(usable),
        (share, done) -> progress.advance(window.bytesAt(share), trades + share * window.entries().size(),
            trades + done, failed.size()));
    List<Outcome<Greeks>> outcomes = WindowEvaluation.outcomes(usable.stream().map(Trade::product).toList(),
        products -> greeks(products, told), products -> greeks(products, place -> {
        }));
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Refused<Greeks>(RuntimeException cause)) {
        fail(usable.get(i).id(), locations.get(i) + ": " + Fault.message(cause));
      }
    }
    step.trades(usable, outcomes, told::changed);
    trades += window.entries().size();
    progress.advance(window.bytes(), (double) trades, trades, failed.size());
  }

  private List<Outcome<Greeks>> greeks(List<Product> products, EvaluationListener progress) {
    return evaluator.evaluateAll(products, inputs.market(), inputs.request().measures(), inputs.request().settings(),
        progress);
  }

  /** Notes that a trade is left out; only its first reason counts. */
  void fail(String tradeId, String message) {
    if (failed.putIfAbsent(tradeId, message) == null) {
      failures.add(new Failures.Failure(tradeId, "", "", message));
    }
  }

  /** How many trades there were. */
  long trades() {
    return trades;
  }

  /** How many of them were left out. */
  long failed() {
    return failed.size();
  }

  /** All that were left out, with reasons. */
  SequencedMap<String, String> reasons() {
    return Collections.unmodifiableSequencedMap(failed);
  }

  /** The first of those that were left out, with reasons. */
  List<Failures.Failure> failures() {
    return failures.kept();
  }
}
