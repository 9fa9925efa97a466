package io.pathwise.batch.hedging;

import io.pathwise.batch.input.FixingsReader;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.log.Fault;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.risk.OutputFiles;
import io.pathwise.engine.run.Backend;
import io.pathwise.greeks.hedging.Applicability;
import io.pathwise.greeks.hedging.Hedging;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hedges of every trade of a portfolio and of all in a currency together, from files to files. Start at {@link #run}.
 */
public final class HedgeRun {
  private static final String CSV = "hedges.csv";
  private static final String SUMMARY = "hedges.json";
  private static final String PAGE = "hedges.html";
  private static final String BY_DATE = "rebalancing.csv";
  /** Of a program that holds all trades of a currency; compiling one takes longer than what it is good for. */
  static final int MOST_TRADES = 200;

  private final HedgeRequest request;
  private final MarketData market;
  private final List<Trade> instruments;
  private final Hedging hedging;
  private final List<HedgeEntry> entries = new ArrayList<>();

  private HedgeRun(HedgeRequest request, MarketData market, List<Trade> instruments, Hedging hedging) {
    this.request = request;
    this.market = market;
    this.instruments = instruments;
    this.hedging = hedging;
  }

  /**
   * Reads, hedges and writes {@code hedges.csv}, {@code hedges.json} and {@code hedges.html}, and of hedges at several
   * dates {@code rebalancing.csv}, which appear together at the end.
   *
   * @param backend
   *          what simulates
   * @param threads
   *          how many threads simulate; changes no number
   * @throws InvalidInputException
   *           when market, fixings, an instrument, or the portfolio as a whole cannot be used
   * @throws UnwritableOutputException
   *           when the results cannot be written
   */
  public static HedgeResult run(HedgeRequest request, Backend backend, int threads) {
    long start = System.nanoTime();
    MarketData market = MarketReader.read(request.market());
    Fixings fixings = request.fixings().<Fixings>map(FixingsReader::read).orElse(Fixings.NONE);
    request.dates().ifPresent(dates -> dates.check(market.valuationDate()));
    List<Trade> instruments = instruments(request, market, fixings);
    List<String> outputs = Stream.concat(Stream.of(CSV, SUMMARY, PAGE),
        request.dates().map(dates -> BY_DATE).stream()).toList();
    List<Path> inputs = Stream.concat(Stream.of(request.portfolio(), request.market(), request.instruments()),
        request.fixings().stream()).toList();
    try (PortfolioReader portfolio = PortfolioReader.open(request.portfolio(), market, fixings);
        Hedging hedging = new Hedging(backend, threads);
        OutputFiles files = OutputFiles.create(request.out(), outputs, inputs)) {
      HedgeRun run = new HedgeRun(request, market, instruments, hedging);
      run.hedge(portfolio);
      HedgeResult result = new HedgeResult(request, market, List.copyOf(run.entries), backend.name(),
          1e-9 * (System.nanoTime() - start));
      HedgesCsv.write(files.begin(CSV).stream(), result.entries());
      HedgesJson.write(files.begin(SUMMARY).stream(), result);
      HedgesPage.write(files.begin(PAGE).stream(), result);
      if (request.dates().isPresent()) {
        RebalancingCsv.write(files.begin(BY_DATE).stream(), result.entries());
      }
      files.publish();
      return result;
    } catch (IOException e) {
      throw new UnwritableOutputException(request.out(), e);
    }
  }

  private static List<Trade> instruments(HedgeRequest request, MarketData market, Fixings fixings) {
    Path file = request.instruments();
    List<Trade> trades = new ArrayList<>();
    try (PortfolioReader reader = PortfolioReader.open(file, market, fixings)) {
      for (PortfolioReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
        switch (entry) {
          case PortfolioReader.Entry.Usable usable -> {
            Optional<String> obstacle = obstacle(usable.trade(), market).or(() -> request.dates()
                .flatMap(dates -> Applicability.obstacleToRebalancing(usable.trade().product(), market)));
            if (obstacle.isPresent()) {
              throw new InvalidInputException(usable.location(),
                  "instrument '" + usable.trade().id() + "' cannot hedge: " + obstacle.get());
            }
            trades.add(usable.trade());
          }
          case PortfolioReader.Entry.Unusable(String _, String message) ->
            throw new InvalidInputException(Location.whole(file.toString()), message);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(file.toString()), String.valueOf(e.getMessage()), e);
    }
    if (trades.isEmpty()) {
      throw new InvalidInputException(Location.whole(file.toString()), "holds no instrument");
    }
    return trades;
  }

  private static Optional<String> obstacle(Trade trade, MarketData market) {
    return trade.quantity() == 0
        ? Optional.of("its quantity is 0")
        : Applicability.obstacle(trade.product(), market);
  }

  private void hedge(PortfolioReader portfolio) {
    Map<String, List<Trade>> byCurrency = new LinkedHashMap<>();
    Map<String, Integer> missing = new LinkedHashMap<>();
    int unreadable = 0;
    for (PortfolioReader.Entry entry = portfolio.next(); entry != null; entry = portfolio.next()) {
      switch (entry) {
        case PortfolioReader.Entry.Usable usable -> {
          Trade trade = usable.trade();
          String currency = trade.product().curve(market).id();
          Optional<String> obstacle = obstacle(trade, market);
          obstacle.ifPresentOrElse(reason -> {
            entries.add(HedgeEntry.none(trade.id(), currency, reason));
            missing.merge(currency, 1, Integer::sum);
          }, () -> {
            byCurrency.computeIfAbsent(currency, none -> new ArrayList<>()).add(trade);
            hedge(trade.id(), currency, List.of(trade), "");
          });
        }
        case PortfolioReader.Entry.Unusable(String id, String message) -> {
          entries.add(HedgeEntry.none(id, "", message));
          unreadable++;
        }
      }
    }
    int lines = unreadable;
    byCurrency.forEach((currency, trades) -> total(currency, trades, missing.getOrDefault(currency, 0) + lines));
  }

  private void total(String currency, List<Trade> trades, int missing) {
    String note = missing == 0 ? "" : "without trades that cannot be hedged: " + missing;
    if (trades.size() > MOST_TRADES) {
      entries.add(HedgeEntry.none(HedgeEntry.TOTAL, currency,
          "%d trades are too many for one program, at most %d".formatted(trades.size(), MOST_TRADES)));
    } else {
      hedge(HedgeEntry.TOTAL, currency, trades, note);
    }
  }

  private void hedge(String id, String currency, List<Trade> held, String note) {
    SequencedMap<Trade, String> leftOut = new LinkedHashMap<>();
    for (Trade instrument : instruments) {
      List<Optional<String>> obstacles = held.stream()
          .map(trade -> Applicability.obstacle(trade.product(), instrument.product(), market)).toList();
      if (obstacles.stream().allMatch(Optional::isPresent)) {
        leftOut.put(instrument, obstacles.getFirst().orElseThrow());
      }
    }
    List<Trade> usable = instruments.stream().filter(instrument -> !leftOut.containsKey(instrument)).toList();
    if (usable.isEmpty()) {
      entries.add(HedgeEntry.none(id, currency, "no instrument has to do with it", leftOut));
      return;
    }
    try {
      double last = held.stream().mapToDouble(trade -> trade.product().expiry()).max().orElseThrow();
      Optional<Set<Double>> dates = request.dates().map(all -> all.until(last, market.valuationDate()));
      entries.add(new HedgeEntry(id, currency,
          Optional.of(hedging.hedge(held, usable, market, request.paths(), request.seed())),
          dates.map(times -> hedging.rebalanced(held, usable, times, market, request.paths(), request.seed())), note,
          leftOut));
    } catch (IllegalArgumentException e) {
      entries.add(HedgeEntry.none(id, currency, Fault.message(e), leftOut));
    }
  }
}
