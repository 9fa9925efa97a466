package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.Condition;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ties of a script: it is run on forward prices as long as these are certain, and whatever it compares, or takes
 * the smallest, largest or absolute value of, is looked at. Start at {@link #find}.
 */
final class ScriptTies {

  private final Ties ties;
  private final CertainPrices prices;
  private final Scripted product;
  private final Script script;
  private final List<Traced> states = new ArrayList<>();
  private final Map<Integer, Traced> locals = new HashMap<>();
  private final Map<Integer, Term> localTerms = new HashMap<>();
  private boolean ended;
  private double now;
  private double previous;
  private int place;
  private int number;

  /**
   * A number of the script.
   *
   * @param level
   *          what it is
   * @param isObserved
   *          whether it comes from prices
   */
  private record Traced(ForwardLevel level, boolean isObserved) {

    static Traced of(double value) {
      return new Traced(ForwardLevel.constant(value), false);
    }

    double value() {
      return level.value();
    }

    Traced mapped(double value, double derivative) {
      return new Traced(level.mapped(value, derivative), isObserved);
    }

    Traced plus(Traced other) {
      return new Traced(ForwardLevel.sum(List.of(level, other.level)), isObserved || other.isObserved);
    }

    Traced times(Traced other) {
      return new Traced(level.times(other.level), isObserved || other.isObserved);
    }
  }

  ScriptTies(Ties ties, CertainPrices prices, Scripted product) {
    this.ties = ties;
    this.prices = prices;
    this.product = product;
    this.script = product.script();
  }

  void find() {
    for (int i = 0; i < script.states().size(); i++) {
      states.add(Traced.of(product.state(i)));
    }
    for (double time : script.times()) {
      now = product.left(time);
      if (now > 0 && !ended) {
        if (prices.areCertain(product.assets(), now)) {
          happen(time);
        } else if (ties.someMoveAlike(now)) {
          findAlike(time);
        }
      }
    }
  }

  /** Ties of prices that move alike, of which the smallest or largest is taken; whether it matters is not known. */
  private void findAlike(double time) {
    for (Event event : script.events()) {
      place = event.times().indexOf(time);
      if (place >= 0) {
        event.lets().forEach(let -> localTerms.put(let.local(), let.value()));
        event.terms().forEach(this::findAlike);
      }
    }
  }

  private void findAlike(Term term) {
    List<Term> leaves = extremes(term).toList();
    if (leaves.size() < 2) {
      return;
    }
    List<Integer> candidates = new ArrayList<>();
    List<List<ForwardLevel>> parts = new ArrayList<>();
    for (int asset = 0; asset < product.assets().size(); asset++) {
      int own = asset;
      List<ForwardLevel> levels = leaves.stream().filter(leaf -> priceIn(leaf).equals(Optional.of(own)))
          .map(leaf -> value(leaf).level()).limit(1).toList();
      parts.add(levels);
      if (!levels.isEmpty()) {
        candidates.add(asset);
      }
    }
    ties.findAmong(candidates, parts, now);
  }

  /** What a smallest, largest or ranked one is taken of; of others themselves. */
  private static Stream<Term> extremes(Term term) {
    return switch (term) {
      case Term.Ranked(int _, List<Term> of) -> of.stream().flatMap(ScriptTies::extremes);
      case Term.Combined(Term.Operator operator, Term left, Term right) when operator == Term.Operator.MIN
          || operator == Term.Operator.MAX ->
        Stream.concat(extremes(left), extremes(right));
      case Term.Combined _,Term.Constant _,Term.Price _,Term.State _,Term.Local _,Term.EventNumber _,Term.Values _,Term.Applied _,Term.Chosen _,Term.Passed _,Term.Extreme _ ->
        Stream.of(term);
    };
  }

  /** The asset of which a term is a multiple of the price. */
  private Optional<Integer> priceIn(Term term) {
    return switch (term) {
      case Term.Price(int asset) -> Optional.of(asset);
      case Term.Local(int local) -> priceIn(Objects.requireNonNull(localTerms.get(local)));
      case Term.Combined(Term.Operator operator, Term left, Term right) when operator == Term.Operator.MULTIPLY
          && left instanceof Term.Constant ->
        priceIn(right);
      case Term.Combined(Term.Operator operator, Term left, Term right) when (operator == Term.Operator.MULTIPLY
          || operator == Term.Operator.DIVIDE) && right instanceof Term.Constant ->
        priceIn(left);
      case Term.Combined _,Term.Constant _,Term.State _,Term.EventNumber _,Term.Values _,Term.Applied _,Term.Ranked _,Term.Chosen _,Term.Passed _,Term.Extreme _ ->
        Optional.empty();
    };
  }

  private void happen(double time) {
    for (Event event : script.events()) {
      place = event.times().indexOf(time);
      if (place >= 0 && !ended) {
        number = event.before() + place + 1;
        previous = place == 0 ? 0 : Math.max(0, product.left(event.times().get(place - 1)));
        run(event.statements());
      }
    }
  }

  private void run(List<Statement> statements) {
    for (Statement statement : statements) {
      if (ended) {
        return;
      }
      switch (statement) {
        case Statement.Let let -> locals.put(let.local(), value(let.value()));
        case Statement.Set set -> states.set(set.state(), value(set.value()));
        case Statement.Pay pay -> value(pay.amount());
        case Statement.End _ -> ended = true;
        case Statement.When when -> run(holds(when.condition()) ? when.then() : when.otherwise());
      }
    }
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.Known(boolean holds) -> holds;
      case Condition.And(Condition left, Condition right) -> holds(left) && holds(right);
      case Condition.Or(Condition left, Condition right) -> holds(left) || holds(right);
      case Condition.Not(Condition inner) -> !holds(inner);
      case Condition.Chosen(Condition chooses, Condition then, Condition otherwise) ->
        holds(holds(chooses) ? then : otherwise);
      case Condition.Compared(Condition.Comparison comparison, Term left, Term right) -> {
        Traced one = value(left);
        Traced other = value(right);
        look(one, other);
        yield switch (comparison) {
          case BELOW -> one.value() < other.value();
          case AT_MOST -> one.value() <= other.value();
          case ABOVE -> one.value() > other.value();
          case AT_LEAST -> one.value() >= other.value();
        };
      }
    };
  }

  private void look(Traced one, Traced other) {
    if (one.isObserved() || other.isObserved()) {
      ties.find("what the script compares", one.level(), other.level(), now);
    }
  }

  private Traced value(Term term) {
    return switch (term) {
      case Term.Constant constant -> Traced.of(constant.value());
      case Term.Price(int asset) -> price(asset, now);
      case Term.State(int state) -> states.get(state);
      case Term.Local(int local) -> locals.containsKey(local)
          ? Objects.requireNonNull(locals.get(local))
          : value(Objects.requireNonNull(localTerms.get(local)));
      case Term.EventNumber _ -> Traced.of(number);
      case Term.Values values -> Traced.of(values.numbers().get(place));
      case Term.Passed(Term.Direction direction, int asset, Term level) -> {
        Traced extreme = extreme(direction, asset);
        Traced at = value(level);
        look(extreme, at);
        yield Traced.of((direction == Term.Direction.UP) == (extreme.value() >= at.value()) ? 1 : 0);
      }
      case Term.Extreme(Term.Direction direction, int asset) -> extreme(direction, asset);
      case Term.Applied(Term.Function function, Term of) -> applied(function, value(of));
      case Term.Combined(Term.Operator operator, Term left, Term right) ->
        combined(operator, value(left), value(right));
      case Term.Ranked(int rank, List<Term> of) -> {
        List<Traced> numbers = new ArrayList<>(of.stream().map(this::value).toList());
        numbers.sort(Comparator.comparingDouble(Traced::value));
        for (int i = 1; i < numbers.size(); i++) {
          look(numbers.get(i - 1), numbers.get(i));
        }
        yield numbers.get(rank - 1);
      }
      case Term.Chosen(Condition condition, Term then, Term otherwise) -> value(holds(condition) ? then : otherwise);
    };
  }

  /** Of a certain price since the time before: it is at one of the ends, between which it follows its forward. */
  private Traced extreme(Term.Direction direction, int asset) {
    Traced one = price(asset, previous);
    Traced other = price(asset, now);
    look(one, other);
    boolean takesLater = (direction == Term.Direction.UP) == (other.value() > one.value());
    return takesLater ? other : one;
  }

  private Traced price(int asset, double time) {
    return new Traced(prices.price(product.assets().get(asset), time), true);
  }

  private Traced applied(Term.Function function, Traced x) {
    return switch (function) {
      case NEGATE -> x.mapped(-x.value(), -1);
      case ABS -> {
        look(x, Traced.of(0));
        yield x.mapped(Math.abs(x.value()), Math.signum(x.value()));
      }
      case EXP -> x.mapped(Math.exp(x.value()), Math.exp(x.value()));
      case LOG -> x.mapped(Math.log(x.value()), 1 / x.value());
      case SQRT -> x.mapped(Math.sqrt(x.value()), 0.5 / Math.sqrt(x.value()));
    };
  }

  private Traced combined(Term.Operator operator, Traced x, Traced y) {
    return switch (operator) {
      case ADD -> x.plus(y);
      case SUBTRACT -> x.plus(y.mapped(-y.value(), -1));
      case MULTIPLY -> x.times(y);
      case DIVIDE -> x.times(y.mapped(1 / y.value(), -1 / (y.value() * y.value())));
      case POWER -> {
        double power = Math.pow(x.value(), y.value());
        Traced byBase = x.mapped(power, y.value() * Math.pow(x.value(), y.value() - 1));
        yield y.isObserved() ? byBase.plus(y.mapped(0, power * Math.log(x.value()))) : byBase;
      }
      case MIN -> {
        look(x, y);
        yield x.value() <= y.value() ? x : y;
      }
      case MAX -> {
        look(x, y);
        yield x.value() >= y.value() ? x : y;
      }
    };
  }
}
