package io.pathwise.batch.input;

import io.pathwise.greeks.calibration.PriceQuote;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads trades with the prices that models are calibrated to: lines of a portfolio that also have {@code price} and, if
 * they like, {@code error} and {@code weight}; docs/formats.md describes them. Start at {@link #read}.
 */
public final class PricesReader {
  private static final String PRICE = "price";
  private static final String ERROR = "error";
  private static final String WEIGHT = "weight";
  private static final List<String> OWN = List.of(PRICE, ERROR, WEIGHT);

  private final TradeReader trades;
  private final List<Quote> quotes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private PricesReader(MarketData market) {
    this.trades = new TradeReader(market);
  }

  /**
   * A trade with its price.
   *
   * @param id
   *          of the trade
   * @param quote
   *          of one unit
   * @param weighing
   *          what its weight comes from
   * @param location
   *          where it begins
   */
  public record Quote(String id, PriceQuote quote, Weighing weighing, Location location) {}

  /** What a weight comes from. */
  public enum Weighing {
    /** It is told. */
    TOLD,
    /** 1 over the square of the error. */
    ERROR,
    /** 1, as nothing is told. */
    NONE
  }

  /**
   * The prices of a file.
   *
   * @param quotes
   *          those that can be used, in the order of the file
   * @param problems
   *          what is wrong with other lines, each with its place
   */
  public record Prices(List<Quote> quotes, List<String> problems) {
    /** Copies the lists. */
    public Prices {
      quotes = List.copyOf(quotes);
      problems = List.copyOf(problems);
    }
  }

  /**
   * The prices in a file: a table if its name ends with .csv, otherwise JSON objects, one a line.
   *
   * @param market
   *          where assets are looked up
   * @throws InvalidInputException
   *           when the file is not there or cannot be read, holds no line, or the names of its columns are wrong
   */
  public static Prices read(Path file, MarketData market) {
    return InputFile.read(file, in -> new PricesReader(market).read(file.toString(), in));
  }

  private Prices read(String source, InputStream in) throws IOException {
    Map<String, FieldKind> kinds = new LinkedHashMap<>(TradeColumns.KINDS);
    OWN.forEach(field -> kinds.put(field, FieldKind.NUMBER));
    TradeSource lines = TradeSource.of(source, in, kinds);
    for (TradeSource.Item line = lines.next(); line != null; line = lines.next()) {
      try {
        quotes.add(quote(line.json().get()));
      } catch (InvalidInputException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (quotes.isEmpty() && problems.isEmpty()) {
      throw new InvalidInputException(Location.whole(source), "holds no trade with a price");
    }
    if (quotes.stream().anyMatch(quote -> quote.weighing() == Weighing.ERROR)) {
      quotes.stream().filter(quote -> quote.weighing() == Weighing.NONE).forEach(quote -> problems.add(quote.location()
          + ": error is missing: others weigh by their errors, so each line needs an error or a weight"));
    }
    return new Prices(quotes, problems);
  }

  private Quote quote(Json json) {
    if (!(json instanceof Json.Struct whole)) {
      throw new InvalidInputException(json.location(), "a trade is " + json.shown() + ", must be an object");
    }
    SequencedMap<String, Json> own = new LinkedHashMap<>();
    SequencedMap<String, Json> rest = new LinkedHashMap<>();
    whole.members().forEach((name, value) -> (OWN.contains(name) ? own : rest).put(name, value));
    Trade trade = trades.trade(new Json.Struct(json.location(), rest));
    Fields fields = Fields.of(new Json.Struct(json.location(), own), "a price", "", OWN);
    double price = fields.number(PRICE, Require::finite);
    double error = fields.number(ERROR, Require::positive, 0);
    Weighing weighing = fields.has(WEIGHT) ? Weighing.TOLD : fields.has(ERROR) ? Weighing.ERROR : Weighing.NONE;
    double weight = fields.number(WEIGHT, Require::positive, error > 0 ? 1 / (error * error) : 1);
    if (!ids.add(trade.id())) {
      throw new InvalidInputException(json.location(), "id '" + trade.id() + "' is not unique");
    }
    return Fields.located(json.location(),
        () -> new Quote(trade.id(), new PriceQuote(trade.product(), price, weight, error), weighing, json.location()));
  }
}
