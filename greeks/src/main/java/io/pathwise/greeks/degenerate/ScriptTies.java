package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.Condition;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptRun;
import io.pathwise.pricing.script.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ties of a script: it is run on forward prices as long as these are certain, and whatever it compares, or takes
 * the smallest, largest or absolute value of, is looked at. Start at {@link #find}.
 */
final class ScriptTies implements ScriptRun.Arithmetic<ScriptTies.Traced> {

  private final Ties ties;
  private final CertainPrices prices;
  private final Scripted product;
  private final Script script;
  private double now;

  /**
   * A number of the script.
   *
   * @param level
   *          what it is
   * @param isObserved
   *          whether it comes from prices
   */
  record Traced(ForwardLevel level, boolean isObserved) {

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
    ScriptRun<Traced> run = new ScriptRun<>(script,
        IntStream.range(0, script.states().size()).mapToObj(product::state).toList(), this);
    product.moments().forEach((time, times) -> {
      now = time;
      if (now > 0 && !run.hasEnded()) {
        if (prices.areCertain(product.assets(), now)) {
          run.happen(times);
        } else if (ties.someMoveAlike(now)) {
          script.events().stream().filter(event -> event.times().stream().anyMatch(times::contains))
              .forEach(this::findAlike);
        }
      }
    });
  }

  /** Ties of prices that move alike, of which the smallest or largest is taken; whether it matters is not known. */
  private void findAlike(Event event) {
    Map<Integer, Term> locals = new HashMap<>();
    event.lets().forEach(let -> locals.put(let.local(), let.value()));
    event.terms().forEach(term -> {
      Map<Integer, ForwardLevel> multiples = new HashMap<>();
      extremes(term).forEach(
          leaf -> multiple(leaf, locals).ifPresent(found -> multiples.putIfAbsent(found.asset(), found.level())));
      List<Integer> candidates = multiples.keySet().stream().sorted().toList();
      if (candidates.size() > 1) {
        ties.findAmong(candidates, IntStream.range(0, product.assets().size())
            .mapToObj(asset -> Optional.ofNullable(multiples.get(asset)).stream().toList()).toList(), now);
      }
    });
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

  /** A multiple of the price of an asset. */
  private record Multiple(int asset, ForwardLevel level) {

    Multiple times(double factor) {
      return new Multiple(asset, level.mapped(factor * level.value(), factor));
    }
  }

  private Optional<Multiple> multiple(Term term, Map<Integer, Term> locals) {
    return switch (term) {
      case Term.Price(int asset) -> Optional.of(new Multiple(asset, price(asset, now).level()));
      case Term.Local(int local) -> multiple(Objects.requireNonNull(locals.get(local)), locals);
      case Term.Combined(Term.Operator operator, Term.Constant factor, Term right) when operator == Term.Operator.MULTIPLY ->
        multiple(right, locals).map(of -> of.times(factor.value()));
      case Term.Combined(Term.Operator operator, Term left, Term.Constant factor) when operator == Term.Operator.MULTIPLY ->
        multiple(left, locals).map(of -> of.times(factor.value()));
      case Term.Combined(Term.Operator operator, Term left, Term.Constant factor) when operator == Term.Operator.DIVIDE ->
        multiple(left, locals).map(of -> of.times(1 / factor.value()));
      case Term.Combined _,Term.Constant _,Term.State _,Term.EventNumber _,Term.Values _,Term.Applied _,Term.Ranked _,Term.Chosen _,Term.Passed _,Term.Extreme _ ->
        Optional.empty();
    };
  }

  private void look(Traced one, Traced other) {
    if (one.isObserved() || other.isObserved()) {
      ties.find("what the script compares", one.level(), other.level(), now);
    }
  }

  private Traced price(int asset, double time) {
    return new Traced(prices.price(product.assets().get(asset), time), true);
  }

  @Override
  public Traced of(double value) {
    return new Traced(ForwardLevel.constant(value), false);
  }

  @Override
  public Traced price(int asset, ScriptRun.Moment moment) {
    return price(asset, now);
  }

  /** Of a certain price since the time before: it is at one of the ends, between which it follows its forward. */
  @Override
  public Traced extreme(Term.Direction direction, int asset, ScriptRun.Moment moment) {
    List<Double> times = script.events().get(moment.event()).times();
    double previous = moment.time() == 0 ? 0 : Math.max(0, product.left(times.get(moment.time() - 1)));
    Traced one = price(asset, previous);
    Traced other = price(asset, now);
    look(one, other);
    boolean takesLater = (direction == Term.Direction.UP) == (other.value() > one.value());
    return takesLater ? other : one;
  }

  @Override
  public boolean holds(Condition.Comparison comparison, Traced x, Traced y) {
    look(x, y);
    return comparison.holds(x.value(), y.value());
  }

  @Override
  public Traced ranked(int rank, List<Traced> of) {
    List<Traced> numbers = new ArrayList<>(of);
    numbers.sort(Comparator.comparingDouble(Traced::value));
    for (int i = 1; i < numbers.size(); i++) {
      look(numbers.get(i - 1), numbers.get(i));
    }
    return numbers.get(rank - 1);
  }

  @Override
  public Traced applied(Term.Function function, Traced x) {
    return switch (function) {
      case NEGATE -> x.mapped(-x.value(), -1);
      case ABS -> {
        look(x, of(0));
        yield x.mapped(Math.abs(x.value()), Math.signum(x.value()));
      }
      case EXP -> x.mapped(Math.exp(x.value()), Math.exp(x.value()));
      case LOG -> x.mapped(Math.log(x.value()), 1 / x.value());
      case SQRT -> x.mapped(Math.sqrt(x.value()), 0.5 / Math.sqrt(x.value()));
    };
  }

  @Override
  public Traced combined(Term.Operator operator, Traced x, Traced y) {
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
