package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.Optional;

/** A number in a script, as it follows from prices, states and other numbers. Start at {@link Price}. */
public sealed interface Term extends Expression {

  /**
   * A number that is known.
   *
   * @param value
   *          the number
   * @param parameter
   *          its name where it is data of a program; empty where it is part of its structure
   */
  record Constant(double value, Optional<String> parameter) implements Term {
    public Constant {
      Require.given("parameter", parameter);
    }
  }

  /**
   * The price of an asset at the event.
   *
   * @param asset
   *          its place among the script's assets
   */
  record Price(int asset) implements Term {}

  /**
   * What a state is at this point.
   *
   * @param state
   *          its place among the script's states
   */
  record State(int state) implements Term {}

  /**
   * A number that was given a name in the same event.
   *
   * @param local
   *          its place among all that have one
   */
  record Local(int local) implements Term {}

  /** The number of the event in its schedule, counted from 1. */
  record EventNumber() implements Term {}

  /**
   * One number for each event of a schedule.
   *
   * @param numbers
   *          as many as the schedule has times
   * @param name
   *          of these numbers in a program
   */
  record Values(List<Double> numbers, String name) implements Term {
    public Values {
      numbers = Require.elements("numbers", numbers);
      Require.given("name", name);
    }
  }

  /** A way in which a price moves. */
  enum Direction {
    UP, DOWN
  }

  /**
   * What a price did at all moments since the previous time of the event; since today, or the origin, before the first.
   */
  sealed interface Watched extends Term {

    /** Which way counts. */
    Direction direction();

    /** The asset's place among the script's assets. */
    int asset();
  }

  /**
   * Whether a price was at a level or beyond it: its probability, given the prices that are simulated.
   *
   * @param direction
   *          beyond which side of the level
   * @param asset
   *          its place among the script's assets
   * @param level
   *          what is known of it between the events counts at each moment
   */
  record Passed(Direction direction, int asset, Term level) implements Watched {}

  /**
   * The highest or the lowest price.
   *
   * @param direction
   *          up for the highest
   * @param asset
   *          its place among the script's assets
   */
  record Extreme(Direction direction, int asset) implements Watched {}

  /** Whether a number is known between events, where there are states but no prices. */
  default boolean isKnownBetweenEvents() {
    return Parts.of(this).noneMatch(term -> term instanceof Price || term instanceof Local || term instanceof Watched);
  }

  /** A function of one number. */
  enum Function {
    NEGATE, ABS, EXP, LOG, SQRT
  }

  /**
   * A function of a number.
   *
   * @param function
   *          which
   * @param of
   *          its argument
   */
  record Applied(Function function, Term of) implements Term {}

  /** An operation on two numbers. */
  enum Operator {
    ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MIN, MAX
  }

  /**
   * An operation on two numbers.
   *
   * @param operator
   *          which
   * @param left
   *          the one
   * @param right
   *          the other
   */
  record Combined(Operator operator, Term left, Term right) implements Term {}

  /**
   * One of several numbers, by its rank.
   *
   * @param rank
   *          1 for the smallest
   * @param of
   *          the numbers
   */
  record Ranked(int rank, List<Term> of) implements Term {
    public Ranked {
      of = Require.elements("numbers", of);
    }
  }

  /**
   * One of two numbers.
   *
   * @param condition
   *          decides
   * @param then
   *          where it holds
   * @param otherwise
   *          where it does not
   */
  record Chosen(Condition condition, Term then, Term otherwise) implements Term {}
}
