package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Schedule;
import io.pathwise.pricing.product.Trade;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads trades from JSON objects; docs/formats.md describes them. Start at {@link #trade}. */
public final class TradeReader {
  private static final double DEFAULT_QUANTITY = 1;
  private static final double DEFAULT_AMOUNT = 1;
  private static final double DEFAULT_REBATE = 0;
  private static final int DEFAULT_STEPS = 1;
  private static final int DEFAULT_FIRST_AUTOCALL = 1;

  /** A guard against slips of the pen, which would else take all memory. */
  private static final int MAXIMUM_SIMULATION_STEPS = 1_000_000;

  private final MarketData market;

  /** Reads trades on the assets of a market. */
  public TradeReader(MarketData market) {
    this.market = market;
  }

  /**
   * The trade that an object describes.
   *
   * @throws InvalidInputException
   *           when anything in it is wrong, also when the market lacks an asset
   */
  public Trade trade(Json json) {
    ProductType type = type(json);
    Fields fields = Fields.of(json, "a trade", "", type.fields());
    String id = fields.text("id");
    double quantity = fields.number("quantity", Require::finite, DEFAULT_QUANTITY);
    Product product = product(type, fields);
    requireFewEnoughSteps(product, fields.location("steps"));
    return Fields.located(json.location(), () -> Trade.of(id, product, quantity));
  }

  /** The type decides which fields are allowed, so it is looked up before all others. */
  private static ProductType type(Json json) {
    List<String> anyField = Arrays.stream(ProductType.values()).flatMap(type -> type.fields().stream()).distinct()
        .toList();
    if (json instanceof Json.Struct struct && !struct.members().containsKey("type")) {
      Fields.of(json, "a trade", "", anyField);
      throw new InvalidInputException(json.location(), "type is missing, allowed: "
          + Arrays.stream(ProductType.values()).map(ProductType::label).collect(Collectors.joining(", ")));
    }
    List<String> present = json instanceof Json.Struct struct ? List.copyOf(struct.members().keySet()) : List.of();
    return Fields.of(json, "a trade", "", present).oneOf("type", ProductType::of);
  }

  private Product product(ProductType type, Fields fields) {
    double expiry = time("expiry", fields.required("expiry"));
    int steps = fields.count("steps", MAXIMUM_SIMULATION_STEPS, DEFAULT_STEPS);
    return Fields.located(fields.location(), () -> switch (type) {
      case EUROPEAN -> new European(asset(fields), option(fields), strike(fields), expiry, steps);
      case DIGITAL -> new Digital(asset(fields), option(fields), strike(fields), expiry,
          fields.oneOf("payout", Digital.Payout::of), fields.number("amount", Require::finite, DEFAULT_AMOUNT), steps);
      case ASIAN -> new Asian(asset(fields), option(fields), fields.oneOf("average", Asian.Average::of), strike(fields),
          expiry, dates("fixings", fields, expiry), steps);
      case BARRIER -> new Barrier(asset(fields), option(fields), strike(fields), expiry,
          fields.number("barrier", Require::positive), fields.oneOf("kind", Barrier.Kind::of),
          dates("monitoring", fields, expiry), fields.number("rebate", Require::nonNegative, DEFAULT_REBATE), steps);
      case BASKET -> new Basket(assets(fields), fields.numbers("weights", Require::finite),
          fields.oneOf("aggregate", Basket.Aggregate::of), option(fields), strike(fields), expiry,
          fields.has("fixings") ? dates("fixings", fields, expiry) : List.of(), steps);
      case AUTOCALLABLE -> new Autocallable(assets(fields), fields.numbers("initialFixings", Require::positive),
          fields.number("nominal", Require::positive), fields.number("coupon", Require::nonNegative),
          fields.number("couponBarrier", Require::positive), fields.number("autocallBarrier", Require::positive),
          fields.count("firstAutocall", MAXIMUM_SIMULATION_STEPS, DEFAULT_FIRST_AUTOCALL),
          fields.number("protectionBarrier", Require::positive), expiry, dates("observations", fields, expiry),
          fields.flag("discounting", true), steps);
    });
  }

  private static OptionType option(Fields fields) {
    return fields.oneOf("option", OptionType::of);
  }

  private static double strike(Fields fields) {
    return fields.number("strike", Require::nonNegative);
  }

  private static void requireFewEnoughSteps(Product product, Location at) {
    long steps = (long) product.observationTimes().size() * product.steps();
    if (steps > MAXIMUM_SIMULATION_STEPS) {
      throw new InvalidInputException(at, product.observationTimes().size() + " observation dates times "
          + product.steps() + " steps are " + steps + " simulation steps, at most " + MAXIMUM_SIMULATION_STEPS
          + " are allowed");
    }
  }

  private String asset(Fields fields) {
    return fields.oneOf("asset", id -> market.asset(id).id());
  }

  private List<String> assets(Fields fields) {
    List<String> assets = fields.elements("assets", (what, json) -> {
      String id = Fields.text(what, json);
      return Fields.located(json.location(), () -> market.asset(id).id());
    });
    Fields.located(fields.location("assets"), () -> market.commonCurve(assets));
    return assets;
  }

  /** Dates given as how many there are, equally spaced, or one by one. */
  private List<Double> dates(String name, Fields fields, double expiry) {
    Json json = fields.required(name);
    if (json instanceof Json.Sequence) {
      return fields.elements(name, this::time);
    }
    if (!(json instanceof Json.Numeral)) {
      throw Fields.wrong(name, json, "a number of dates, or an array of dates and years");
    }
    int count = Fields.count(name, json, MAXIMUM_SIMULATION_STEPS);
    return Fields.located(json.location(), () -> Schedule.equallySpaced(expiry, count));
  }

  /** A time given as an ISO date or a number of years. */
  private double time(String what, Json json) {
    String text = switch (json) {
      case Json.Numeral number -> number.text();
      case Json.Text date -> date.text();
      case Json.Struct other -> throw wrongTime(what, other);
      case Json.Sequence other -> throw wrongTime(what, other);
      case Json.Word other -> throw wrongTime(what, other);
    };
    return Fields.located(json.location(), () -> {
      try {
        return TradeTime.parse(market.valuationDate(), text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
      }
    });
  }

  private static InvalidInputException wrongTime(String what, Json json) {
    return Fields.wrong(what, json, "an ISO date such as 2027-11-20 or a number of years");
  }
}
