package io.pathwise.pricing.definition;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.Optional;

/**
 * A field of a defined product.
 *
 * @param name
 *          in trades and in the script
 * @param kind
 *          what it holds
 * @param bound
 *          which numbers are allowed
 * @param words
 *          of a choice: what is allowed
 * @param missing
 *          what it is in a trade that does not have it, as scripts write it; empty if it must be given
 * @param description
 *          for users
 */
public record DefinedField(String name, Kind kind, Bound bound, List<String> words, Optional<String> missing,
    String description) {

  /** What a field holds. */
  public enum Kind {
    /** A number. */
    NUMBER,
    /** A number for each asset. */
    NUMBER_PER_ASSET,
    /** A number, or one for each time of a schedule. */
    NUMBER_PER_TIME,
    /** Some times. */
    SCHEDULE,
    /** One time. */
    TIME,
    /** One of some words. */
    CHOICE
  }

  /** Which numbers are allowed. */
  public enum Bound {
    /** All that are finite. */
    NONE(""),
    /** Those above 0. */
    POSITIVE("positive "),
    /** Those not below 0. */
    NON_NEGATIVE("non-negative "),
    /** 1, 2, 3 and so on. */
    WHOLE("whole ");

    private final String label;

    Bound(String label) {
      this.label = label;
    }

    /** How it is written before {@code number}. */
    String label() {
      return label;
    }

    /**
     * A number that is allowed.
     *
     * @param what
     *          how messages call it
     * @throws IllegalArgumentException
     *           when it is not
     */
    public double check(String what, double value) {
      return switch (this) {
        case NONE -> Require.finite(what, value);
        case POSITIVE -> Require.positive(what, value);
        case NON_NEGATIVE -> Require.nonNegative(what, value);
        case WHOLE -> {
          Require.that(value >= 1 && value == Math.rint(value) && value < Integer.MAX_VALUE,
              "%s is %s, must be a whole number from 1", what, Require.plain(value));
          yield value;
        }
      };
    }
  }

  public DefinedField {
    Require.given("name", name);
    Require.given("kind", kind);
    Require.given("bound", bound);
    words = Require.elements("words", words);
    Require.given("missing", missing);
    Require.given("description", description);
  }

  /** The line of a script that gives the field a value. */
  String line(String value) {
    return switch (kind) {
      case NUMBER -> "let " + name + " = " + value;
      case NUMBER_PER_ASSET -> "let " + name + " = " + value + (isList(value) ? " per asset" : "");
      case NUMBER_PER_TIME -> "let " + name + " = " + value + (isList(value) ? " per time" : "");
      case SCHEDULE -> "schedule " + name + " = " + value;
      case TIME -> "schedule " + name + " = [" + value + "]";
      case CHOICE -> "choice " + name + " = " + value + " of " + String.join(", ", words);
    };
  }

  private static boolean isList(String value) {
    return value.startsWith("[");
  }

  /** What is allowed, for users: {@code positive number per asset} for example. */
  public String allowed() {
    return switch (kind) {
      case NUMBER -> bound.label() + "number";
      case NUMBER_PER_ASSET -> bound.label() + "number per asset";
      case NUMBER_PER_TIME -> bound.label() + "number per time";
      case SCHEDULE -> "schedule";
      case TIME -> "time";
      case CHOICE -> String.join(" or ", words);
    };
  }
}
