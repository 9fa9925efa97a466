package io.pathwise.pricing.market;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The fields of a model as a reader of files gives them to {@link ModelFormat#reader}. Every method throws what that
 * reader throws for a field that is missing, of another type, or refused by a check, with its place. Start at
 * {@link #number}.
 */
public interface ModelFields {

  /** A required finite number that passes a check. */
  double number(String name, NumberCheck check);

  /** A finite number that passes a check; empty when the field is missing. */
  OptionalDouble optionalNumber(String name, NumberCheck check);

  /** A required list of finite numbers that pass a check. */
  List<Double> numbers(String name, NumberCheck check);

  /** A whole number from 1 to a maximum, or the given one when the field is missing. */
  int count(String name, int maximum, int missing);

  /** A text that names one of several things, or the given one when the field is missing. */
  <T> T oneOf(String name, Function<String, T> lookup, T missing);

  /** Whether what can be written in two ways is written in the first: with one field instead of some others. */
  boolean isFirstOf(String first, List<String> others);

  /** Runs what may refuse its arguments; a refusal is told with the place of a field. */
  <T> T located(String field, Supplier<T> supplier);

  /** A check of a named number: returns it or throws an {@link IllegalArgumentException}. */
  interface NumberCheck {
    double check(String what, double value);
  }
}
