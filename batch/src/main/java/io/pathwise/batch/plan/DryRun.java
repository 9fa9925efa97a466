package io.pathwise.batch.plan;

import io.pathwise.batch.cache.CacheAdministration;
import io.pathwise.batch.input.FixingsReader;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.input.ScenarioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.risk.Evaluator;
import io.pathwise.batch.risk.RiskRequest;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.Policy;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at all that a risk run will read and write, changes nothing, and foretells time and memory from short
 * simulations of a few trades of each kind. Start at {@link #run}.
 */
public final class DryRun {
  private static final int LOGGED = 20;
  private static final double BUDGET_SECONDS = 10;
  /** To notice ids that come twice. */
  private static final long BYTES_PER_ID = 32;

  private final RiskRequest request;
  private final MarketData market;
  private final List<Scenario> scenarios;
  private final Map<Kind, Sample> kinds = new LinkedHashMap<>();
  private long unusable;

  private DryRun(RiskRequest request, MarketData market, List<Scenario> scenarios) {
    this.request = request;
    this.market = market;
    this.scenarios = scenarios;
  }

  /**
   * Looks at everything. The log tells the first lines that cannot be used.
   *
   * @throws InvalidInputException
   *           when the market, the scenarios, or the portfolio as a whole cannot be read
   * @throws io.pathwise.batch.output.UnwritableOutputException
   *           when the results could not be written
   * @throws io.pathwise.batch.cache.UnusableCacheException
   *           when the cache could be neither opened nor made
   * @throws io.pathwise.batch.risk.BackendMissingException
   *           when the backend asked for is not there
   */
  public static Plan run(RiskRequest request, Evaluator.Factory engines) {
    MarketData market = MarketReader.read(request.market());
    DryRun run = new DryRun(request, market,
        request.scenarios().map(file -> ScenarioReader.read(file, market)).orElse(List.of()));
    Fixings fixings = request.fixings().map(FixingsReader::read).orElse(Fixings.NONE);
    try (PortfolioReader portfolio = PortfolioReader.open(request.portfolio(), market, fixings)) {
      request.cache().ifPresent(cache -> CacheAdministration.check(cache.file(), cache.maximumBytes()));
      OutputFile.checkDirectory(request.out());
      try (Evaluator evaluator = engines.open(request.backend(), request.threads(), Store.NONE)) {
        run.read(portfolio);
        return run.plan(evaluator);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(PortfolioReader portfolio) {
    for (var entry = portfolio.next(); entry != null; entry = portfolio.next()) {
      switch (entry) {
        case PortfolioReader.Entry.Usable usable -> add(usable.trade());
        case PortfolioReader.Entry.Unusable bad -> fail(bad.id(), bad.message());
      }
    }
  }

  private void add(Trade trade) {
    try {
      int steps = PricingProgram.of(trade.product(), market).inputs().steps();
      kinds.computeIfAbsent(Kind.of(trade.product(), market, steps), kind -> new Sample())
          .add(trade, GreeksEngine.structure(trade.product(), market));
    } catch (IllegalArgumentException e) {
      fail(trade.id(), String.valueOf(e.getMessage()));
    }
  }

  private void fail(String id, String message) {
    if (unusable++ < LOGGED) {
      Event.of("trade-unusable", id + ": " + message).with("tradeId", id).with("reason", message)
          .log(System.Logger.Level.WARNING);
    }
  }

  /** Measures a trade of each kind, then a second one, while there is time, and calculates what is left. */
  private Plan plan(Evaluator evaluator) {
    Calibration calibration = new Calibration(evaluator, market, request.measures(), request.settings(),
        !scenarios.isEmpty());
    long heapBefore = usedHeap();
    long start = System.nanoTime();
    Map<Kind, List<Calibration.Finding>> findings = new LinkedHashMap<>();
    List<Map.Entry<Kind, Sample>> mostFirst = kinds.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Kind, Sample> entry) -> -entry.getValue().count())).toList();
    for (int round = 0; round < Sample.SIZE; round++) {
      for (Map.Entry<Kind, Sample> entry : mostFirst) {
        List<Trade> trades = entry.getValue().trades();
        List<Calibration.Finding> found = findings.computeIfAbsent(entry.getKey(), any -> new ArrayList<>());
        boolean hasTime = (System.nanoTime() - start) * 1e-9 < BUDGET_SECONDS;
        if (round < trades.size() && (hasTime || found.isEmpty())) {
          Product product = trades.get(round).product();
          found.add(hasTime ? calibration.measure(product) : calibration.calculate(product));
        }
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    long trades = unusable + kinds.values().stream().mapToLong(Sample::count).sum();
    List<Estimate> estimates = new ArrayList<>();
    Map<String, Long> estimators = new TreeMap<>();
    kinds.forEach((kind, sample) -> {
      List<Calibration.Finding> found = findings.getOrDefault(kind, List.of());
      long begun = request.settings().policy() == Policy.PILOT ? sample.count() : sample.structures();
      estimates.add(Estimate.of(kind, sample.count(), begun, found, scenarios.size()));
      found.stream().flatMap(finding -> finding.estimators().stream()).distinct()
          .forEach(name -> estimators.merge(name, sample.count(), Long::sum));
    });
    int looked = findings.values().stream().mapToInt(List::size).sum();
    long structures = kinds.values().stream().mapToLong(Sample::structures).sum();
    long heap = heapBefore + (usedHeap() - heapBefore) * structures / Math.max(1, looked);
    return new Plan(trades, unusable, estimates, estimators, scenarios.size(), heap + trades * BYTES_PER_ID, seconds);
  }

  /** What lives: the market, and plans and kernels of the structures that were looked at. */
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
