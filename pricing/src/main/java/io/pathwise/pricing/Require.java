package io.pathwise.pricing;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Argument checks shared by market data and products. Every failed check throws an {@link IllegalArgumentException}
 * whose message names the thing that is wrong, its value, and what would be allowed; what is missing altogether throws
 * a {@link NullPointerException} that names it. Start at {@link #that}.
 */
public final class Require {
  private Require() {}

  /**
   * Throws unless {@code holds}.
   *
   * @param message
   *          a format string in which every argument is a {@code %s}; numbers are printed by {@link #plain}
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation's library would become a run-time dependency
  public static void that(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(
          Arrays.stream(arguments).map(a -> a instanceof Double number ? plain(number) : a).toArray()));
    }
  }

  /**
   * An argument that is there.
   *
   * @throws NullPointerException
   *           naming the argument if it is null
   */
  public static <T> T given(String what, @Nullable T value) {
    if (value == null) {
      throw new NullPointerException(what + " is null");
    }
    return value;
  }

  /**
   * A copy of a list all of whose elements are there.
   *
   * @throws NullPointerException
   *           naming the argument, and the place in it, if the list or an element is null
   */
  public static <T> List<T> elements(String what, @Nullable List<T> list) {
    List<T> checked = given(what, list);
    int place = 0;
    for (T element : checked) {
      if (element == null) {
        throw new NullPointerException(what + "[" + place + "] is null");
      }
      place++;
    }
    return List.copyOf(checked);
  }

  /** A non-blank identifier. */
  public static String id(String what, String id) {
    that(!given(what, id).isBlank(), "%s must not be blank", what);
    return id;
  }

  /** A finite number. */
  public static double finite(String what, double value) {
    that(Double.isFinite(value), "%s is %s, must be a finite number", what, value);
    return value;
  }

  /** A finite number greater than zero. */
  public static double positive(String what, double value) {
    that(Double.isFinite(value) && value > 0, "%s is %s, must be a finite number > 0", what, value);
    return value;
  }

  /** A finite number that is zero or greater. */
  public static double nonNegative(String what, double value) {
    that(Double.isFinite(value) && value >= 0, "%s is %s, must be a finite number >= 0", what, value);
    return value;
  }

  /** Identifiers that are not blank and differ from each other; at least one of them. */
  public static List<String> distinctIds(String what, List<String> ids) {
    List<String> copy = elements(what, ids);
    that(!copy.isEmpty(), "%s must not be empty", what);
    Set<String> seen = new HashSet<>();
    for (String id : copy) {
      that(seen.add(id(what, id)), "%s names %s twice", what, id);
    }
    return copy;
  }

  /** The constant of an enum whose label is {@code text}; the message of a failure lists the allowed labels. */
  public static <E> E oneOf(String what, String text, E[] constants, Function<E, String> label) {
    given(what, text);
    for (E constant : constants) {
      if (label.apply(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("%s is '%s', allowed: %s".formatted(what, text,
        Arrays.stream(constants).map(label).collect(Collectors.joining(", "))));
  }

  /** The shortest decimal text that reads back as the same number: {@code 1}, {@code 0.5}; never an exponent. */
  public static String plain(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
