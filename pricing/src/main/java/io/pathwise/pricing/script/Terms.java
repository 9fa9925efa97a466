package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.Optional;

/** Writes terms, for products that are terms without a text. Start at {@link #number}. */
public final class Terms {

  private Terms() {}

  /** A number that is data of a program, by its name in it. */
  public static Term number(String name, double value) {
    return new Term.Constant(value, Optional.of(Require.given("name", name)));
  }

  /** A number that is the same for all products of a kind. */
  public static Term literal(double value) {
    return new Term.Constant(value, Optional.empty());
  }

  /** A number and another. */
  public static Term sum(Term left, Term right) {
    return new Term.Combined(Term.Operator.ADD, left, right);
  }

  /** A number less another. */
  public static Term difference(Term left, Term right) {
    return new Term.Combined(Term.Operator.SUBTRACT, left, right);
  }

  /** A number times another. */
  public static Term product(Term left, Term right) {
    return new Term.Combined(Term.Operator.MULTIPLY, left, right);
  }

  /** A number divided by another. */
  public static Term quotient(Term left, Term right) {
    return new Term.Combined(Term.Operator.DIVIDE, left, right);
  }

  /** One of several numbers, or what all of them make. */
  public static Term of(Term.Operator operator, List<Term> terms) {
    Require.given("operator", operator);
    return Require.elements("terms", terms).stream().reduce((left, right) -> new Term.Combined(operator, left, right))
        .orElseThrow(() -> new IllegalArgumentException("there are no terms"));
  }
}
