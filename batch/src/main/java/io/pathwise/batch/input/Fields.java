package io.pathwise.batch.input;

import io.pathwise.batch.log.Excerpt;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.Spelling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads the fields of one JSON object. The allowed fields are named first, so that a misspelt one is reported as what
 * it is and not as a missing one. Every failure is an {@link InvalidInputException} that gives place, field and what is
 * allowed. Start at {@link #of}.
 */
final class Fields {
  /** Of a name or another short text; longer ones are slips. */
  private static final int MOST_CHARACTERS = 256;

  private final Json.Struct object;
  private final String path;

  private Fields(Json.Struct object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * The fields of a value that must be an object.
   *
   * @param what
   *          how messages call the value
   * @param path
   *          what messages put before a field's name, {@code assets[1].} for example
   * @param allowed
   *          the names a field may have
   */
  static Fields of(Json json, String what, String path, List<String> allowed) {
    if (!(json instanceof Json.Struct object)) {
      throw new InvalidInputException(json.location(), what + " is " + json.shown() + ", must be an object");
    }
    object.members().forEach((name, value) -> {
      if (!allowed.contains(name)) {
        throw new InvalidInputException(value.location(), "unknown field " + Excerpt.quoted(path + name)
            + Spelling.nearest(name, allowed).map(near -> " (did you mean '" + near + "'?)").orElse("") + ", allowed: "
            + String.join(", ", allowed));
      }
    });
    return new Fields(object, path);
  }

  Location location() {
    return object.location();
  }

  boolean has(String name) {
    return object.members().containsKey(name);
  }

  /** Where a field's value stands; the object's place when it is missing. */
  Location location(String name) {
    Json value = object.members().get(name);
    return value == null ? object.location() : value.location();
  }

  /**
   * Whether an object that can be written in two ways is written in the first: with one field instead of some others.
   */
  boolean isFirstOf(String first, List<String> others) {
    for (String other : others) {
      if (has(first) && has(other)) {
        throw new InvalidInputException(location(other),
            name(other) + " cannot stand beside " + first + ": give either " + first + " or "
                + String.join(" and ", others));
      }
    }
    if (!has(first) && others.stream().noneMatch(this::has)) {
      throw new InvalidInputException(location(), name(first) + " is missing, or " + String.join(" and ", others));
    }
    return has(first);
  }

  /** The one field of several that an object has: it must have exactly one of them. */
  String onlyOneOf(List<String> names) {
    List<String> given = names.stream().filter(this::has).toList();
    if (given.isEmpty()) {
      throw new InvalidInputException(location(), String.join(", ", names) + " are missing, give one of them");
    }
    if (given.size() > 1) {
      throw new InvalidInputException(location(given.get(1)),
          given.get(1) + " cannot stand beside " + given.getFirst() + ": give one of " + String.join(", ", names));
    }
    return given.getFirst();
  }

  /** A required string. */
  String text(String name) {
    return text(name(name), required(name));
  }

  /** A required string that names one of several things; the lookup's message lists what is allowed. */
  <T> T oneOf(String name, Function<String, T> lookup) {
    Json json = required(name);
    String text = text(name(name), json);
    return located(json.location(), () -> lookup.apply(text), message -> message.replace(text, Excerpt.of(text)));
  }

  /** A required ISO date. */
  LocalDate date(String name) {
    return date(name(name), required(name));
  }

  /** An ISO date, if the field is there. */
  Optional<LocalDate> optionalDate(String name) {
    return has(name) ? Optional.of(date(name)) : Optional.empty();
  }

  /** A required finite number that passes a further check. */
  double number(String name, NumberCheck check) {
    return number(name(name), required(name), check);
  }

  /** A finite number that passes a further check, or the given one when the field is missing. */
  double number(String name, NumberCheck check, double missing) {
    Json json = object.members().get(name);
    return json == null ? missing : number(name(name), json, check);
  }

  /** A whole number from 1 to a maximum, or the given one when the field is missing. */
  int count(String name, int maximum, int missing) {
    Json json = object.members().get(name);
    return json == null ? missing : count(name(name), json, maximum);
  }

  /** True or false, or the given one when the field is missing. */
  boolean flag(String name, boolean missing) {
    Json json = object.members().get(name);
    if (json == null) {
      return missing;
    }
    return switch (json.shown()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name(name), json, "true or false");
    };
  }

  /** A required array of finite numbers. */
  List<Double> numbers(String name, NumberCheck check) {
    return elements(name, (what, json) -> number(what, json, check));
  }

  /** A required array of strings. */
  List<String> texts(String name) {
    return elements(name, Fields::text);
  }

  /** The elements of an array; none when the field is missing. */
  <T> List<T> optionalElements(String name, ElementReader<T> reader) {
    return has(name) ? elements(name, reader) : List.of();
  }

  /** The elements of a required array. */
  <T> List<T> elements(String name, ElementReader<T> reader) {
    Json json = required(name);
    if (!(json instanceof Json.Sequence sequence)) {
      throw wrong(name(name), json, "an array");
    }
    List<T> values = new ArrayList<>();
    for (Json element : sequence.elements()) {
      values.add(reader.read(name(name) + "[" + values.size() + "]", element));
    }
    return List.copyOf(values);
  }

  /** A required value, for readers of the caller. */
  Json required(String name) {
    Json json = object.members().get(name);
    if (json == null) {
      throw new InvalidInputException(object.location(), name(name) + " is missing");
    }
    return json;
  }

  /** The field's name as messages show it. */
  String name(String name) {
    return path + name;
  }

  static String text(String what, Json json) {
    if (!(json instanceof Json.Text text)) {
      throw wrong(what, json, "a string");
    }
    if (text.text().length() > MOST_CHARACTERS) {
      throw wrong(what, json, "a string of at most " + MOST_CHARACTERS + " characters");
    }
    if (hasControls(text.text())) {
      throw wrong(what, json, "a string without control characters");
    }
    return text.text();
  }

  /** Whether a text can name something. */
  static boolean isName(String text) {
    return !text.isBlank() && text.length() <= MOST_CHARACTERS && !hasControls(text);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  static LocalDate date(String what, Json json) {
    return Dates.of(what, json).orElseThrow(() -> wrong(what, json, Dates.NEEDED));
  }

  static double number(String what, Json json, NumberCheck check) {
    if (!(json instanceof Json.Numeral number)) {
      throw wrong(what, json, "a number");
    }
    double value = Numbers.value(what, number);
    return located(json.location(), () -> check.check(what, value));
  }

  static int count(String what, Json json, int maximum) {
    if (json instanceof Json.Numeral number) {
      try {
        int value = new BigDecimal(number.text()).intValueExact();
        if (value >= 1 && value <= maximum) {
          return value;
        }
      } catch (ArithmeticException | NumberFormatException notAnInt) {
        throw new InvalidInputException(json.location(), countProblem(what, json, maximum), notAnInt);
      }
    }
    throw new InvalidInputException(json.location(), countProblem(what, json, maximum));
  }

  /** Runs a check and puts a place before the message of a refusal. */
  static void located(Location at, Runnable check) {
    located(at, () -> {
      check.run();
      return at;
    });
  }

  /** Runs what may refuse its arguments and puts a place before the message of a refusal. */
  static <T> T located(Location at, Supplier<T> supplier) {
    return located(at, supplier, message -> message);
  }

  private static <T> T located(Location at, Supplier<T> supplier, UnaryOperator<String> wording) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(at, wording.apply(String.valueOf(e.getMessage())), e);
    }
  }

  static InvalidInputException wrong(String what, Json json, String needed) {
    return new InvalidInputException(json.location(), what + " is " + json.shown() + ", must be " + needed);
  }

  private static String countProblem(String what, Json json, int maximum) {
    return what + " is " + json.shown() + ", must be a whole number from 1 to " + maximum;
  }

  /** A check of {@link Require}: returns the value or throws an {@link IllegalArgumentException}. */
  interface NumberCheck {
    double check(String what, double value);
  }

  /** Reads one element of an array. */
  interface ElementReader<T> {
    T read(String what, Json json);
  }
}
