package io.pathwise.batch.command;

import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.TradeColumns;
import io.pathwise.pricing.definition.DefinedField;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The fields of a trade as options of the same names. What they say is not interpreted here but becomes a JSON value,
 * which is read and checked as a portfolio's line is. Start at {@link #trade}.
 */
enum TradeField {
  ASSET("ID", "The asset (not for a basket or an autocallable)."), //
  ASSETS("ID,ID", "Basket, autocallable, script: the assets."), //
  WEIGHTS("X,X", "Basket: units of each asset."), //
  AGGREGATE("NAME", "Basket: weighted-sum, best-of or worst-of."), //
  OPTION("NAME", "call or put (not for notes)."), //
  STRIKE("X", "The strike in currency (not for an autocallable)."), //
  EXPIRY("TIME", "Years, or an ISO date."), //
  QUANTITY("X", "How many (default: 1)."), //
  PAYOUT("NAME", "Digital: cash or asset."), //
  AMOUNT("X", "Digital: cash, or units of the asset (default: 1)."), //
  AVERAGE("NAME", "Asian: arithmetic or geometric."), //
  FIXINGS("N|TIMES", "Asian, basket: how many fixings, or their times."), //
  BARRIER("X", "Barrier: the level in currency."), //
  KIND("NAME", "Barrier: up-and-out, up-and-in, down-and-out or down-and-in."), //
  MONITORING("N|TIMES", "Barrier: how many monitoring dates, or their times."), //
  REBATE("X", "Barrier: paid when knocked out or never knocked in (default: 0)."), //
  INITIAL_FIXINGS("X,X", "Autocallable: the price of each asset that counts as 1."), //
  NOMINAL("X", "Autocallable: the nominal in currency."), //
  COUPON("X", "Autocallable: the coupon of one observation in currency."), //
  COUPON_BARRIER("X", "Autocallable: the worst performance that earns the coupon."), //
  AUTOCALL_BARRIER("X", "Autocallable: the worst performance that redeems early."), //
  FIRST_AUTOCALL("N", "Autocallable: the first observation that may redeem (default: 1)."), //
  PROTECTION_BARRIER("X", "Autocallable: the worst performance that returns the nominal."), //
  OBSERVATIONS("N|TIMES", "Autocallable: how many observations, or their times."), //
  DISCOUNTING("BOOLEAN", "Autocallable: whether payments are discounted (default: true)."), //
  SCRIPT("TEXT", "Script: what is paid (docs/payoffs.md)."), //
  CURRENCY("ID", "What is paid in: the id of the assets' curve."), //
  DISCOUNT_CURVE("ID", "The curve of its collateral (default: that of the currency)."), //
  START("DATE", "From when a number of dates counts (default: today)."), //
  CALENDAR("NAME", "The calendar of its business days, USNY or GBLO+EUTA for example."), //
  BUSINESS_DAY_CONVENTION("NAME",
      "following (default), modified-following, preceding, modified-preceding or nearest."), //
  PAYMENT_LAG("N", "Script, defined products: how many (business) days later it pays (default: 0)."), //
  HIT("DATE", "Barrier: when it was hit, if it was."), //
  CALLED("DATE", "Autocallable: when it was redeemed early, if it was."), //
  STEPS("N", "Simulation steps between observation dates (default: 1).");

  /** What stands between the elements of a list. */
  private static final String SEPARATOR = ",";

  private final String label;
  private final String description;

  TradeField(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /**
   * An option of a trade.
   *
   * @param field
   *          its name in files, {@code initialFixings} for example
   * @param label
   *          of its value
   */
  private record Named(String field, String label, String description) {

    String option() {
      return "--" + field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
  }

  /** Those of built-in products, then what products with definitions have beside them. */
  private static List<Named> all() {
    List<Named> all = new ArrayList<>(
        Arrays.stream(values()).map(field -> new Named(field.field(), field.label, field.description)).toList());
    SequencedMap<String, Named> defined = new LinkedHashMap<>();
    for (ProductDefinition definition : ProductDefinitions.all()) {
      for (DefinedField field : definition.fields()) {
        if (all.stream().noneMatch(named -> named.field().equals(field.name()))) {
          defined.merge(field.name(), named(definition, field), TradeField::both);
        }
      }
    }
    all.addAll(defined.values());
    return all;
  }

  private static Named named(ProductDefinition definition, DefinedField field) {
    String label = switch (field.kind()) {
      case NUMBER -> "X";
      case NUMBER_PER_ASSET -> "X,X";
      case NUMBER_PER_TIME -> "X|X,X";
      case SCHEDULE -> "N|TIMES";
      case TIME -> "TIME";
      case CHOICE -> "NAME";
    };
    String allowed = field.kind() == DefinedField.Kind.CHOICE ? " (" + field.allowed() + ")" : "";
    return new Named(field.name(), label, definition.name() + ": " + field.description() + allowed);
  }

  /** Products that share a field. */
  private static Named both(Named one, Named other) {
    return new Named(one.field(), one.label(), one.description() + " " + other.description());
  }

  /** Adds the options to a command. */
  static CommandLine addAll(CommandLine command) {
    for (Named field : all()) {
      command.getCommandSpec().addOption(OptionSpec.builder(field.option()).paramLabel(field.label())
          .description(field.description().replace("%", "%%")).type(String.class).build());
    }
    return command;
  }

  /** Whether any of the options is given. */
  static boolean isAnyGiven(ParseResult given) {
    return all().stream().anyMatch(field -> given.hasMatchedOption(field.option()));
  }

  /** The options, for messages. */
  static String list() {
    return all().stream().map(Named::option).collect(Collectors.joining(", "));
  }

  /** The trade that the given options describe. */
  static Json.Struct trade(String type, ParseResult given) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put("type", new Json.Text(Location.whole("TYPE"), type));
    for (Named field : all()) {
      if (given.hasMatchedOption(field.option())) {
        String text = given.matchedOptionValue(field.option(), "");
        members.put(field.field(),
            TradeColumns.kind(field.field()).json(Location.whole(field.option()), text, SEPARATOR));
      }
    }
    return new Json.Struct(Location.whole(type), members);
  }

  /** The name in files, {@code initialFixings} for example. */
  private String field() {
    String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
    return words[0]
        + Arrays.stream(words).skip(1).map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }
}
