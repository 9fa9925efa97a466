package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** Says in English what a script pays. Start at {@link #lines}. */
public final class ScriptWords {

  private static final String INDENT = "  ";

  /** How tightly a number is bound, so that brackets stand where they are needed. */
  private enum Binding {
    CHOICE, SUM, PRODUCT, SIGN, POWER, WHOLE
  }

  private record Phrase(Binding binding, String words) {

    /** In brackets if it binds less than its surroundings. */
    String within(Binding surroundings) {
      return binding.compareTo(surroundings) < 0 ? "(" + words + ")" : words;
    }
  }

  private final Script script;
  private final DoubleFunction<String> day;
  private final Map<Integer, String> locals = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  private ScriptWords(Script script, DoubleFunction<String> day) {
    this.script = script;
    this.day = day;
  }

  /**
   * A line for each thing that happens, indented by what it depends on.
   *
   * @param day
   *          how a time of the script is called
   */
  public static List<String> lines(Script script, DoubleFunction<String> day) {
    return new ScriptWords(Require.given("script", script), Require.given("day", day)).lines();
  }

  private List<String> lines() {
    for (Script.State state : script.states()) {
      lines.add("At first %s is %s.".formatted(state.name(), number(state.initial())));
    }
    for (Event event : script.events()) {
      List<Double> times = event.times();
      lines.add((times.size() == 1
          ? "At %s:"
          : "At each of %s times, %s:".formatted(times.size(), series(times, day))).formatted(
              day.apply(times.getFirst())));
      statements(event.statements(), INDENT);
    }
    return List.copyOf(lines);
  }

  /** All of a few, of many the first two and the last one. */
  private static String series(List<Double> numbers, DoubleFunction<String> word) {
    List<String> words = numbers.stream().map(word::apply).toList();
    return words.size() <= 6
        ? String.join(", ", words)
        : String.join(", ", words.getFirst(), words.get(1), "...", words.getLast());
  }

  private void statements(List<Statement> statements, String indent) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Let(int local, String name, Term value) -> {
          lines.add(indent + "let " + name + " be " + words(value));
          locals.put(local, name);
        }
        case Statement.Set(int state, Term value) ->
          lines.add(indent + script.states().get(state).name() + " becomes " + words(value));
        case Statement.Pay(Term amount, List<Double> on, Optional<Statement.Foreign> foreign) ->
          lines.add(indent + "pay " + words(amount)
              + foreign.map(other -> " in " + other.currency()).orElse("") + (on.isEmpty() ? "" : " on " + days(on)));
        case Statement.End _ -> lines.add(indent + "end");
        case Statement.Exercise exercise -> {
          String who = switch (exercise.by()) {
            case OWNER -> "the holder may choose";
            case ISSUER -> "the issuer may choose";
          };
          String where = exercise.allowed() instanceof Condition.Known
              ? ""
              : ", if " + condition(exercise.allowed()) + ",";
          if (exercise.then().isEmpty()) {
            lines.add(indent + who + where + " to end it");
          } else {
            lines.add(indent + who + where + " to end it with:");
            statements(exercise.then(), indent + INDENT);
          }
        }
        case Statement.When when -> {
          lines.add(indent + "if " + condition(when.condition()) + ":");
          statements(when.then(), indent + INDENT);
          if (!when.otherwise().isEmpty()) {
            lines.add(indent + "otherwise:");
            statements(when.otherwise(), indent + INDENT);
          }
        }
      }
    }
  }

  /** One day, or those of all times. */
  private String days(List<Double> on) {
    return on.stream().distinct().count() == 1 ? day.apply(on.getFirst()) : series(on, day);
  }

  private String condition(Condition condition) {
    return switch (condition) {
      case Condition.Compared(Condition.Comparison comparison, Term left, Term right) ->
        words(left) + switch (comparison) {
          case BELOW -> " is below ";
          case AT_MOST -> " is at most ";
          case ABOVE -> " is above ";
          case AT_LEAST -> " is at least ";
        } + words(right);
      case Condition.Known(boolean holds) -> holds ? "anything happens" : "nothing happens";
      case Condition.And(Condition left, Condition right) -> joined(left) + " and " + joined(right);
      case Condition.Or(Condition left, Condition right) -> joined(left) + " or " + joined(right);
      case Condition.Not(Condition inner) -> "it is not so that " + joined(inner);
      case Condition.Chosen(Condition chooses, Condition then, Condition otherwise) ->
        "%s where %s, %s elsewhere".formatted(joined(then), joined(chooses), joined(otherwise));
    };
  }

  private String joined(Condition condition) {
    return condition instanceof Condition.Compared ? condition(condition) : "(" + condition(condition) + ")";
  }

  private String words(Term term) {
    return phrase(term).words();
  }

  private Phrase phrase(Term term) {
    return switch (term) {
      case Term.Constant constant -> whole(number(constant.value()));
      case Term.Price(int asset) -> whole(script.assets().get(asset));
      case Term.State(int state) -> whole(script.states().get(state).name());
      case Term.Local(int local) -> whole(locals.getOrDefault(local, "it"));
      case Term.EventNumber _ -> whole("the number of the time");
      case Term.Values(List<Double> numbers, String _) -> numbers.stream().distinct().count() == 1
          ? whole(number(numbers.getFirst()))
          : whole("the time's one of [" + series(numbers, ScriptWords::number) + "]");
      case Term.Applied(Term.Function function, Term of) -> switch (function) {
        case NEGATE -> new Phrase(Binding.SIGN, "-" + phrase(of).within(Binding.SIGN));
        case ABS -> whole("|" + words(of) + "|");
        case EXP -> whole("exp(" + words(of) + ")");
        case LOG -> whole("log(" + words(of) + ")");
        case SQRT -> whole("sqrt(" + words(of) + ")");
      };
      case Term.Combined(Term.Operator operator, Term left, Term right) -> switch (operator) {
        case ADD ->
          new Phrase(Binding.SUM, phrase(left).within(Binding.SUM) + " + " + phrase(right).within(Binding.SUM));
        case SUBTRACT ->
          new Phrase(Binding.SUM, phrase(left).within(Binding.SUM) + " - " + phrase(right).within(Binding.PRODUCT));
        case MULTIPLY ->
          new Phrase(Binding.PRODUCT,
              phrase(left).within(Binding.PRODUCT) + " * " + phrase(right).within(Binding.SIGN));
        case DIVIDE ->
          new Phrase(Binding.PRODUCT,
              phrase(left).within(Binding.PRODUCT) + " / " + phrase(right).within(Binding.SIGN));
        case POWER ->
          new Phrase(Binding.POWER, phrase(left).within(Binding.WHOLE) + " ^ " + phrase(right).within(Binding.POWER));
        case MIN -> extreme(Term.Operator.MIN, term);
        case MAX -> extreme(Term.Operator.MAX, term);
      };
      case Term.Passed(Term.Direction direction, int asset, Term level) -> whole(
          "the probability that %s has %s to %s since the time before".formatted(script.assets().get(asset),
              direction == Term.Direction.UP ? "risen" : "fallen", phrase(level).within(Binding.SUM)));
      case Term.Extreme(Term.Direction direction, int asset) ->
        whole("the %s %s since the time before".formatted(direction == Term.Direction.UP ? "highest" : "lowest",
            script.assets().get(asset)));
      case Term.Ranked(int rank, List<Term> of) -> whole("number " + rank + " from below of " + listed(of));
      case Term.Chosen(Condition condition, Term then, Term otherwise) -> new Phrase(Binding.CHOICE,
          "%s if %s, otherwise %s".formatted(phrase(then).within(Binding.SUM), condition(condition), words(otherwise)));
    };
  }

  private Phrase extreme(Term.Operator operator, Term term) {
    List<Term> of = new ArrayList<>();
    collect(operator, term, of);
    boolean least = operator == Term.Operator.MIN;
    if (of.size() == 2 && of.getLast() instanceof Term.Constant bound) {
      return new Phrase(Binding.CHOICE,
          words(of.getFirst()) + (least ? ", at most " : ", at least ") + number(bound.value()));
    }
    return whole("the " + (least ? "smallest" : "largest") + " of " + listed(of));
  }

  private static void collect(Term.Operator operator, Term term, List<Term> into) {
    if (term instanceof Term.Combined combined && combined.operator() == operator) {
      collect(operator, combined.left(), into);
      collect(operator, combined.right(), into);
    } else {
      into.add(term);
    }
  }

  private String listed(List<Term> terms) {
    return terms.stream().map(term -> phrase(term).within(Binding.SUM)).collect(Collectors.joining(", ", "[", "]"));
  }

  private static Phrase whole(String words) {
    return new Phrase(Binding.WHOLE, words);
  }

  private static String number(double value) {
    return Require.plain(value);
  }
}
