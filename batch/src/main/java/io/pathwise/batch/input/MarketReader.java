package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.calibration.QuoteSlopes;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a market file; docs/formats.md describes it. Start at {@link #read}. */
public final class MarketReader {

  private static final String QUOTES = "quotes";
  private MarketReader() {}

  /**
   * The market in a file: a table if its name ends with .csv, otherwise a JSON object. Warns of quotes that are
   * allowed, but hardly meant.
   *
   * @throws InvalidInputException
   *           when the file is not there or anything in it is wrong
   */
  public static MarketData read(Path file) {
    return readDocument(file, true).market();
  }

  /**
   * A market and how it is written.
   *
   * @param market
   *          the market
   * @param json
   *          the object that its file holds, or that a table stands for
   */
  public record Document(MarketData market, Json.Struct json) {}

  /**
   * The market in a file with what is written there, as {@link #read}, but that quotes to which models were fitted are
   * left aside: for another fit.
   */
  public static Document readDocument(Path file) {
    return readDocument(file, false);
  }

  private static Document readDocument(Path file, boolean withQuotes) {
    String source = file.toString();
    Json json = InputFile.read(file, in -> CsvTable.isNamed(source)
        ? MarketTable.read(source, in)
        : JsonText.parse(source, 0, InputFile.text(source, in)));
    MarketData market = market(json, withQuotes);
    UnlikelyQuotes.of(market).warn(source);
    return new Document(market, (Json.Struct) json);
  }

  /** The market that a JSON value describes; every part is checked where it stands. */
  static MarketData market(Json json) {
    return market(json, true);
  }

  private static MarketData market(Json json, boolean withQuotes) {
    Fields fields = Fields.of(json, "the market", "",
        List.of("valuationDate", "curves", "assets", "correlations", "correlationConvention"));
    LocalDate date = fields.date("valuationDate");
    List<ZeroCurve> curves = fields.elements("curves", MarketReader::curve);
    MarketData curvesAlone = Fields.located(fields.location("curves"),
        () -> MarketData.of(date, curves, List.of(), Correlations.NONE));
    List<Asset> assets = fields.elements("assets", (what, asset) -> asset(what, asset, curvesAlone, withQuotes));
    MarketData uncorrelated = Fields.located(fields.location("assets"),
        () -> MarketData.of(date, curves, assets, Correlations.NONE));
    List<Correlations.Entry> entries = fields.optionalElements("correlations",
        (what, entry) -> correlation(what, entry, uncorrelated));
    Correlations.Convention convention = fields.has("correlationConvention")
        ? fields.oneOf("correlationConvention", Correlations.Convention::of)
        : Correlations.Convention.RETURNS;
    return Fields.located(fields.location("correlations"),
        () -> uncorrelated.with(Correlations.of(entries).by(convention)));
  }

  private static ZeroCurve curve(String what, Json json) {
    Fields fields = Fields.of(json, what, what + ".", List.of("id", "zero", "times", "zeros", "interpolation"));
    String id = fields.text("id");
    boolean flat = fields.isFirstOf("zero", List.of("times", "zeros"));
    ZeroCurve curve = Fields.located(json.location(), () -> flat
        ? ZeroCurve.flat(id, fields.number("zero", Require::finite))
        : ZeroCurve.of(id, fields.numbers("times", Require::positive), fields.numbers("zeros", Require::finite)));
    return fields.has("interpolation")
        ? curve.with(fields.oneOf("interpolation", CurveInterpolation::of))
        : curve;
  }

  private static Asset asset(String what, Json json, MarketData curves, boolean withQuotes) {
    Fields fields = Fields.of(json, what, what + ".",
        List.of("id", "curve", "spot", "dividendYield", "dividends", "dividendModel",
            "yieldCurves", "foreignCurve", "model", QUOTES));
    String id = fields.text("id");
    String curve = fields.oneOf("curve", name -> curves.curve(name).id());
    double spot = fields.number("spot", Require::positive);
    double dividendYield = fields.number("dividendYield", Require::finite, 0);
    Dividends dividends = dividends(fields, curves.valuationDate());
    List<String> yieldCurves = fields.optionalElements("yieldCurves", (each, value) -> {
      String name = Fields.text(each, value);
      return Fields.located(value.location(), () -> curves.curve(name).id());
    });
    Optional<String> foreignCurve = fields.has("foreignCurve")
        ? Optional.of(fields.oneOf("foreignCurve", name -> curves.curve(name).id()))
        : Optional.empty();
    AssetModel model = ModelReader.model(fields.name("model"), fields.required("model"));
    Asset asset = Fields.located(json.location(), () -> new Asset(id, curve, spot, dividendYield, dividends,
        yieldCurves, foreignCurve, model, Optional.empty()));
    return withQuotes && fields.has(QUOTES) ? calibrated(asset, fields, curves) : asset;
  }

  /** The asset with the quotes that its model was fitted to. */
  private static Asset calibrated(Asset asset, Fields fields, MarketData curves) {
    MarketData alone = Fields.located(fields.location(), () -> MarketData.of(curves.valuationDate(),
        List.copyOf(curves.curves().values()), List.of(asset), Correlations.NONE));
    MarketData quoted = Fields.located(fields.location(), () -> QuoteSlopes.asQuoted(alone, asset.id()));
    Map<List<Double>, Location> places = new HashMap<>();
    List<VolQuote> quotes = fields.elements(QUOTES, (what, json) -> {
      VolQuote quote = QuotesReader.ofAsset(what, json, asset.id(), quoted);
      Location before = places.putIfAbsent(List.of(quote.time(), quote.strike()), json.location());
      if (before != null) {
        throw new InvalidInputException(json.location(),
            what + " has the expiry and the strike of the quote at " + before + ", allowed is one quote for both");
      }
      return quote;
    });
    return Fields.located(fields.location(QUOTES),
        () -> QuoteSlopes.calibrated(alone, asset.id(), quotes).asset(asset.id()));
  }

  /** Those that are still to come; what an amount of cash does to the price has to be said. */
  private static Dividends dividends(Fields fields, LocalDate today) {
    List<Dividend> all = fields.optionalElements("dividends", (what, json) -> dividend(what, json, today)).stream()
        .flatMap(Optional::stream).toList();
    boolean needsModel = all.stream().anyMatch(dividend -> dividend.kind() == Dividend.Kind.CASH);
    Dividends.CashModel model = needsModel || fields.has("dividendModel")
        ? fields.oneOf("dividendModel", Dividends.CashModel::of)
        : Dividends.CashModel.SPOT;
    return Fields.located(fields.location("dividends"), () -> Dividends.of(all, model));
  }

  /** Empty if the price has lost it already. */
  private static Optional<Dividend> dividend(String what, Json json, LocalDate today) {
    Fields fields = Fields.of(json, what, what + ".", List.of("time", "cash", "proportional"));
    double time = fields.required("time") instanceof Json.Text
        ? TradeTime.years(today, fields.date("time"))
        : fields.number("time", Require::positive);
    boolean isCash = fields.isFirstOf("cash", List.of("proportional"));
    double amount = isCash
        ? fields.number("cash", Require::positive)
        : fields.number("proportional", Dividend::requireShare);
    return time > 0
        ? Optional.of(new Dividend(time, isCash ? Dividend.Kind.CASH : Dividend.Kind.PROPORTIONAL, amount))
        : Optional.empty();
  }

  private static Correlations.Entry correlation(String what, Json json, MarketData assets) {
    Fields fields = Fields.of(json, what, what + ".", List.of("a", "b", "value"));
    Correlations.Entry entry = new Correlations.Entry(fields.oneOf("a", assets::brownianMotion),
        fields.oneOf("b", assets::brownianMotion), fields.number("value", Require::finite));
    Fields.located(fields.location("value"), () -> Correlations.of(List.of(entry)));
    return entry;
  }
}
