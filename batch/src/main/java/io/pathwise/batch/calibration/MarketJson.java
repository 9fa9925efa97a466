package io.pathwise.batch.calibration;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.QuotesReader;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ModelFieldValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a market file with other models of some assets: everything else is written as it was read, numbers digit
 * by digit. Start at {@link #withFits}.
 */
final class MarketJson {
  private static final String ASSETS = "assets";
  private static final String MODEL = "model";
  private static final String QUOTES = "quotes";
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private MarketJson() {}

  /**
   * The text.
   *
   * @param market
   *          what was read
   * @param fits
   *          the models, with the quotes that their assets get as risk factors
   */
  static String withFits(Json.Struct market, List<AssetFit> fits) {
    Map<String, AssetFit> byAsset = fits.stream().collect(Collectors.toMap(AssetFit::asset, fit -> fit));
    return withAssets(market, (id, asset, before) -> {
      AssetFit fit = byAsset.get(id);
      return fit == null ? asset : withFit(asset, before, fit);
    });
  }

  /**
   * The text with other models of some assets, which come with no quotes.
   *
   * @param models
   *          by the ids of the assets
   */
  static String withModels(Json.Struct market, Map<String, AssetModel> models) {
    return withAssets(market, (id, asset, before) -> {
      AssetModel model = models.get(id);
      if (model == null) {
        return asset;
      }
      SequencedMap<String, Json> members = new LinkedHashMap<>(asset.members());
      members.put(MODEL, model(model, before));
      members.remove(QUOTES);
      return new Json.Struct(asset.location(), members);
    });
  }

  /** Writes an asset anew. */
  private interface Change {
    Json of(String id, Json.Struct asset, Json.Struct model);
  }

  private static String withAssets(Json.Struct market, Change change) {
    SequencedMap<String, Json> members = new LinkedHashMap<>(market.members());
    if (members.get(ASSETS) instanceof Json.Sequence assets) {
      members.put(ASSETS, new Json.Sequence(assets.location(),
          assets.elements().stream().map(asset -> changed(asset, change)).toList()));
    }
    StringBuilder text = new StringBuilder();
    write(text, new Json.Struct(market.location(), members), 0);
    return text.append('\n').toString();
  }

  private static Json changed(Json json, Change change) {
    return json instanceof Json.Struct asset && asset.members().get("id") instanceof Json.Text id
        && asset.members().get(MODEL) instanceof Json.Struct model ? change.of(id.text(), asset, model) : json;
  }

  private static Json withFit(Json.Struct asset, Json.Struct before, AssetFit fit) {
    SequencedMap<String, Json> members = new LinkedHashMap<>(asset.members());
    members.put(MODEL, model(fit.fit().model(), before));
    members.remove(QUOTES);
    if (fit.noVega().isEmpty()) {
      members.put(QUOTES, new Json.Sequence(before.location(),
          fit.quotes().stream().map(quote -> quote(quote, before.location())).toList()));
    }
    return new Json.Struct(asset.location(), members);
  }

  /** As it stands in the file of quotes. */
  private static Json quote(QuotesReader.Quote quote, Location at) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put("expiry", DATE.matcher(quote.expiry()).matches()
        ? new Json.Text(at, quote.expiry())
        : new Json.Numeral(at, quote.expiry()));
    JsonValues values = new JsonValues(at, members);
    values.number("strike", quote.quote().strike());
    values.number("vol", quote.quote().vol());
    if (quote.quote().weight() != 1) {
      values.number("weight", quote.quote().weight());
    }
    return new Json.Struct(at, members);
  }

  /** The law, and what else the model before had that this one has, too: how it is simulated. */
  private static Json.Struct model(AssetModel model, Json.Struct before) {
    Location at = before.location();
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put("type", new Json.Text(at, model.format().label()));
    model.write(new JsonValues(at, members));
    before.members().forEach((name, value) -> {
      // All fields of Black–Scholes are its law, in one of two forms.
      if (model.blackVols().isEmpty() && model.format().fields().contains(name)) {
        members.putIfAbsent(name, value);
      }
    });
    return new Json.Struct(at, members);
  }

  /** The values of fields as members of an object. */
  private record JsonValues(Location at, SequencedMap<String, Json> members) implements ModelFieldValues {

    @Override
    public void number(String name, double value) {
      members.put(name, numeral(value));
    }

    @Override
    public void numbers(String name, List<Double> values) {
      members.put(name, new Json.Sequence(at, values.stream().map(this::numeral).toList()));
    }

    private Json numeral(double value) {
      return new Json.Numeral(at, Double.toString(value));
    }
  }

  private static void write(StringBuilder text, Json json, int depth) {
    switch (json) {
      case Json.Text string ->
        text.append('"').append(JsonStringEncoder.getInstance().quoteAsString(string.text())).append('"');
      case Json.Numeral number -> text.append(
          NUMBER.matcher(number.text()).matches() ? number.text() : new BigDecimal(number.text()).toString());
      case Json.Word word -> text.append(word.text());
      case Json.Struct struct -> {
        List<String> members = new ArrayList<>();
        struct.members().forEach((name, value) -> {
          StringBuilder member = new StringBuilder();
          write(member, new Json.Text(value.location(), name), depth);
          write(member.append(": "), value, depth + 1);
          members.add(member.toString());
        });
        text.append(joined(members, '{', '}', depth, struct.members().values().stream().allMatch(MarketJson::isShort)));
      }
      case Json.Sequence sequence -> {
        List<String> elements = sequence.elements().stream().map(element -> {
          StringBuilder written = new StringBuilder();
          write(written, element, depth + 1);
          return written.toString();
        }).toList();
        text.append(joined(elements, '[', ']', depth, sequence.elements().stream().allMatch(MarketJson::isShort)));
      }
    }
  }

  /** Whether a value goes on the line of what holds it. */
  private static boolean isShort(Json json) {
    return switch (json) {
      case Json.Struct _ -> false;
      case Json.Sequence sequence -> sequence.elements().stream().allMatch(MarketJson::isShort);
      case Json.Text _,Json.Numeral _,Json.Word _ -> true;
    };
  }

  private static String joined(List<String> parts, char open, char close, int depth, boolean onOneLine) {
    if (onOneLine) {
      return parts.stream().collect(Collectors.joining(", ", String.valueOf(open), String.valueOf(close)));
    }
    String indent = "\n" + "  ".repeat(depth + 1);
    return parts.stream().collect(Collectors.joining("," + indent, open + indent, "\n" + "  ".repeat(depth) + close));
  }
}
