package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.contract.Fixings;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fixings that stand in a trade itself. Start at {@link #read}. */
final class PastFixings {
  private static final String NAME = "pastFixings";

  private PastFixings() {}

  /** The field {@code pastFixings}; nothing if it is missing. */
  static Fixings read(Fields trade, List<String> assets) {
    Map<String, Map<LocalDate, Double>> prices = new HashMap<>();
    trade.optionalElements(NAME, (what, json) -> {
      Fields fields = Fields.of(json, what, what + ".", List.of("asset", "date", "price"));
      String asset = assets.size() == 1 && !fields.has("asset")
          ? assets.getFirst()
          : fields.oneOf("asset", id -> oneOf(assets, id));
      LocalDate date = fields.date("date");
      double price = fields.number("price", Require::positive);
      if (prices.computeIfAbsent(asset, id -> new HashMap<>()).put(date, price) != null) {
        throw new InvalidInputException(json.location(), what + " is a second fixing of " + asset + " on " + date);
      }
      return date;
    });
    return Fixings.of(prices);
  }

  private static String oneOf(List<String> assets, String id) {
    return Require.oneOf("asset", id, assets.toArray(String[]::new), String::toString);
  }
}
