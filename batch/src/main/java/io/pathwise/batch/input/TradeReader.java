package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.contract.Contract;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.contract.Remainder;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

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
  private final Fixings fixings;

  /** Reads trades on the assets of a market that have no past beyond their own past fixings. */
  public TradeReader(MarketData market) {
    this(market, Fixings.NONE);
  }

  /** Reads trades on the assets of a market, whose past is known from fixings. */
  public TradeReader(MarketData market, Fixings fixings) {
    this.market = market;
    this.fixings = fixings;
  }

  /**
   * The trade that an object describes, or what is left of it on the valuation date.
   *
   * @throws InvalidInputException
   *           when anything in it is wrong, also when the market lacks an asset or a fixing is missing
   */
  public Trade trade(Json json) {
    TradeType type = TradeType.of(json);
    Fields fields = Fields.of(json, "a trade", "", type.fields());
    String id = fields.text("id");
    double quantity = fields.number("quantity", Require::finite, DEFAULT_QUANTITY);
    Remainder left = remainder(type, fields);
    return Fields.located(json.location(), () -> new Trade(id, left.product(), quantity, left.remark()));
  }

  private Remainder remainder(TradeType type, Fields fields) {
    return switch (type) {
      case TradeType.Defined(ProductDefinition definition) -> {
        List<String> assets = definition.hasOneAsset() ? List.of(asset(fields)) : assets(fields);
        yield scripted(fields, assets, new DefinedScript(definition, fields, assets));
      }
      case TradeType.Written _ -> scripted(fields, assets(fields), ScriptReader.written(fields));
      case TradeType.BuiltIn(ProductType builtIn) -> builtIn(builtIn, fields);
    };
  }

  private Remainder scripted(Fields fields, List<String> assets, ScriptReader.Source script) {
    Remainder left = new ScriptReader(fields, market, script, assets).remainder(
        fields.count("steps", MAXIMUM_SIMULATION_STEPS, DEFAULT_STEPS), fixings,
        product -> discounted(inCurrency(product, fields), fields));
    requireFewEnoughSteps(left.product(), fields.location("steps"));
    return left;
  }

  private Remainder builtIn(ProductType type, Fields fields) {
    TradeTimes times = TradeTimes.of(fields, type, market.valuationDate(), MAXIMUM_SIMULATION_STEPS);
    Product terms = discounted(inCurrency(product(type, fields, times), fields), fields);
    requireFewEnoughSteps(terms, fields.location("steps"));
    return times.hasPast() ? left(terms, type, times, fields) : new Remainder(terms, "");
  }

  private Remainder left(Product terms, ProductType type, TradeTimes times, Fields fields) {
    Optional<LocalDate> event = type.event().flatMap(fields::optionalDate);
    Contract contract = Fields.located(fields.location(type.event().orElse("")),
        () -> new Contract(terms, times.origin(), event));
    Fixings known = PastFixings.read(fields, terms.domestic().assets()).orElse(fixings);
    return Fields.located(fields.location(), () -> contract.on(market.valuationDate(), known));
  }

  /** The product as it pays in the currency that the trade names. */
  private Product inCurrency(Product product, Fields fields) {
    if (!fields.has("conversion")) {
      String quoted = Fields.located(fields.location(), () -> product.curve(market).id());
      if (fields.has("currency") && !fields.text("currency").equals(quoted)) {
        throw new InvalidInputException(fields.location("currency"),
            "currency is '" + fields.text("currency") + "', but " + product.assets().getFirst() + " is quoted in "
                + quoted + "; to pay in another currency give a conversion, allowed: quanto, composite");
      }
      return product;
    }
    CrossCurrency.Conversion conversion = fields.oneOf("conversion", CrossCurrency.Conversion::of);
    String currency = fields.oneOf("currency", name -> market.curve(name).id());
    return Fields.located(fields.location("currency"),
        () -> CrossCurrency.of(product, conversion, currency, market));
  }

  /** The product with the collateral that the trade names. */
  private Product discounted(Product product, Fields fields) {
    return fields.has("discountCurve")
        ? fields.oneOf("discountCurve", curve -> Collateralised.of(product, curve, market))
        : product;
  }

  private Product product(ProductType type, Fields fields, TradeTimes times) {
    double expiry = times.expiry();
    int steps = fields.count("steps", MAXIMUM_SIMULATION_STEPS, DEFAULT_STEPS);
    return Fields.located(fields.location(), () -> switch (type) {
      case EUROPEAN -> new European(asset(fields), option(fields), strike(fields), expiry, steps);
      case DIGITAL -> new Digital(asset(fields), option(fields), strike(fields), expiry,
          fields.oneOf("payout", Digital.Payout::of), fields.number("amount", Require::finite, DEFAULT_AMOUNT), steps);
      case ASIAN -> new Asian(asset(fields), option(fields), fields.oneOf("average", Asian.Average::of), strike(fields),
          expiry, times.dates("fixings"), steps);
      case BARRIER -> new Barrier(asset(fields), option(fields), strike(fields), expiry,
          fields.number("barrier", Require::positive), fields.oneOf("kind", Barrier.Kind::of),
          times.dates("monitoring"), fields.number("rebate", Require::nonNegative, DEFAULT_REBATE), steps);
      case BASKET -> new Basket(assets(fields), fields.numbers("weights", Require::finite),
          fields.oneOf("aggregate", Basket.Aggregate::of), option(fields), strike(fields), expiry,
          fields.has("fixings") ? times.dates("fixings") : List.of(), steps);
      case AUTOCALLABLE -> new Autocallable(assets(fields), fields.numbers("initialFixings", Require::positive),
          fields.number("nominal", Require::positive), fields.number("coupon", Require::nonNegative),
          fields.number("couponBarrier", Require::positive), fields.number("autocallBarrier", Require::positive),
          fields.count("firstAutocall", MAXIMUM_SIMULATION_STEPS, DEFAULT_FIRST_AUTOCALL),
          fields.number("protectionBarrier", Require::positive), expiry, times.dates("observations"),
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
    if (!fields.has("conversion")) {
      Fields.located(fields.location("assets"), () -> market.commonCurve(assets));
    }
    return assets;
  }
}
