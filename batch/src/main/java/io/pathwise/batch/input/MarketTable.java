package io.pathwise.batch.input;

import io.pathwise.batch.log.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A market written as a table, one quote a row, in the columns item, id, quote, time, value. It becomes the JSON object
 * that a market file would hold, every value at the place where it stands in the table, and is read and checked as
 * such. Start at {@link #read}.
 */
final class MarketTable {
  private static final List<String> PILLARS = List.of("curve zero", "asset vol", "asset cashDividend",
      "asset proportionalDividend");
  private static final List<String> TEXTS = List.of("curve", "yieldCurve", "foreignCurve", "dividendModel", "type",
      "scheme", "interpolation", "valuationDate", "correlationConvention");

  private final String source;
  private final SequencedMap<String, Json> market = new LinkedHashMap<>();
  private final SequencedMap<String, Item> curves = new LinkedHashMap<>();
  private final SequencedMap<String, Item> assets = new LinkedHashMap<>();
  private final List<Json> correlations = new ArrayList<>();

  private MarketTable(String source) {
    this.source = source;
  }

  /** The quotes of a curve, or of an asset's model. */
  private static final class Item {
    private final Location location;
    private final SequencedMap<String, Json> members = new LinkedHashMap<>();
    private final SequencedMap<String, Json> model = new LinkedHashMap<>();

    Item(Location location) {
      this.location = location;
    }
  }

  /** The market as JSON. */
  static Json read(String source, InputStream in) throws IOException {
    SequencedMap<String, FieldKind> kinds = new LinkedHashMap<>();
    List<String> columns = List.of("item", "id", "quote", "time", "value");
    columns.forEach(column -> kinds.put(column, column.equals("time") ? FieldKind.NUMBER : FieldKind.TEXT));
    MarketTable table = new MarketTable(source);
    CsvTable rows = new CsvTable(source, in, kinds);
    for (CsvTable.Row row = rows.next(); row != null; row = rows.next()) {
      table.add(row.fields("a quote", columns));
    }
    return table.json();
  }

  private void add(Fields row) {
    String item = row.text("item");
    if (row.has("time") && !PILLARS.contains(item + " " + row.text("quote"))) {
      throw new InvalidInputException(row.location("time"),
          "only a curve's zero, an asset's vol and its dividends have a time");
    }
    switch (item) {
      case "market" -> put(market, row.text("quote"), value(row), row);
      case "curve" -> pillar(item(curves, row).members, "zeros", row);
      case "asset" -> asset(item(assets, row), row);
      case "correlation" -> {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("a", row.required("id"));
        members.put("b", row.required("quote"));
        members.put("value", value(row));
        correlations.add(new Json.Struct(row.location(), members));
      }
      default -> throw new InvalidInputException(row.location("item"),
          "item is " + Excerpt.quoted(item) + ", allowed: market, curve, asset, correlation");
    }
  }

  private void asset(Item asset, Fields row) {
    switch (row.text("quote")) {
      case "cashDividend", "proportionalDividend" -> append(asset.members, "dividends", dividend(row));
      case "yieldCurve" -> append(asset.members, "yieldCurves", value(row));
      case "curve", "spot", "dividendYield", "dividendModel", "foreignCurve" ->
        put(asset.members, row.text("quote"), value(row), row);
      case "model" -> put(asset.model, "type", row.required("value"), row);
      default -> pillar(asset.model, "vols", row);
    }
  }

  private static Json dividend(Fields row) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put("time", row.required("time"));
    members.put(row.text("quote").equals("cashDividend") ? "cash" : "proportional", value(row));
    return new Json.Struct(row.location(), members);
  }

  private static Item item(Map<String, Item> items, Fields row) {
    return items.computeIfAbsent(row.text("id"), id -> {
      Item item = new Item(row.location());
      item.members.put("id", row.required("id"));
      return item;
    });
  }

  /** A quote that may have a time; several with times make an array. */
  private static void pillar(SequencedMap<String, Json> members, String several, Fields row) {
    if (row.has("time")) {
      append(members, "times", row.required("time"));
      append(members, several, value(row));
    } else {
      put(members, row.text("quote"), value(row), row);
    }
  }

  private static void append(SequencedMap<String, Json> members, String name, Json value) {
    List<Json> elements = new ArrayList<>();
    Location at = value.location();
    if (members.get(name) instanceof Json.Sequence before) {
      elements.addAll(before.elements());
      at = before.location();
    }
    elements.add(value);
    members.put(name, new Json.Sequence(at, elements));
  }

  private static void put(SequencedMap<String, Json> members, String name, Json value, Fields row) {
    if (members.putIfAbsent(name, value) != null) {
      throw new InvalidInputException(row.location("quote"), "the quote " + Excerpt.quoted(name) + " is given twice");
    }
  }

  private static Json value(Fields row) {
    FieldKind kind = TEXTS.contains(row.text("quote")) ? FieldKind.TEXT : FieldKind.NUMBER;
    return kind.json(row.location("value"), Fields.text("value", row.required("value")), CsvTable.SEPARATOR);
  }

  private Json json() {
    Location whole = Location.whole(source);
    market.put("curves", sequence(curves.values().stream().map(MarketTable::struct).toList()));
    market.put("assets", sequence(assets.values().stream().map(item -> {
      item.members.put("model", new Json.Struct(item.location, item.model));
      return struct(item);
    }).toList()));
    market.put("correlations", sequence(correlations));
    return new Json.Struct(whole, market);
  }

  private static Json struct(Item item) {
    return new Json.Struct(item.location, item.members);
  }

  private Json sequence(List<Json> elements) {
    return new Json.Sequence(elements.isEmpty() ? Location.whole(source) : elements.getFirst().location(), elements);
  }
}
