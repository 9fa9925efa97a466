package io.pathwise.batch.input;

import io.pathwise.batch.input.ShiftNotions.Shift;
import io.pathwise.batch.log.Excerpt;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads scenarios: named shifts of the market, one object a line, or a history of its moves in a table, see
 * docs/formats.md. Every scenario is applied to the market at once, so that one that cannot be is found before anything
 * is computed. Start at {@link #read}.
 */
public final class ScenarioReader {
  private final MarketData market;
  private final ShiftNotions notions;
  private final List<Scenario> scenarios = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** A hundred years. */
  private static final int MOST_DAYS = 36_525;

  /** The valuation date; here it moves by days, since only whole ones pass. */
  private static final RiskFactor DAYS = new RiskFactor.ValuationTime();

  private ScenarioReader(MarketData market) {
    this.market = market;
    this.notions = new ShiftNotions(market);
  }

  /**
   * All scenarios of a file, ladders unrolled; of a table (*.csv) one for each row.
   *
   * @throws InvalidInputException
   *           when the file is not there or anything in it is wrong
   */
  public static List<Scenario> read(Path file, MarketData market) {
    String source = file.toString();
    List<Scenario> scenarios = InputFile.read(file, in -> isHistory(file)
        ? HistoryReader.read(source, in, market)
        : read(source, in, new ScenarioReader(market)));
    if (scenarios.isEmpty()) {
      throw new InvalidInputException(Location.whole(source), "holds no scenario");
    }
    return scenarios;
  }

  /** Whether a file's name says that it is a history of moves, and not a list of scenarios. */
  public static boolean isHistory(Path file) {
    return CsvTable.isNamed(file.toString());
  }

  private static List<Scenario> read(String source, InputStream in, ScenarioReader reader) throws IOException {
    LineReader lines = new LineReader(in, LineReader.Ends.LINE_FEED, LineReader.MOST_BYTES);
    for (LineReader.Line line = lines.nextFilled(); line != null; line = lines.nextFilled()) {
      reader.add(JsonText.parse(source, line.number() - 1, line.checkedText(source)));
    }
    return List.copyOf(reader.scenarios);
  }

  private void add(Json json) {
    Fields fields = Fields.of(json, "a scenario", "", List.of("id", "shifts", "ladder", "weight"));
    String id = fields.text("id");
    List<Shift> shifts = fields.elements("shifts", this::shifts).stream().flatMap(List::stream).toList();
    double weight = fields.number("weight", Require::positive, 1);
    if (!fields.has("ladder")) {
      add(json, id, shifts, 1, weight);
      return;
    }
    for (double rung : fields.numbers("ladder", Require::finite)) {
      add(json, id + "[" + rung + "]", shifts, rung, weight);
    }
  }

  private void add(Json json, String id, List<Shift> shifts, double rung, double weight) {
    if (id.isBlank() || !ids.add(id)) {
      throw new InvalidInputException(json.location(), "id " + Excerpt.quoted(id) + " is blank or not unique");
    }
    SequencedMap<RiskFactor, Double> sums = new LinkedHashMap<>();
    shifts.forEach(shift -> sums.merge(shift.factor(), shift.amount().applyAsDouble(rung), Double::sum));
    Double rolled = sums.remove(DAYS);
    int days = rolled == null ? 0 : days(id, json, rolled);
    scenarios.add(Fields.located(json.location(),
        () -> Scenario.of(id, market, sums, days, weight, json.location())));
  }

  private static int days(String id, Json json, double days) {
    if (days != Math.rint(days) || days < 1 || days > MOST_DAYS) {
      throw new InvalidInputException(json.location(), "scenario " + Excerpt.quoted(id) + ": the days of type roll are "
          + Require.plain(days) + " in all, must be a whole number from 1 to " + MOST_DAYS);
    }
    return (int) days;
  }

  private List<Shift> shifts(String what, Json json) {
    List<Shift> shifts = new ArrayList<>();
    String type = json instanceof Json.Struct struct && struct.members().get("type") instanceof Json.Text text
        ? text.text()
        : "";
    switch (type) {
      case "spot", "fx" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "asset", "relative"));
        double relative = fields.number("relative", Require::finite);
        assets(fields, type.equals("fx"))
            .forEach(id -> shifts.add(notions.spot(id, relative)));
      }
      case "vol" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "asset", "pillar", "strike", "absolute"));
        double absolute = fields.number("absolute", Require::finite);
        if (fields.has("strike") && !fields.has("pillar")) {
          throw new InvalidInputException(fields.location("strike"),
              "strike is given, but pillar, its expiry, is missing");
        }
        Stream<String> assets = fields.has("asset") ? assets(fields, false) : market.assets().keySet().stream();
        assets.forEach(id -> {
          if (fields.has("pillar")) {
            vols(fields, id).forEach(factor -> shifts.add(Shift.linear(factor, absolute)));
          } else {
            shifts.addAll(notions.vols(id, absolute));
          }
        });
      }
      case "parameter" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "asset", "name", "absolute"));
        double absolute = fields.number("absolute", Require::finite);
        Asset asset = market.asset(asset(fields, "asset"));
        shifts.add(Shift.linear(fields.oneOf("name", name -> parameter(asset, name)), absolute));
      }
      case "dividend" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "asset", "absolute"));
        double absolute = fields.number("absolute", Require::finite);
        assets(fields, false).forEach(id -> shifts.add(Shift.linear(new RiskFactor.Dividend(id), absolute)));
      }
      case "rate" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "curve", "pillar", "absolute"));
        double absolute = fields.number("absolute", Require::finite);
        curves(fields).map(id -> fields.has("pillar")
            ? pillar(fields, new RiskFactor.ZeroPillar(id, pillarTime(fields)), id)
            : new RiskFactor.Zero(id)).forEach(factor -> shifts.add(Shift.linear(factor, absolute)));
      }
      case "correlation" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "a", "b", "absolute"));
        double absolute = fields.number("absolute", Require::finite);
        String a = asset(fields, "a");
        String b = asset(fields, "b");
        shifts.add(Shift.linear(exists(fields, market.correlation(a, b)), absolute));
      }
      case "roll" -> {
        Fields fields = Fields.of(json, what, what + ".", List.of("type", "days"));
        fields.required("days");
        shifts.add(Shift.linear(DAYS, fields.count("days", MOST_DAYS, 0)));
      }
      default -> throw new InvalidInputException(json.location(), what + ".type is " + Excerpt.quoted(type)
          + ", must be spot, fx, vol, parameter, dividend, rate, correlation or roll");
    }
    return shifts;
  }

  /** The volatilities of one pillar: of Black–Scholes, or of the quotes that the model was fitted to. */
  private List<RiskFactor> vols(Fields fields, String id) {
    double pillar = pillarTime(fields);
    if (fields.has("strike")) {
      return List.of(exists(fields,
          new RiskFactor.QuotedVol(id, pillar, fields.number("strike", Require::positive))));
    }
    List<RiskFactor> quotes = market.factors(List.of(id)).stream()
        .filter(factor -> factor instanceof RiskFactor.QuotedVol quote && quote.time() == pillar).toList();
    return quotes.isEmpty() ? List.of(pillar(fields, new RiskFactor.VolPillar(id, pillar), id)) : quotes;
  }

  /** The asset that is named, or all: exchange rates, or all others. */
  private Stream<String> assets(Fields fields, boolean rates) {
    return fields.has("asset")
        ? Stream.of(asset(fields, "asset"))
        : market.assets().values().stream().filter(asset -> asset.foreignCurve().isPresent() == rates).map(Asset::id);
  }

  private Stream<String> curves(Fields fields) {
    return fields.has("curve")
        ? Stream.of(curve(fields))
        : market.curves().keySet().stream();
  }

  private String asset(Fields fields, String name) {
    return fields.oneOf(name, id -> market.asset(id).id());
  }

  private String curve(Fields fields) {
    return fields.oneOf("curve", id -> market.curve(id).id());
  }

  private static RiskFactor parameter(Asset asset, String name) {
    List<String> names = asset.model().blackVols().isPresent()
        ? List.of(AssetModel.VOL)
        : asset.model().parameters().sequencedKeySet().stream().filter(asset::isFactor).toList();
    Require.that(names.contains(name), "%s has no parameter %s to be shifted; those of its model %s: %s", asset.id(),
        name, asset.model().format().label(), names);
    return RiskFactor.modelParameter(asset.id(), name);
  }

  private double pillarTime(Fields fields) {
    return Dates.years(fields, "pillar", market.valuationDate());
  }

  private RiskFactor pillar(Fields fields, RiskFactor factor, String id) {
    if (!market.factors().contains(factor)) {
      throw new InvalidInputException(fields.location("pillar"),
          fields.name("pillar") + " is " + fields.required("pillar").shown() + ", where " + id
              + " has no pillar, pillars: "
              + pillars(factor));
    }
    return factor;
  }

  /** The pillars of rates or of volatilities that there are where one was asked for. */
  private List<String> pillars(RiskFactor missing) {
    return market.factors().stream().filter(factor -> factor.owner().equals(missing.owner())
        && factor instanceof RiskFactor.ZeroPillar == missing instanceof RiskFactor.ZeroPillar)
        .flatMap(factor -> factor.pillar().stream().boxed()).distinct().map(Require::plain).toList();
  }

  private RiskFactor exists(Fields fields, RiskFactor factor) {
    if (!market.factors().contains(factor)) {
      throw new InvalidInputException(fields.location(), "the market has no " + factor);
    }
    return factor;
  }
}
