package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.analytic.DeltaStrike;
import io.pathwise.pricing.calibration.Calibration;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads quoted implied volatilities, a table or JSON lines; docs/formats.md describes them. Start at {@link #read}.
 */
public final class QuotesReader {
  private static final String ASSET = "asset";
  private static final String EXPIRY = "expiry";
  private static final String STRIKE = "strike";
  private static final String MONEYNESS = "moneyness";
  private static final String DELTA = "delta";
  private static final String VOL = "vol";
  private static final String WEIGHT = "weight";
  private static final List<String> OF_ASSET = List.of(EXPIRY, STRIKE, VOL, WEIGHT);
  private static final List<String> FIELDS = List.of(ASSET, EXPIRY, STRIKE, MONEYNESS, DELTA, VOL, WEIGHT);
  /** What tells the strike. */
  private static final List<String> STRIKES = List.of(STRIKE, MONEYNESS, DELTA);
  /** Of strikes that are computed, so that one that is told in several ways is the same number. */
  private static final MathContext STRIKE_DIGITS = new MathContext(12);

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
   *          strike, time and volatility; a strike that is told by moneyness or delta has twelve significant digits
   * @param quotedVol
   *          the volatility that is written there
   * @param expiry
   *          the expiry as it is written
   * @param location
   *          where it begins
   */
  public record Quote(String asset, VolQuote quote, double quotedVol, String expiry, Location location) {

    /** The same with another volatility in the place of that which is written. */
    public Quote withVol(double vol) {
      return new Quote(asset, new VolQuote(quote.time(), quote.strike(), vol, quote.weight()), quotedVol, expiry,
          location);
    }

    /** Whether its volatility is another than the one that is written. */
    public boolean isMoved() {
      return quote.vol() != quotedVol;
    }
  }

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
    String place = fields.onlyOneOf(STRIKES);
    VolQuote quote = quote(fields, place, asset, market);
    Location before = places.putIfAbsent(new Key(asset, quote.time(), quote.strike()), fields.location());
    if (before != null) {
      throw new InvalidInputException(fields.location(place),
          "%s has a quote for this expiry and strike on line %d already".formatted(asset, before.line()));
    }
    quotes.add(new Quote(asset, quote, quote.vol(), expiry(fields.required(EXPIRY)), fields.location()));
  }

  /** The quote of an asset in an element of its array in a market file. */
  static VolQuote ofAsset(String what, Json json, String asset, MarketData market) {
    return quote(Fields.of(json, what, what + ".", OF_ASSET), STRIKE, asset, market);
  }

  /**
   * A quote.
   *
   * @param place
   *          the field that tells the strike
   */
  private static VolQuote quote(Fields fields, String place, String asset, MarketData market) {
    double time = Dates.years(fields, EXPIRY, market.valuationDate());
    double told = fields.number(place, switch (place) {
      case DELTA -> DeltaStrike::requireDelta;
      default -> Require::positive;
    });
    double vol = fields.number(VOL, VolQuote::requireVol);
    double weight = fields.number(WEIGHT, Require::positive, 1);
    VolQuote quote = Fields.located(fields.location(place), () -> new VolQuote(time, switch (place) {
      case MONEYNESS -> rounded(Calibration.forward(market, asset, time) * told);
      case DELTA -> rounded(DeltaStrike.of(Calibration.forward(market, asset, time), time, vol, told));
      default -> told;
    }, vol, weight));
    Fields.located(fields.location(VOL), () -> Calibration.require(market, asset, quote));
    return quote;
  }

  /** Where a strike overflows, it is refused as it is. */
  private static double rounded(double strike) {
    return Double.isFinite(strike) ? new BigDecimal(strike).round(STRIKE_DIGITS).doubleValue() : strike;
  }

  private static String expiry(Json json) {
    return json instanceof Json.Text text ? text.text() : json.shown();
  }
}
