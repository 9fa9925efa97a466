package io.pathwise.batch.command;

import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.Location;
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
  ASSET(Kind.TEXT, "ID", "The asset (not for a basket or an autocallable)."), //
  ASSETS(Kind.TEXTS, "ID,ID", "Basket, autocallable: the assets."), //
  WEIGHTS(Kind.NUMBERS, "X,X", "Basket: units of each asset."), //
  AGGREGATE(Kind.TEXT, "NAME", "Basket: weighted-sum, best-of or worst-of."), //
  OPTION(Kind.TEXT, "NAME", "call or put (not for an autocallable)."), //
  STRIKE(Kind.NUMBER, "X", "The strike in currency (not for an autocallable)."), //
  EXPIRY(Kind.TEXT, "TIME", "Years, or an ISO date."), //
  QUANTITY(Kind.NUMBER, "X", "How many (default: 1)."), //
  PAYOUT(Kind.TEXT, "NAME", "Digital: cash or asset."), //
  AMOUNT(Kind.NUMBER, "X", "Digital: cash, or units of the asset (default: 1)."), //
  AVERAGE(Kind.TEXT, "NAME", "Asian: arithmetic or geometric."), //
  FIXINGS(Kind.COUNT_OR_TIMES, "N|TIMES", "Asian, basket: how many fixings, or their times."), //
  BARRIER(Kind.NUMBER, "X", "Barrier: the level in currency."), //
  KIND(Kind.TEXT, "NAME", "Barrier: up-and-out, up-and-in, down-and-out or down-and-in."), //
  MONITORING(Kind.COUNT_OR_TIMES, "N|TIMES", "Barrier: how many monitoring dates, or their times."), //
  REBATE(Kind.NUMBER, "X", "Barrier: paid when knocked out or never knocked in (default: 0)."), //
  INITIAL_FIXINGS(Kind.NUMBERS, "X,X", "Autocallable: the price of each asset that counts as 1."), //
  NOMINAL(Kind.NUMBER, "X", "Autocallable: the nominal in currency."), //
  COUPON(Kind.NUMBER, "X", "Autocallable: the coupon of one observation in currency."), //
  COUPON_BARRIER(Kind.NUMBER, "X", "Autocallable: the worst performance that earns the coupon."), //
  AUTOCALL_BARRIER(Kind.NUMBER, "X", "Autocallable: the worst performance that redeems early."), //
  FIRST_AUTOCALL(Kind.NUMBER, "N", "Autocallable: the first observation that may redeem (default: 1)."), //
  PROTECTION_BARRIER(Kind.NUMBER, "X", "Autocallable: the worst performance that returns the nominal."), //
  OBSERVATIONS(Kind.COUNT_OR_TIMES, "N|TIMES", "Autocallable: how many observations, or their times."), //
  DISCOUNTING(Kind.WORD, "BOOLEAN", "Autocallable: whether payments are discounted (default: true)."), //
  STEPS(Kind.NUMBER, "N", "Simulation steps between observation dates (default: 1).");

  /** How the text of an option becomes JSON. */
  private enum Kind {
    TEXT, TEXTS, NUMBER, NUMBERS, COUNT_OR_TIMES, WORD
  }

  private final Kind kind;
  private final String label;
  private final String description;

  TradeField(Kind kind, String label, String description) {
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
        members.put(field.field(), json(field.kind, Location.whole(field.option()), text));
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

  private static Json json(Kind kind, Location at, String text) {
    return switch (kind) {
      case TEXT -> new Json.Text(at, text);
      case WORD -> new Json.Word(at, text);
      case NUMBER -> number(at, text);
      case TEXTS -> sequence(Kind.TEXT, at, text);
      case NUMBERS -> sequence(Kind.NUMBER, at, text);
      case COUNT_OR_TIMES -> isWhole(text) ? number(at, text) : sequence(Kind.TEXT, at, text);
    };
  }

  private static Json sequence(Kind kind, Location at, String text) {
    List<Json> elements = Arrays.stream(text.split(",", -1)).map(part -> json(kind, at, part.strip())).toList();
    return new Json.Sequence(at, elements);
  }

  /** A number, or the text when it is none: the reader of the field then says what is wrong. */
  private static Json number(Location at, String text) {
    try {
      Double.parseDouble(text);
      return new Json.Numeral(at, text);
    } catch (NumberFormatException notANumber) {
      return new Json.Text(at, text);
    }
  }

  private static boolean isWhole(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }
}
