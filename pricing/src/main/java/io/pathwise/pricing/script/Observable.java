package io.pathwise.pricing.script;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a script makes of numbers that it observes one after the other, by states of its own. Start at {@link #states}.
 */
enum Observable {
  AVERAGE, MAXIMUM, MINIMUM, VARIANCE;

  /** The one that scripts call so. */
  static Optional<Observable> find(String word) {
    return Arrays.stream(values()).filter(observable -> observable.word().equals(word)).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it keeps of the observations of a number with a name. */
  List<Script.State> states(String name) {
    return switch (this) {
      case AVERAGE -> List.of(new Script.State("sum of " + name, 0));
      case MAXIMUM, MINIMUM -> List.of(new Script.State(name, 0));
      case VARIANCE ->
        List.of(new Script.State("sum of squared returns, " + name, 0), new Script.State("last logarithm, " + name, 0));
    };
  }

  /**
   * What happens when a number is observed.
   *
   * @param first
   *          place of the first of its states
   * @param isFirst
   *          whether nothing has been observed before
   */
  List<Statement> observed(Term number, int first, Condition isFirst) {
    Term state = new Term.State(first);
    return switch (this) {
      case AVERAGE -> List.of(new Statement.Set(first, Terms.sum(state, number)));
      case MAXIMUM -> List.of(extreme(Term.Operator.MAX, number, first, isFirst));
      case MINIMUM -> List.of(extreme(Term.Operator.MIN, number, first, isFirst));
      case VARIANCE -> {
        Term log = new Term.Applied(Term.Function.LOG, number);
        Term move = Terms.difference(log, new Term.State(first + 1));
        yield List.of(
            new Statement.Set(first,
                Terms.sum(state, new Term.Chosen(isFirst, Terms.literal(0), Terms.product(move, move)))),
            new Statement.Set(first + 1, log));
      }
    };
  }

  private static Statement extreme(Term.Operator operator, Term number, int state, Condition isFirst) {
    return new Statement.Set(state,
        new Term.Chosen(isFirst, number, Terms.of(operator, List.of(new Term.State(state), number))));
  }

  /** What its first state is divided by when there are so many observations. */
  int divisor(int observations) {
    return switch (this) {
      case AVERAGE -> observations;
      case MAXIMUM, MINIMUM -> 1;
      case VARIANCE -> observations - 1;
    };
  }

  /** Those that there are, for messages. */
  static String allowed() {
    return Arrays.stream(values()).map(Observable::word).collect(Collectors.joining(", "));
  }
}
