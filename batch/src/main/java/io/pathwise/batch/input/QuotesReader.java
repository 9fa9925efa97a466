package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.calibration.Calibration;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.market.VolQuote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads quoted implied volatilities, a table or JSON lines; docs/formats.md describes them. Start at {@link #read}.
 */
public final class QuotesReader {
  private static final String ASSET = "asset";
  private static final String EXPIRY = "expiry";
  private static final String STRIKE = "strike";
  private static final String VOL = "vol";
  private static final String WEIGHT = "weight";
  private static final List<String> OF_ASSET = List.of(EXPIRY, STRIKE, VOL, WEIGHT);
  private static final List<String> FIELDS = Stream.concat(Stream.of(ASSET), OF_ASSET.stream()).toList();

  private final MarketData market;
  private final List<Quote> quotes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<Key, Location> places = new HashMap<>();

  private QuotesReader(MarketData market) {
    this.market = market;
  }

  /**
   * A quote of a file.
   *
   * @param asset
   *          the id of its asset
   * @param quote
   *          strike, time and volatility
   * @param expiry
   *          the expiry as it is written
   * @param location
   *          where it begins
   */
  public record Quote(String asset, VolQuote quote, String expiry, Location location) {}

  /**
   * The quotes of a file.
   *
   * @param quotes
   *          those that can be used, in the order of the file
   * @param problems
   *          what is wrong with the other lines, each with its place
   */
  public record Quotes(List<Quote> quotes, List<String> problems) {
    /** Copies the lists. */
    public Quotes {
      quotes = List.copyOf(quotes);
      problems = List.copyOf(problems);
    }
  }

  private record Key(String asset, double time, double strike) {}

  /**
   * The quotes in a file: a table if its name ends with .csv, otherwise JSON objects, one a line.
   *
   * @param market
   *          where assets and forward prices are looked up
   * @throws InvalidInputException
   *           when the file is not there or cannot be read, holds no line, or the names of its columns are wrong
   */
  public static Quotes read(Path file, MarketData market) {
    return InputFile.read(file, in -> new QuotesReader(market).read(file.toString(), in));
  }

  private Quotes read(String source, InputStream in) throws IOException {
    Map<String, FieldKind> kinds = new LinkedHashMap<>();
    FIELDS.forEach(field -> kinds.put(field, field.equals(ASSET) ? FieldKind.TEXT : FieldKind.NUMBER));
    TradeSource lines = TradeSource.of(source, in, kinds);
    for (TradeSource.Item line = lines.next(); line != null; line = lines.next()) {
      try {
        add(Fields.of(line.json().get(), "a quote", "", FIELDS));
      } catch (InvalidInputException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (quotes.isEmpty() && problems.isEmpty()) {
      throw new InvalidInputException(Location.whole(source), "holds no quote");
    }
    return new Quotes(quotes, problems);
  }

  private void add(Fields fields) {
    String asset = fields.oneOf(ASSET, id -> market.asset(id).id());
    VolQuote quote = quote(fields, asset, market);
    Location before = places.putIfAbsent(new Key(asset, quote.time(), quote.strike()), fields.location());
    if (before != null) {
      throw new InvalidInputException(fields.location(STRIKE),
          "%s has a quote for this expiry and strike on line %d already".formatted(asset, before.line()));
    }
    quotes.add(new Quote(asset, quote, expiry(fields.required(EXPIRY)), fields.location()));
  }

  /** The quote of an asset in an element of its array in a market file. */
  static VolQuote ofAsset(String what, Json json, String asset, MarketData market) {
    return quote(Fields.of(json, what, what + ".", OF_ASSET), asset, market);
  }

  private static VolQuote quote(Fields fields, String asset, MarketData market) {
    VolQuote quote = new VolQuote(time(fields, market.valuationDate()), fields.number(STRIKE, Require::positive),
        fields.number(VOL, VolQuote::requireVol), fields.number(WEIGHT, Require::positive, 1));
    Fields.located(fields.location(VOL), () -> Calibration.require(market, asset, quote));
    return quote;
  }

  private static double time(Fields fields, LocalDate today) {
    Json json = fields.required(EXPIRY);
    if (json instanceof Json.Numeral) {
      return fields.number(EXPIRY, Require::positive);
    }
    LocalDate date = Dates.of(EXPIRY, json)
        .orElseThrow(() -> Fields.wrong(EXPIRY, json, "a number of years > 0 or " + Dates.NEEDED));
    if (!date.isAfter(today)) {
      throw Fields.wrong(EXPIRY, json, "after the valuation date " + today);
    }
    return TradeTime.years(today, date);
  }

  private static String expiry(Json json) {
    return json instanceof Json.Text text ? text.text() : json.shown();
  }
}
