package io.pathwise.pricing.script;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a script uses what it watches between its times so that its payoff is right. A probability stands for 0 or 1
 * and is what these are expected to be, so a payoff must be linear in it; and two things that are watched are not
 * independent, though they are drawn as if they were. Start at {@link #problem}.
 */
final class WatchedUse {

  private static final String LINEAR = "risen(...) and fallen(...) are expectations of 0 and 1: a payoff must be linear in "
      + "them and in what follows from them; %s is not";

  /** From when what is expected in a number comes. */
  private enum Period {
    /** From periods before. */
    BEFORE,
    /** From the one that ends now. */
    NOW
  }

  private static final Set<Period> NONE = Set.of();

  private final Script script;
  private final Map<Integer, Set<Period>> states = new HashMap<>();
  private final Map<Integer, Set<Period>> locals = new HashMap<>();
  private Optional<String> problem = Optional.empty();

  private WatchedUse(Script script) {
    this.script = script;
  }

  /** What is wrong; empty where nothing is. */
  static Optional<String> problem(Script script) {
    List<Event> watching = script.events().stream().filter(event -> !event.watched().isEmpty()).toList();
    if (watching.isEmpty()) {
      return Optional.empty();
    }
    if (watching.size() > 1 || watching.getFirst().watched().stream().map(WatchedUse::known).distinct().count() > 1) {
      return Optional
          .of("a script can watch one thing only, in one event: two of risen(...), fallen(...), highest(...) "
              + "and lowest(...) are not independent; write a trade for each, or observe on many dates");
    }
    return new WatchedUse(script).problem();
  }

  /** The same for levels that are written twice. */
  private static Term known(Term.Watched watched) {
    return switch (watched) {
      case Term.Passed(Term.Direction direction, int asset, Term.Constant(double level, Optional<String> _)) ->
        new Term.Passed(direction, asset, Terms.literal(level));
      case Term.Passed passed -> passed;
      case Term.Extreme extreme -> extreme;
    };
  }

  /** States may come round to each other, so events are walked until no further state is found. */
  private Optional<String> problem() {
    int found;
    do {
      found = states.size();
      for (Event event : script.events()) {
        walk(event.statements());
        states.replaceAll((state, periods) -> Set.of(Period.BEFORE));
      }
    } while (states.size() > found);
    return problem;
  }

  private void walk(List<Statement> statements) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Let let -> locals.put(let.local(), expected(let.value()));
        case Statement.Set set -> {
          Set<Period> periods = expected(set.value());
          if (!periods.isEmpty()) {
            states.merge(set.state(), periods, WatchedUse::both);
          }
        }
        case Statement.Pay pay -> expected(pay.amount());
        case Statement.End _ -> {
        }
        case Statement.Exercise exercise ->
          requireNone("what is exercised or called", Parts.of(List.of(exercise)));
        case Statement.When when -> {
          requireNone("a condition", Stream.of(when.condition()));
          Map<Integer, Set<Period>> before = new HashMap<>(states);
          walk(when.then());
          Map<Integer, Set<Period>> after = new HashMap<>(states);
          states.clear();
          states.putAll(before);
          walk(when.otherwise());
          after.forEach((state, periods) -> states.merge(state, periods, WatchedUse::both));
        }
      }
    }
  }

  /** What is compared, or goes through a function, must be free of expectations. */
  private void requireNone(String where, Stream<? extends Expression> expressions) {
    boolean isExpected = expressions.flatMap(Parts::of)
        .anyMatch(term -> switch (term) {
          case Term.Passed _ -> true;
          case Term.State(int state) -> states.containsKey(state);
          case Term.Local(int local) -> !locals.getOrDefault(local, NONE).isEmpty();
          case Term.Constant _,Term.Price _,Term.EventNumber _,Term.Values _,Term.Extreme _,Term.Applied _,Term.Combined _,Term.Ranked _,Term.Chosen _ ->
            false;
        });
    if (isExpected && problem.isEmpty()) {
      problem = Optional.of(LINEAR.formatted(where));
    }
  }

  private Set<Period> expected(Term term) {
    return switch (term) {
      case Term.Constant _,Term.Price _,Term.EventNumber _,Term.Values _,Term.Extreme _ -> NONE;
      case Term.Passed _ -> Set.of(Period.NOW);
      case Term.State(int state) -> Objects.requireNonNull(states.getOrDefault(state, NONE));
      case Term.Local(int local) -> Objects.requireNonNull(locals.getOrDefault(local, NONE));
      case Term.Applied(Term.Function function, Term of) -> {
        if (function != Term.Function.NEGATE) {
          requireNone("a function of them", Stream.of(of));
        }
        yield expected(of);
      }
      case Term.Combined(Term.Operator operator, Term left, Term right) -> combined(operator, left, right);
      case Term.Ranked(int _, List<Term> of) -> {
        requireNone("a rank", of.stream());
        yield NONE;
      }
      case Term.Chosen(Condition condition, Term then, Term otherwise) -> {
        requireNone("a condition", Stream.of(condition));
        yield both(expected(then), expected(otherwise));
      }
    };
  }

  private Set<Period> combined(Term.Operator operator, Term left, Term right) {
    return switch (operator) {
      case ADD, SUBTRACT -> both(expected(left), expected(right));
      case MULTIPLY -> {
        Set<Period> one = expected(left);
        Set<Period> other = expected(right);
        if (!Collections.disjoint(one, other) && problem.isEmpty()) {
          problem = Optional.of(LINEAR.formatted("a product of two from the same time"));
        }
        yield both(one, other);
      }
      case DIVIDE -> {
        requireNone("what divides", Stream.of(right));
        yield expected(left);
      }
      case POWER, MIN, MAX -> {
        requireNone("a power, smallest or largest number", Stream.of(left, right));
        yield NONE;
      }
    };
  }

  private static Set<Period> both(Set<Period> one, Set<Period> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }
}
