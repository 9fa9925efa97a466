package io.pathwise.batch.input;

import io.pathwise.pricing.definition.DefinedField;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The script of a trade whose type a definition describes: fields become the script's first lines, one each, and what
 * is wrong in one of these lines is wrong in its field. Start at {@link #text}.
 */
final class DefinedScript implements ScriptReader.Source {

  private static final String EXPIRY = "expiry";

  /** A schedule in words, as scripts have it. */
  private static final Pattern PERIOD = Pattern.compile("every \\d{1,5} (?:day|week|month|year)s?");

  private final ProductDefinition definition;
  private final Fields fields;
  private final List<String> assets;

  DefinedScript(ProductDefinition definition, Fields fields, List<String> assets) {
    this.definition = definition;
    this.fields = fields;
    this.assets = assets;
  }

  @Override
  public String text() {
    Map<String, String> values = new LinkedHashMap<>();
    for (DefinedField field : definition.fields()) {
      if (fields.has(field.name())) {
        values.put(field.name(), value(field, fields.required(field.name())));
      }
    }
    return Fields.located(fields.location(), () -> definition.script(values));
  }

  @Override
  public InvalidInputException wrong(ScriptException inScript) {
    int line = inScript.line();
    if (line <= definition.fields().size()) {
      return wrong(definition.fields().get(line - 1), inScript);
    }
    return definition.fields().stream().filter(field -> isAbout(field, inScript)).findFirst()
        .map(field -> new InvalidInputException(fields.location(field.name()), inScript.problem()))
        .orElseGet(() -> new InvalidInputException(fields.location(), definition.name() + ": " + inScript.problem()));
  }

  /** Whether it is the number of a field's numbers that is wrong, which shows where the script uses them. */
  private static boolean isAbout(DefinedField field, ScriptException inScript) {
    return inScript.problem().startsWith("'" + field.name() + "' has ");
  }

  private InvalidInputException wrong(DefinedField field, ScriptException inScript) {
    return new InvalidInputException(fields.location(field.name()), field.name() + ": " + inScript.problem());
  }

  @Override
  public Location times() {
    return fields.location();
  }

  private String value(DefinedField field, Json json) {
    String name = fields.name(field.name());
    return switch (field.kind()) {
      case NUMBER -> number(field, name, json);
      case NUMBER_PER_ASSET -> {
        List<String> numbers = numbers(field);
        if (numbers.size() != assets.size()) {
          throw new InvalidInputException(json.location(), "%s has %s numbers, must have one for each of the %s assets"
              .formatted(name, numbers.size(), assets.size()));
        }
        yield list(numbers);
      }
      case NUMBER_PER_TIME -> json instanceof Json.Sequence ? list(numbers(field)) : number(field, name, json);
      case TIME -> time(name, json);
      case SCHEDULE -> schedule(name, json);
      case CHOICE -> {
        String word = Fields.text(name, json);
        if (!field.words().contains(word)) {
          throw Fields.wrong(name, json, "one of: " + String.join(", ", field.words()));
        }
        yield word;
      }
    };
  }

  private List<String> numbers(DefinedField field) {
    return fields.elements(field.name(), (what, element) -> number(field, what, element));
  }

  private static String number(DefinedField field, String what, Json json) {
    return String.valueOf(Fields.number(what, json, field.bound()::check));
  }

  private static String list(List<String> elements) {
    return elements.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private String schedule(String name, Json json) {
    return switch (json) {
      case Json.Sequence times -> list(upToExpiry(name, times, fields.elements(name, this::time)));
      case Json.Numeral _ -> Fields.count(name, json, Script.MOST_TIMES) + " times until " + expiry(name);
      case Json.Text text when PERIOD.matcher(text.text()).matches() ->
        text.text() + " until " + expiryDate(name, text);
      case Json.Text _,Json.Word _,Json.Struct _ -> throw wrongSchedule(name, json);
    };
  }

  /** Nothing happens after the expiry; years and dates are not compared. */
  private List<String> upToExpiry(String name, Json.Sequence written, List<String> times) {
    if (definition.fields().stream().anyMatch(field -> field.name().equals(EXPIRY))) {
      String expiry = expiry(name);
      times.stream().filter(time -> isAfter(time, expiry)).findFirst().ifPresent(late -> {
        throw new InvalidInputException(written.location(),
            "%s contains %s, must be times up to the expiry %s".formatted(name, late, expiry));
      });
    }
    return times;
  }

  private static boolean isAfter(String time, String other) {
    if (Numbers.isNumber(time) && Numbers.isNumber(other)) {
      return Double.parseDouble(time) > Double.parseDouble(other);
    }
    return !Numbers.isNumber(time) && !Numbers.isNumber(other) && LocalDate.parse(time).isAfter(LocalDate.parse(other));
  }

  private static InvalidInputException wrongSchedule(String name, Json json) {
    return Fields.wrong(name, json,
        "a number of dates, a period such as \"every 3 months\", or an array of dates and years");
  }

  /** The end of a count or a period: the expiry, which may be defined after the schedule. */
  private String expiry(String name) {
    if (definition.fields().stream().noneMatch(field -> field.name().equals(EXPIRY))) {
      throw Fields.wrong(name, fields.required(name), "an array of dates and years, for there is no expiry");
    }
    return time(EXPIRY, fields.required(EXPIRY));
  }

  /** The end of a period, which is counted in days, weeks, months or years of the calendar. */
  private String expiryDate(String name, Json.Text period) {
    String expiry = expiry(name);
    if (Numbers.isNumber(expiry)) {
      throw new InvalidInputException(period.location(),
          "%s is '%s', which needs an expiry that is a date, not %s".formatted(name, period.text(), expiry));
    }
    return expiry;
  }

  private String time(String what, Json json) {
    if (fields.has(BusinessDays.CALENDAR)) {
      return Dates.of(what, json).orElseThrow(() -> Fields.wrong(what, json,
          "an ISO date such as 2027-11-20, because the trade has a calendar")).toString();
    }
    return asWritten(what, json);
  }

  private static String asWritten(String what, Json json) {
    return switch (json) {
      case Json.Numeral number -> String.valueOf(Numbers.value(what, number));
      case Json.Text text when Numbers.isNumber(text.text()) ->
        String.valueOf(Numbers.value(what, new Json.Numeral(text.location(), text.text())));
      case Json.Text text -> Dates.of(what, text).orElseThrow(() -> wrongTime(what, text)).toString();
      case Json.Sequence _,Json.Word _,Json.Struct _ -> throw wrongTime(what, json);
    };
  }

  private static InvalidInputException wrongTime(String what, Json json) {
    return Fields.wrong(what, json, "an ISO date such as 2027-11-20 or a number of years");
  }
}
