package io.pathwise.batch.command;

import io.pathwise.batch.input.FieldKind;
import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.Location;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
  ASSET(FieldKind.TEXT, "ID", "The asset (not for a basket or an autocallable)."), //
  ASSETS(FieldKind.TEXTS, "ID,ID", "Basket, autocallable: the assets."), //
  WEIGHTS(FieldKind.NUMBERS, "X,X", "Basket: units of each asset."), //
  AGGREGATE(FieldKind.TEXT, "NAME", "Basket: weighted-sum, best-of or worst-of."), //
  OPTION(FieldKind.TEXT, "NAME", "call or put (not for an autocallable)."), //
  STRIKE(FieldKind.NUMBER, "X", "The strike in currency (not for an autocallable)."), //
  EXPIRY(FieldKind.TEXT, "TIME", "Years, or an ISO date."), //
  QUANTITY(FieldKind.NUMBER, "X", "How many (default: 1)."), //
  PAYOUT(FieldKind.TEXT, "NAME", "Digital: cash or asset."), //
  AMOUNT(FieldKind.NUMBER, "X", "Digital: cash, or units of the asset (default: 1)."), //
  AVERAGE(FieldKind.TEXT, "NAME", "Asian: arithmetic or geometric."), //
  FIXINGS(FieldKind.COUNT_OR_TIMES, "N|TIMES", "Asian, basket: how many fixings, or their times."), //
  BARRIER(FieldKind.NUMBER, "X", "Barrier: the level in currency."), //
  KIND(FieldKind.TEXT, "NAME", "Barrier: up-and-out, up-and-in, down-and-out or down-and-in."), //
  MONITORING(FieldKind.COUNT_OR_TIMES, "N|TIMES", "Barrier: how many monitoring dates, or their times."), //
  REBATE(FieldKind.NUMBER, "X", "Barrier: paid when knocked out or never knocked in (default: 0)."), //
  INITIAL_FIXINGS(FieldKind.NUMBERS, "X,X", "Autocallable: the price of each asset that counts as 1."), //
  NOMINAL(FieldKind.NUMBER, "X", "Autocallable: the nominal in currency."), //
  COUPON(FieldKind.NUMBER, "X", "Autocallable: the coupon of one observation in currency."), //
  COUPON_BARRIER(FieldKind.NUMBER, "X", "Autocallable: the worst performance that earns the coupon."), //
  AUTOCALL_BARRIER(FieldKind.NUMBER, "X", "Autocallable: the worst performance that redeems early."), //
  FIRST_AUTOCALL(FieldKind.NUMBER, "N", "Autocallable: the first observation that may redeem (default: 1)."), //
  PROTECTION_BARRIER(FieldKind.NUMBER, "X", "Autocallable: the worst performance that returns the nominal."), //
  OBSERVATIONS(FieldKind.COUNT_OR_TIMES, "N|TIMES", "Autocallable: how many observations, or their times."), //
  DISCOUNTING(FieldKind.WORD, "BOOLEAN", "Autocallable: whether payments are discounted (default: true)."), //
  CURRENCY(FieldKind.TEXT, "ID", "What is paid in: the id of the assets' curve."), //
  START(FieldKind.TEXT, "DATE", "From when a number of dates counts (default: today)."), //
  HIT(FieldKind.TEXT, "DATE", "Barrier: when it was hit, if it was."), //
  CALLED(FieldKind.TEXT, "DATE", "Autocallable: when it was redeemed early, if it was."), //
  STEPS(FieldKind.NUMBER, "N", "Simulation steps between observation dates (default: 1).");

  /** What stands between the elements of a list. */
  private static final String SEPARATOR = ",";

  private final FieldKind kind;
  private final String label;
  private final String description;

  TradeField(FieldKind kind, String label, String description) {
    this.kind = kind;
    this.label = label;
    this.description = description;
  }

  /** Adds the options to a command. */
  static CommandLine addAll(CommandLine command) {
    for (TradeField field : values()) {
      command.getCommandSpec().addOption(OptionSpec.builder(field.option()).paramLabel(field.label)
          .description(field.description).type(String.class).build());
    }
    return command;
  }

  /** Whether any of the options is given. */
  static boolean isAnyGiven(ParseResult given) {
    return Arrays.stream(values()).anyMatch(field -> given.hasMatchedOption(field.option()));
  }

  /** The options, for messages. */
  static String list() {
    return Arrays.stream(values()).map(TradeField::option).collect(Collectors.joining(", "));
  }

  /** The trade that the given options describe. */
  static Json.Struct trade(String type, ParseResult given) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put("type", new Json.Text(Location.whole("TYPE"), type));
    for (TradeField field : values()) {
      if (given.hasMatchedOption(field.option())) {
        String text = given.matchedOptionValue(field.option(), "");
        members.put(field.field(), field.kind.json(Location.whole(field.option()), text, SEPARATOR));
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

  private String option() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
