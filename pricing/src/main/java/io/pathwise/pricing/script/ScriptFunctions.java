package io.pathwise.pricing.script;

import io.pathwise.pricing.Spelling;
import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import io.pathwise.pricing.script.ScriptNames.Meaning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads what begins with a name: names that were given, and functions with their arguments. Start at {@link #named}.
 */
final class ScriptFunctions {

  private static final int MOST_RANKED = 32;

  private final ScriptTokens tokens;
  private final ScriptNames names;
  private final ScriptSchedules schedules;
  private final ScriptPlaces places;
  private final ScriptExpressions expressions;
  /** Numbers of the event's times that have been asked for. */
  private final Map<String, Term.Values> perTime = new HashMap<>();
  private ScriptSchedules.Times current = ScriptSchedules.Times.NONE;

  ScriptFunctions(ScriptTokens tokens, ScriptNames names, ScriptSchedules schedules, ScriptPlaces places,
      ScriptExpressions expressions) {
    this.tokens = tokens;
    this.names = names;
    this.schedules = schedules;
    this.places = places;
    this.expressions = expressions;
  }

  /** What is read from here on happens at these times. */
  void at(ScriptSchedules.Times times) {
    current = times;
    perTime.clear();
  }

  Term named(Token token) {
    if (token.kind() == Kind.NAME) {
      if (ScriptNames.FUNCTIONS.containsKey(token.text())) {
        List<Term> of = arguments(token, 1, 1, this::single);
        return new Term.Applied(Objects.requireNonNull(ScriptNames.FUNCTIONS.get(token.text())), of.getFirst());
      }
      if (ScriptNames.SEVERAL.contains(token.text())) {
        return ofSeveral(token);
      }
      switch (token.text()) {
        case "if" ->
          throw token.wrong("'if' within a longer number stands in brackets: 2 * (if A > 1 then 3 else 4)");
        case "number" -> {
          return new Term.EventNumber();
        }
        case "time" -> {
          return perTime(token, current.all());
        }
        case "years" -> {
          return perTime(token, yearsBefore(current.all()));
        }
        case "price" -> {
          if (names.assets().size() > 1) {
            throw token.wrong("there are %s prices; 'prices' are all of them".formatted(names.assets().size()));
          }
          return new Term.Price(0);
        }
        case "prices" -> {
          return expressions.ofAsset(token,
              IntStream.range(0, names.assets().size()).<Term>mapToObj(Term.Price::new).toList());
        }
        default -> {
        }
      }
    }
    return switch (names.meaning(token.text()).orElse(null)) {
      case Meaning.One(Term term) -> term;
      case Meaning.PerAsset(List<Term> terms) -> expressions.ofAsset(token, terms);
      case Meaning.PerTime(List<Double> numbers) -> perTime(token, numbers);
      case Meaning.Choice(String _, List<String> allowed) -> throw token.wrong(
          "%s is a word, to be compared as in '%s is %s'".formatted(token.shown(), token.text(), allowed.getFirst()));
      case null -> throw token.wrong("%s is not known%s, known: %s; functions: %s, %s".formatted(token.shown(),
          suggestion(token.text()), names.known(),
          String.join(", ", ScriptNames.FUNCTIONS.keySet().stream().sorted().toList()),
          String.join(", ", ScriptNames.SEVERAL)));
    };
  }

  private String suggestion(String name) {
    List<String> allowed = Stream.of(names.known(), ScriptNames.FUNCTIONS.keySet(), ScriptNames.SEVERAL)
        .<String>flatMap(Collection::stream).toList();
    return Spelling.nearest(name, allowed).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  /** One of some numbers for each time of the event's schedule. */
  private Term perTime(Token token, List<Double> numbers) {
    if (current.all().isEmpty()) {
      throw token.wrong(token.shown() + " is a number for each time, which only an event has");
    }
    if (numbers.size() != current.all().size()) {
      throw token.wrong("%s has %s numbers for %s times".formatted(token.shown(), numbers.size(),
          current.all().size()));
    }
    return perTime.computeIfAbsent(token.text(),
        name -> places.values(token, 0, numbers.subList(current.leftOut(), numbers.size())));
  }

  /** From each time back to the one before, or to the origin. */
  private static List<Double> yearsBefore(List<Double> times) {
    return IntStream.range(0, times.size()).mapToObj(i -> times.get(i) - (i == 0 ? 0 : times.get(i - 1))).toList();
  }

  private Term ofSeveral(Token token) {
    return switch (token.text()) {
      case "min" -> folded(Term.Operator.MIN, arguments(token, 1, ScriptTokens.MOST_CHAINED, this::single));
      case "max" -> folded(Term.Operator.MAX, arguments(token, 1, ScriptTokens.MOST_CHAINED, this::single));
      case "worst" -> folded(Term.Operator.MIN, arguments(token, 1, ScriptTokens.MOST_CHAINED, this::all));
      case "best" -> folded(Term.Operator.MAX, arguments(token, 1, ScriptTokens.MOST_CHAINED, this::all));
      case "sum" -> folded(Term.Operator.ADD, arguments(token, 1, ScriptTokens.MOST_CHAINED, this::all));
      case "average" -> {
        List<Term> of = arguments(token, 1, ScriptTokens.MOST_CHAINED, this::all);
        yield new Term.Combined(Term.Operator.DIVIDE, folded(Term.Operator.ADD, of),
            places.constant(token, 0, of.size()));
      }
      case "ranked" -> ranked(token);
      case "values" -> values(token);
      case "count" -> count(token);
      case "risen" -> passed(token, Term.Direction.UP);
      case "fallen" -> passed(token, Term.Direction.DOWN);
      case "highest" -> new Term.Extreme(Term.Direction.UP, price(token, arguments(token, 1, 1, this::single)));
      case "lowest" -> new Term.Extreme(Term.Direction.DOWN, price(token, arguments(token, 1, 1, this::single)));
      default -> throw new IllegalStateException(token.text());
    };
  }

  private static Term folded(Term.Operator operator, List<Term> terms) {
    BinaryOperator<Term> combine = (left, right) -> new Term.Combined(operator, left, right);
    return terms.stream().reduce(combine).orElseThrow();
  }

  /** ranked(2, a, b, c): the second smallest. */
  private Term ranked(Token token) {
    tokens.expect("(");
    int rank = tokens.wholeNumber(1, MOST_RANKED);
    List<Term> of = new ArrayList<>();
    while (tokens.accept(",")) {
      of.addAll(all());
    }
    tokens.expect(")");
    if (of.size() < rank || of.size() > MOST_RANKED) {
      throw token.wrong("ranked(%s, ...) needs from %s to %s numbers, not %s".formatted(rank, rank, MOST_RANKED,
          of.size()));
    }
    return new Term.Ranked(rank, of);
  }

  /** values(1, 0.95, 0.9): one for each time of the schedule. */
  private Term values(Token token) {
    List<Double> numbers = arguments(token, 1, Script.MOST_TIMES, this::single).stream().map(term -> {
      if (!ScriptExpressions.isConstant(term)) {
        throw token.wrong("values(...) has a number for each time, which must be known");
      }
      return ScriptRun.ofConstant(term);
    }).toList();
    if (numbers.size() != current.all().size()) {
      throw token.wrong("values(...) has %s numbers for %s times".formatted(numbers.size(), current.all().size()));
    }
    return places.values(token, expressions.asset(), numbers.subList(current.leftOut(), numbers.size()));
  }

  /** risen(A, 120): the level is known when the price passes it. */
  private Term passed(Token token, Term.Direction direction) {
    List<Term> arguments = arguments(token, 2, 2, this::single);
    Term level = arguments.getLast();
    if (!level.isKnownBetweenEvents()) {
      throw token.wrong("the level of %s(...) is in force before the event: numbers and states may stand in it, but no "
          .formatted(token.text()) + "prices, and no names that are given in the event");
    }
    return new Term.Passed(direction, price(token, arguments), level);
  }

  private static int price(Token token, List<Term> arguments) {
    if (!(arguments.getFirst() instanceof Term.Price(int asset))) {
      throw token.wrong("%s(...) is of the price of an asset, of which only the name stands here"
          .formatted(token.text()));
    }
    return asset;
  }

  private List<Term> single() {
    return List.of(expressions.number());
  }

  /** Those of all assets. */
  private List<Term> all() {
    return expressions.several().terms();
  }

  private List<Term> arguments(Token token, int fewest, int most, Supplier<List<Term>> argument) {
    tokens.expect("(");
    List<Term> arguments = new ArrayList<>();
    do {
      arguments.addAll(argument.get());
    } while (tokens.accept(","));
    tokens.expect(")");
    if (arguments.size() < fewest || arguments.size() > most) {
      throw token.wrong("%s takes %s, not %s".formatted(token.text(),
          most == 1 ? "1 number" : fewest == most ? most + " numbers" : "%s to %s numbers".formatted(fewest, most),
          arguments.size()));
    }
    return arguments;
  }

  /** count(fixings until expiry): how many times a schedule has, all or those up to another time. */
  private Term count(Token token) {
    tokens.expect("(");
    List<Double> times = schedules.named(tokens.name("schedule")).left();
    double last = tokens.accept("until") ? schedules.time() : Double.POSITIVE_INFINITY;
    tokens.expect(")");
    return places.constant(token, 0, (double) times.stream().filter(time -> time <= last).count());
  }
}
