package io.pathwise.batch.calibration;

import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.QuotesReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.pricing.calibration.Calibration;
import io.pathwise.pricing.calibration.Fit;
import io.pathwise.pricing.calibration.QuoteRepair;
import io.pathwise.pricing.calibration.QuoteSlopes;
import io.pathwise.pricing.calibration.StaticArbitrage;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A fit of models to a file of quotes, from files to files. Start at {@link #run}. */
public final class CalibrationRun {
  /** What is told one by one. */
  private static final int MOST_MESSAGES = 20;

  private final CalibrationRequest request;
  private final BiConsumer<System.Logger.Level, Event> messages;

  private CalibrationRun(CalibrationRequest request, BiConsumer<System.Logger.Level, Event> messages) {
    this.request = request;
    this.messages = messages;
  }

  /**
   * Reads, checks, fits and writes.
   *
   * @param messages
   *          is told what is wrong with single quotes
   * @return what is to be told on a terminal
   * @throws InvalidInputException
   *           when the market or a quote cannot be used, or quotes contradict each other
   * @throws UnwritableOutputException
   *           when a file cannot be written
   */
  public static String run(CalibrationRequest request, BiConsumer<System.Logger.Level, Event> messages) {
    return new CalibrationRun(request, messages).run();
  }

  private String run() {
    FitFiles.requireOwnPlaces(request.market(), request.quotes(), "quotes", request.out(), request.report());
    MarketReader.Document document = MarketReader.readDocument(request.market());
    Map<String, List<QuotesReader.Quote>> quotes = quotes(document.market());
    try (FitFiles files = FitFiles.open(request.out(), request.report())) {
      List<AssetFit> fits = new ArrayList<>();
      quotes.forEach((asset, own) -> fits.add(fit(document.market(), asset, own)));
      files.publish(MarketJson.withFits(document.json(), fits),
          out -> CalibrationPage.write(out, request, document.market().valuationDate(), fits));
      return String.join("\n", fits.stream().map(AssetFit::text).toList());
    }
  }

  private Map<String, List<QuotesReader.Quote>> quotes(MarketData market) {
    QuotesReader.Quotes read = QuotesReader.read(request.quotes(), market);
    int lines = read.quotes().size() + read.problems().size();
    refuse("unusable-quote", read.problems(), System.Logger.Level.ERROR,
        "%d of %d quotes cannot be used".formatted(read.problems().size(), lines));
    Map<String, List<QuotesReader.Quote>> byAsset = new LinkedHashMap<>();
    read.quotes().forEach(quote -> byAsset.computeIfAbsent(quote.asset(), asset -> new ArrayList<>()).add(quote));
    List<String> arbitrage = new ArrayList<>();
    byAsset.replaceAll((asset, own) -> {
      List<VolQuote> vols = located(() -> Calibration.requireQuotes(asset, vols(own), request.family()));
      List<QuotesReader.Quote> fitted = request.onArbitrage() == CalibrationRequest.OnArbitrage.REPAIR
          ? repaired(own, located(() -> QuoteRepair.of(market, asset, vols)))
          : own;
      StaticArbitrage.of(market, asset, vols(fitted)).forEach(violation -> arbitrage
          .add(own.get(violation.quote()).location() + ": " + asset + ", " + violation.text()));
      return fitted;
    });
    refuse("arbitrage", arbitrage,
        request.onArbitrage() == CalibrationRequest.OnArbitrage.ALLOW
            ? System.Logger.Level.WARNING
            : System.Logger.Level.ERROR,
        ("%d of %d quotes contradict others, whatever the model; --repair moves them as little as is needed, "
            + "--allow-arbitrage fits them all the same").formatted(arbitrage.size(), lines));
    return byAsset;
  }

  /** Quotes with other volatilities, each of which is told. */
  private List<QuotesReader.Quote> repaired(List<QuotesReader.Quote> quotes, List<VolQuote> vols) {
    List<QuotesReader.Quote> repaired = new ArrayList<>();
    for (int i = 0; i < vols.size(); i++) {
      QuotesReader.Quote quote = quotes.get(i).withVol(vols.get(i).vol());
      repaired.add(quote);
      if (quote.isMoved()) {
        messages.accept(System.Logger.Level.WARNING,
            Event.of("repaired-quote",
                "%s: %s, expiry %s, strike %s: vol moved from %s to %s, as other quotes contradict it"
                    .formatted(quote.location(), quote.asset(), quote.expiry(), AssetFit.number(quote.quote().strike()),
                        AssetFit.number(quote.quotedVol()), AssetFit.number(quote.quote().vol()))));
      }
    }
    return repaired;
  }

  /** Tells problems one by one, and ends the run unless they are only warned of. */
  private void refuse(String event, List<String> problems, System.Logger.Level level, String summary) {
    problems.stream().limit(MOST_MESSAGES).forEach(problem -> messages.accept(level, Event.of(event, problem)));
    if (!problems.isEmpty() && level == System.Logger.Level.ERROR) {
      throw new InvalidInputException(Location.whole(request.quotes().toString()),
          summary + (problems.size() > MOST_MESSAGES ? "; the first " + MOST_MESSAGES + " were told" : ""));
    }
  }

  private static List<VolQuote> vols(List<QuotesReader.Quote> quotes) {
    return quotes.stream().map(QuotesReader.Quote::quote).toList();
  }

  private AssetFit fit(MarketData market, String asset, List<QuotesReader.Quote> quotes) {
    long start = System.nanoTime();
    Fit fit = located(() -> Calibration.fit(market, asset, vols(quotes), request.family()));
    return new AssetFit(asset, quotes, fit, noVega(market, asset, fit), 1e-9 * (System.nanoTime() - start));
  }

  /** Why it is not known how the fit moves with its quotes, where it is not. */
  private static Optional<String> noVega(MarketData market, String asset, Fit fit) {
    try {
      QuoteSlopes.calibrated(market.with(market.asset(asset).withModel(fit.model())), asset, fit.fitted().quotes());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(fit.model() instanceof AssetModel.LocalVol && !fit.limits().isEmpty()
          ? "it is not known how smiles at limits move with them"
          : String.valueOf(e.getMessage()));
    }
  }

  /** Tells what is refused with the name of the file of quotes. */
  private <T> T located(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(Location.whole(request.quotes().toString()), String.valueOf(e.getMessage()), e);
    }
  }
}
