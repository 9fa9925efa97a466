package io.pathwise.batch.risk;

import io.pathwise.batch.evaluation.BackendMissingException;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.monitoring.Metrics;
import io.pathwise.batch.monitoring.RunProgress;
import io.pathwise.batch.monitoring.WindowProgress;
import io.pathwise.batch.output.FiniteNumbers;
import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.output.ResultsCsv;
import io.pathwise.batch.output.ResultsParquet;
import io.pathwise.batch.output.Totals;
import io.pathwise.batch.report.Failures;
import io.pathwise.batch.report.ReportPage;
import io.pathwise.batch.report.RiskReport;
import io.pathwise.batch.report.RunTally;
import io.pathwise.batch.report.SummaryJson;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A whole risk run: reads a portfolio trade by trade, evaluates each on the market, and writes {@code results.csv},
 * {@code report.html} and {@code summary.json}, which appear together at the end. A trade that cannot be read or
 * evaluated becomes a row that says why; the others are not touched by it. Start at {@link #run}.
 */
public final class RiskRun {
  private static final System.Logger LOG = System.getLogger("pathwise");

  private final RiskInputs inputs;
  private final RiskRequest request;
  private final MarketData market;
  private final Evaluator evaluator;
  private final Optional<ScenarioRun> scenarios;
  private final Totals totals = new Totals();
  private final RunTally tally;
  private final RunProgress progress;
  private final Metrics metrics;
  private final Failures failures;
  private long trades;
  private long failedTrades;
  private long partlyFailedTrades;
  private long numbers;
  private long maximumPathsNumbers;
  private long doubtfulNumbers;
  private double secondsEvaluating;

  private RiskRun(RiskInputs inputs, Evaluator evaluator, RunProgress progress, Metrics metrics,
      Optional<ScenarioRun> scenarios) {
    this.scenarios = scenarios;
    this.inputs = inputs;
    this.request = inputs.request();
    this.market = inputs.market();
    this.evaluator = evaluator;
    this.progress = progress;
    this.metrics = metrics;
    tally = new RunTally(market, request.units());
    failures = new Failures(progress::warn);
  }

  /**
   * Does what is asked for. Before anything is computed it is made sure that the market is right, the portfolio can be
   * read, the backend is there and the results can be written.
   *
   * @throws InvalidInputException
   *           when the market, or the portfolio as a whole, cannot be read
   * @throws io.pathwise.batch.output.UnwritableOutputException
   *           when the results cannot be written
   * @throws BackendMissingException
   *           when the backend asked for is not there
   * @throws io.pathwise.batch.cache.UnusableCacheException
   *           when the cache asked for can be neither opened nor made
   */
  public static RiskReport run(RiskRequest request, Evaluator.Factory engines) {
    Instant start = Instant.now();
    RiskInputs inputs = RiskInputs.read(request);
    return OpenRun.with(inputs, engines, OutputFiles.namesOf(request), List.of(), open -> {
      OutputFiles files = open.files();
      Evaluator evaluator = open.evaluator();
      Cache cache = open.cache();
      OutputFile results = files.begin(OutputFiles.Name.RESULTS);
      Optional<OutputFile> table = files.begin(OutputFiles.Name.PARQUET, request.parquet());
      Optional<OutputFile> changes = files.begin(OutputFiles.Name.SCENARIOS, request.scenarios().isPresent());
      OutputFile page = files.begin(OutputFiles.Name.REPORT);
      OutputFile summary = files.begin(OutputFiles.Name.SUMMARY);
      try (Metrics metrics = Metrics.start(request.monitoring().metrics(), cache::usage);
          RunProgress progress = begin(request, open)) {
        RiskRun run = new RiskRun(inputs, evaluator, progress, metrics,
            changes.map(file -> new ScenarioRun(inputs, evaluator, file.stream())));
        String resultsHash = run.evaluate(open.portfolio(), results, table);
        RiskReport report = run.report(start);
        var content = new SummaryJson.Content(request, evaluator.backend(), start, report,
            run.secondsEvaluating, cache.usage(), resultsHash, run.totals.list(),
            run.scenarios.map(ScenarioRun::totals).orElse(List.of()), run.failures.kept(),
            run.failures.count());
        SummaryJson.write(summary.stream(), content);
        ReportPage.write(page.stream(), content, inputs.market(), run.tally);
        files.publish();
        metrics.finish();
        return report;
      }
    });
  }

  /** The line before a bar is drawn, which it would tear apart. */
  private static RunProgress begin(RiskRequest request, OpenRun open) throws IOException {
    open.begin(request);
    return RunProgress.start(Files.size(request.portfolio()), request.monitoring().logFormat());
  }

  /** Writes the rows of all trades and returns their hash. */
  private String evaluate(PortfolioReader portfolio, OutputFile results, Optional<OutputFile> table)
      throws IOException {
    MessageDigest hash = sha256();
    OutputStream out = new DigestOutputStream(results.stream(), hash);
    Optional<ResultsParquet> parquet = table.isPresent()
        ? Optional.of(new ResultsParquet(table.get().stream()))
        : Optional.empty();
    ResultsCsv csv = new ResultsCsv(out, row -> {
      metrics.row(row);
      parquet.ifPresent(writer -> writer.row(row));
    });
    try (WindowReader reader = new WindowReader(portfolio, inputs.limit())) {
      for (Window window = reader.next(); !window.entries().isEmpty(); window = reader.next()) {
        evaluate(window, csv);
      }
    }
    if (trades == 0) {
      progress.warn(Event.of("portfolio-empty", request.portfolio() + " holds no trade"));
    }
    csv.flush();
    if (parquet.isPresent()) {
      parquet.get().finish();
    }
    if (scenarios.isPresent()) {
      scenarios.get().flush();
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Evaluates the trades of a window, several at once, and writes their rows in order. */
  private void evaluate(Window window, ResultsCsv csv) {
    for (PortfolioReader.Entry entry : window.entries()) {
      if (entry instanceof PortfolioReader.Entry.Unusable(String id, String message)) {
        fail(id, message);
      }
    }
    List<Trade> usable = window.trades();
    WindowProgress progressOf = new WindowProgress(usable.size(), scenarios.map(ScenarioRun::scenarios).orElse(0),
        scenarios.isPresent() ? inputs.limit().workOfAChange(usable) : 0,
        (share, done) -> advance(window.bytesAt(share), trades + share * window.entries().size(), trades + done));
    long start = System.nanoTime();
    List<Outcome<Greeks>> outcomes = WindowEvaluation.outcomes(usable.stream().map(Trade::product).toList(),
        products -> greeks(products, progressOf), products -> greeks(products, place -> {
        }));
    Iterator<Outcome<Greeks>> next = outcomes.iterator();
    for (PortfolioReader.Entry entry : window.entries()) {
      switch (entry) {
        case PortfolioReader.Entry.Usable(Trade trade, Location location) ->
          write(trade, location, next.next(), csv);
        case PortfolioReader.Entry.Unusable(String id, String message) -> csv.failed(id, message);
      }
    }
    scenarios.ifPresent(run -> run.trades(usable, outcomes, progressOf));
    trades += window.entries().size();
    secondsEvaluating += (System.nanoTime() - start) * 1e-9;
    advance(window.bytes(), (double) trades, trades);
  }

  private List<Outcome<Greeks>> greeks(List<Product> products, EvaluationListener listener) {
    return evaluator.evaluateAll(products, market, request.measures(), request.settings(), listener);
  }

  private void advance(long bytes, double tradesWorked, long tradesDone) {
    progress.advance(bytes, tradesWorked, tradesDone, failedTrades + partlyFailedTrades);
    metrics.advance(tradesDone, failedTrades + partlyFailedTrades);
  }

  private void write(Trade trade, Location location, Outcome<Greeks> outcome, ResultsCsv csv) {
    switch (outcome) {
      case Outcome.Done<Greeks>(Greeks greeks) -> {
        Greeks written = FiniteNumbers.of(trade, request.units().convert(greeks, market));
        csv.trade(trade, written);
        String currency = inputs.reporting().of(trade.product().curve(market).id(), market);
        Trade position = inputs.reporting().position(trade, market);
        totals.add(position, currency, written);
        count(trade, written);
        tally.add(position, currency, written, greeks.seconds());
      }
      case Outcome.Refused<Greeks>(RuntimeException cause) -> {
        LOG.log(System.Logger.Level.DEBUG, "trade " + trade.id(), cause);
        fail(trade.id(), location + ": " + Fault.message(cause), csv);
      }
    }
  }

  private void count(Trade trade, Greeks greeks) {
    long failed = 0;
    for (Greek greek : greeks.numbers()) {
      switch (greek.status()) {
        case OK -> numbers++;
        case MAXIMUM_PATHS -> {
          numbers++;
          maximumPathsNumbers++;
        }
        case FEW_HITS, NO_HITS -> {
          numbers++;
          doubtfulNumbers++;
        }
        case NOT_APPLICABLE -> {
        }
        case FAILED -> {
          failed++;
          failures.add(new Failures.Failure(trade.id(), greek.measure().label(), greek.factorText(),
              greek.message()));
        }
      }
    }
    boolean allFailed = greeks.numbers().stream().noneMatch(Position::hasNumber);
    if (failed > 0 && allFailed) {
      failedTrades++;
    } else if (failed > 0) {
      partlyFailedTrades++;
    }
  }

  private void fail(String tradeId, String message, ResultsCsv csv) {
    fail(tradeId, message);
    csv.failed(tradeId, message);
  }

  private void fail(String tradeId, String message) {
    failedTrades++;
    failures.add(new Failures.Failure(tradeId, "", "", message));
  }

  private RiskReport report(Instant start) {
    return new RiskReport(trades, failedTrades, partlyFailedTrades, numbers, maximumPathsNumbers, doubtfulNumbers,
        scenarios.map(ScenarioRun::failed).orElse(0L), Duration.between(start, Instant.now()).toNanos() * 1e-9);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
