package io.pathwise.batch.calibration;

import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PricesReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.engine.optimise.SearchSettings;
import io.pathwise.engine.run.Backend;
import io.pathwise.greeks.calibration.PriceCalibration;
import io.pathwise.greeks.calibration.PriceCalibration.UnusableQuoteException;
import io.pathwise.greeks.calibration.PriceFit;
import io.pathwise.greeks.calibration.PriceQuote;
import io.pathwise.pricing.calibration.SoughtParameters;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** A calibration of models to prices of trades, from files to files. Start at {@link #run}. */
public final class PriceCalibrationRun {
  /** What is told one by one. */
  private static final int MOST_MESSAGES = 20;

  private PriceCalibrationRun() {}

  /**
   * What came of it.
   *
   * @param text
   *          what is to be told on a terminal
   * @param isConverged
   *          whether a minimum was found, and the market written
   */
  public record Result(String text, boolean isConverged) {}

  /**
   * Reads, checks, calibrates and writes; the market only if the search converged.
   *
   * @param backend
   *          what simulates
   * @param threads
   *          how many threads simulate; changes no number
   * @param messages
   *          is told what is wrong with single lines
   * @throws InvalidInputException
   *           when the market or a line cannot be used
   * @throws UnwritableOutputException
   *           when a file cannot be written
   */
  public static Result run(PriceRequest request, Backend backend, int threads,
      BiConsumer<System.Logger.Level, Event> messages) {
    FitFiles.requireOwnPlaces(request.market(), request.prices(), "prices", request.out(), request.report());
    MarketReader.Document document = MarketReader.readDocument(request.market());
    PricesReader.Prices prices = PricesReader.read(request.prices(), document.market());
    refuse(request, prices, messages);
    List<PriceQuote> quotes = prices.quotes().stream().map(PricesReader.Quote::quote).toList();
    SoughtParameters sought = sought(request, document.market(), quotes);
    try (FitFiles files = FitFiles.open(request.out(), request.report());
        PriceCalibration calibration = calibration(request, sought, prices.quotes(), quotes, backend, threads)) {
      long start = System.nanoTime();
      PriceFit fit = calibration.run(settings(request, quotes), request.seed());
      PriceFitText text = new PriceFitText(prices.quotes(), fit, 1e-9 * (System.nanoTime() - start));
      FitFiles.PageText page = out -> PriceFitPage.write(out, request, text);
      if (text.isConverged()) {
        files.publish(MarketJson.withModels(document.json(), models(fit)), page);
      } else {
        files.publishPage(page);
      }
      return new Result(text.text(), text.isConverged());
    }
  }

  private static void refuse(PriceRequest request, PricesReader.Prices prices,
      BiConsumer<System.Logger.Level, Event> messages) {
    List<String> problems = prices.problems();
    problems.stream().limit(MOST_MESSAGES)
        .forEach(problem -> messages.accept(System.Logger.Level.ERROR, Event.of("unusable-price", problem)));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(Location.whole(request.prices().toString()),
          "%d of %d lines cannot be used%s".formatted(problems.size(), problems.size() + prices.quotes().size(),
              problems.size() > MOST_MESSAGES ? "; the first " + MOST_MESSAGES + " were told" : ""));
    }
  }

  private static SoughtParameters sought(PriceRequest request, MarketData market, List<PriceQuote> quotes) {
    List<String> assets = quotes.stream().flatMap(quote -> quote.product().assets().stream()).distinct().toList();
    try {
      return SoughtParameters.of(market, assets, request.parameters());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(Location.whole(request.market().toString()), String.valueOf(e.getMessage()), e);
    }
  }

  private static PriceCalibration calibration(PriceRequest request, SoughtParameters sought,
      List<PricesReader.Quote> lines, List<PriceQuote> quotes, Backend backend, int threads) {
    try {
      return PriceCalibration.of(sought, quotes, backend, threads);
    } catch (UnusableQuoteException e) {
      PricesReader.Quote line = lines.get(e.quote());
      throw new InvalidInputException(line.location(), "trade '%s' cannot be calibrated to: %s".formatted(line.id(),
          e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(Location.whole(request.prices().toString()), String.valueOf(e.getMessage()), e);
    }
  }

  private static SearchSettings settings(PriceRequest request, List<PriceQuote> quotes) {
    double squares = quotes.stream().mapToDouble(quote -> quote.weight() * quote.price() * quote.price()).sum();
    double tolerance = request.toleranceOfPrices();
    return new SearchSettings(request.method(), Math.toIntExact(Math.ceilDiv(request.paths(), 2L * Backend.BLOCK)),
        Math.multiplyExact(request.mostPaths(), (long) quotes.size()),
        OptionalDouble.of(Math.max(Double.MIN_NORMAL, tolerance * tolerance * squares)), request.step(),
        request.seed());
  }

  private static Map<String, AssetModel> models(PriceFit fit) {
    Map<String, AssetModel> models = new LinkedHashMap<>();
    fit.factors().forEach(factor -> models.put(factor.owner(), fit.market().asset(factor.owner()).model()));
    return models;
  }
}
