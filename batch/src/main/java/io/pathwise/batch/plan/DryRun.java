package io.pathwise.batch.plan;

import io.pathwise.batch.cache.CacheAdministration;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.batch.risk.OutputFiles;
import io.pathwise.batch.risk.RiskInputs;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.execution.WorkEstimate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Looks at all that a risk run will read and write, changes nothing, and estimates paths and memory from short
 * simulations of a few trades of each kind. Start at {@link #run}.
 */
public final class DryRun {
  private static final int LOGGED = 20;
  private static final double BUDGET_SECONDS = 10;
  private static final double MOST_STEPS_WRITTEN = 5_000;
  /** To notice ids that come twice. */
  private static final long BYTES_PER_ID = 32;

  private final RiskInputs inputs;
  private final RiskRequest request;
  private final MarketData market;
  private final Map<Kind, Sample> kinds = new LinkedHashMap<>();
  private long unusable;

  private DryRun(RiskInputs inputs) {
    this.inputs = inputs;
    this.request = inputs.request();
    this.market = inputs.market();
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
   * @throws io.pathwise.batch.evaluation.BackendMissingException
   *           when the backend asked for is not there
   */
  public static Plan run(RiskRequest request, Evaluator.Factory engines) {
    RiskInputs inputs = RiskInputs.read(request);
    DryRun run = new DryRun(inputs);
    try (PortfolioReader portfolio = inputs.openPortfolio()) {
      request.cache().ifPresent(cache -> CacheAdministration.check(cache.file(), cache.maximumBytes()));
      try (Evaluator evaluator = engines.open(request.backend(), request.threads(), Store.NONE)) {
        OutputFiles.check(request);
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
        case PortfolioReader.Entry.Usable usable -> add(usable);
        case PortfolioReader.Entry.Unusable bad -> fail(bad.id(), bad.message());
      }
    }
  }

  private void add(PortfolioReader.Entry.Usable entry) {
    Product product = entry.trade().product();
    try {
      double steps = inputs.limit().estimate(entry.trade()).steps();
      Kind kind = Kind.of(product, market, (int) steps);
      // Programs of many steps take long to write, and there are not many trades that have them.
      Fingerprint structure = steps > MOST_STEPS_WRITTEN
          ? Fingerprint.builder().addValue(kind).build()
          : GreeksEngine.structure(product, market);
      kinds.computeIfAbsent(kind, missing -> new Sample()).add(entry, structure);
    } catch (RuntimeException | VirtualMachineError e) {
      fail(entry, e);
    }
  }

  private void fail(PortfolioReader.Entry.Usable entry, Throwable cause) {
    fail(entry.id(), entry.location() + ": " + Fault.message(cause));
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
        request.threads());
    long unreadable = unusable;
    long heapBefore = usedHeap();
    long start = System.nanoTime();
    Map<Kind, List<Calibration.Finding>> findings = new LinkedHashMap<>();
    List<Map.Entry<Kind, Sample>> mostFirst = kinds.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Kind, Sample> entry) -> -entry.getValue().count())).toList();
    for (int round = 0; round < Sample.SIZE; round++) {
      for (Map.Entry<Kind, Sample> entry : mostFirst) {
        List<PortfolioReader.Entry.Usable> trades = entry.getValue().trades();
        List<Calibration.Finding> found = findings.computeIfAbsent(entry.getKey(), any -> new ArrayList<>());
        boolean hasTime = (System.nanoTime() - start) * 1e-9 < BUDGET_SECONDS;
        if (round < trades.size() && (hasTime || found.isEmpty())) {
          found.add(find(trades.get(round), calibration, hasTime));
        }
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    long trades = unreadable + kinds.values().stream().mapToLong(Sample::count).sum();
    List<Estimate> estimates = new ArrayList<>();
    Map<String, Long> estimators = new TreeMap<>();
    kinds.forEach((kind, sample) -> {
      List<Calibration.Finding> found = Objects.requireNonNull(findings.get(kind));
      estimates.add(Estimate.of(kind, sample.count(), found));
      found.stream().flatMap(finding -> finding.estimators().stream()).distinct()
          .forEach(name -> estimators.merge(name, sample.count(), Long::sum));
    });
    int looked = findings.values().stream().mapToInt(List::size).sum();
    long structures = kinds.values().stream().mapToLong(Sample::structures).sum();
    long heap = heapBefore + (usedHeap() - heapBefore) * structures / Math.max(1, looked);
    return new Plan(trades, unusable, estimates, estimators, inputs.scenarios().size(), heap + trades * BYTES_PER_ID,
        seconds);
  }

  /** A trade that the engine refuses is unusable, and what it would have taken is estimated. */
  private Calibration.Finding find(PortfolioReader.Entry.Usable entry, Calibration calibration, boolean hasTime) {
    Product product = entry.trade().product();
    WorkEstimate estimate = inputs.limit().estimate(entry.trade());
    try {
      return calibration.find(product, estimate, hasTime);
    } catch (RuntimeException | VirtualMachineError e) {
      fail(entry, e);
      return calibration.estimated();
    }
  }

  /** What lives: the market, and plans and kernels of the structures that were looked at. */
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
