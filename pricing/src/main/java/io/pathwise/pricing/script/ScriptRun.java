package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs a script, event by event: what it pays, its states, and whether it has ended. What its numbers are, and where
 * prices come from, is for an {@link Arithmetic} to say. Start at {@link #happen}.
 *
 * @param <N>
 *          a number
 */
public final class ScriptRun<N> {

  private final Script script;
  private final Arithmetic<N> arithmetic;
  private final List<N> states;
  private final Map<Integer, N> locals = new HashMap<>();
  private final List<Payment<N>> paid = new ArrayList<>();
  /** What the states were before anything happened at this time. */
  private List<N> statesBefore;
  private Moment now = new Moment(0, 0);
  private boolean ended;
  private boolean exercises;

  /**
   * A time of an event.
   *
   * @param event
   *          the event's place in the script
   * @param time
   *          the time's place in the event
   */
  public record Moment(int event, int time) {}

  /**
   * What is paid because of an event.
   *
   * @param time
   *          when, in years from the script's origin
   * @param foreign
   *          the currency if it is another than that of the product
   * @param <N>
   *          a number
   */
  public record Payment<N>(N amount, double time, Optional<Statement.Foreign> foreign) {}

  /**
   * What can be done with numbers.
   *
   * @param <N>
   *          a number
   */
  public interface Arithmetic<N> {

    /** A number that is known. */
    N of(double value);

    /** The price of an asset, by its place among the script's assets. */
    N price(int asset, Moment moment);

    /** The highest or lowest price of an asset since the event's previous time. */
    N extreme(Term.Direction direction, int asset, Moment moment);

    /** A function of a number. */
    N applied(Term.Function function, N x);

    /** An operation on two numbers. */
    N combined(Term.Operator operator, N x, N y);

    /** Whether a comparison of two numbers holds. */
    boolean holds(Condition.Comparison comparison, N x, N y);

    /** One of several numbers by its rank, which is 1 for the smallest. */
    N ranked(int rank, List<N> of);
  }

  /**
   * Before the first event.
   *
   * @param arithmetic
   *          of the numbers
   */
  public ScriptRun(Script script, Arithmetic<N> arithmetic) {
    this(script, Require.given("script", script).states().stream().map(Script.State::initial).toList(), arithmetic);
  }

  /**
   * Before the next event.
   *
   * @param states
   *          what the script's states are by then
   * @param arithmetic
   *          of the numbers
   */
  public ScriptRun(Script script, List<Double> states, Arithmetic<N> arithmetic) {
    this.script = Require.given("script", script);
    this.arithmetic = Require.given("arithmetic", arithmetic);
    Require.that(Require.elements("states", states).size() == script.states().size(), "%s values of %s states",
        states.size(), script.states().size());
    this.states = new ArrayList<>(states.stream().map(arithmetic::of).toList());
    this.statesBefore = List.copyOf(this.states);
  }

  /** A number without prices and states. */
  static double ofConstant(Term term) {
    KnownPrices none = new KnownPrices((asset, moment) -> Double.NaN, (asset, moment) -> Double.NaN);
    return new ScriptRun<>(new Script(List.of(), List.of(), List.of(), false), none).value(term);
  }

  /**
   * Lets everything happen that happens at a moment, in the order of the script.
   *
   * @param times
   *          those of the script's times that are this moment, no two of them of one event
   * @return what is paid because of it, now or later
   */
  public List<Payment<N>> happen(List<Double> times) {
    Require.elements("times", times);
    paid.clear();
    statesBefore = List.copyOf(states);
    for (int i = 0; i < script.events().size(); i++) {
      Event event = script.events().get(i);
      for (double time : times) {
        int place = event.times().indexOf(time);
        if (place >= 0 && !ended) {
          now = new Moment(i, place);
          run(event.statements());
        }
      }
    }
    return List.copyOf(paid);
  }

  /** From now on whoever may end the product does. */
  void exercise() {
    exercises = true;
  }

  /** Whether nothing happens any more. */
  public boolean hasEnded() {
    return ended;
  }

  /** What the states are now. */
  public List<N> states() {
    return List.copyOf(states);
  }

  private void run(List<Statement> statements) {
    for (Statement statement : statements) {
      if (ended) {
        return;
      }
      switch (statement) {
        case Statement.Let let -> locals.put(let.local(), value(let.value()));
        case Statement.Set set -> states.set(set.state(), value(set.value()));
        case Statement.Pay(Term amount, List<Double> on, Optional<Statement.Foreign> foreign) ->
          paid.add(new Payment<>(value(amount), (on.isEmpty() ? times() : on).get(now.time()), foreign));
        case Statement.End _ -> ended = true;
        // What is still alive has not been exercised.
        case Statement.Exercise exercise -> {
          if (exercises && holds(exercise.allowed())) {
            run(exercise.then());
            ended = true;
          }
        }
        case Statement.When when -> run(holds(when.condition()) ? when.then() : when.otherwise());
      }
    }
  }

  private List<Double> times() {
    return script.events().get(now.event()).times();
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.Compared(Condition.Comparison comparison, Term left, Term right) ->
        arithmetic.holds(comparison, value(left), value(right));
      case Condition.And(Condition left, Condition right) -> holds(left) && holds(right);
      case Condition.Or(Condition left, Condition right) -> holds(left) || holds(right);
      case Condition.Not(Condition inner) -> !holds(inner);
      case Condition.Chosen(Condition chooses, Condition then, Condition otherwise) ->
        holds(holds(chooses) ? then : otherwise);
      case Condition.Known(boolean holds) -> holds;
    };
  }

  private N value(Term term) {
    return switch (term) {
      case Term.Constant constant -> arithmetic.of(constant.value());
      case Term.Price(int asset) -> arithmetic.price(asset, now);
      case Term.State(int state) -> states.get(state);
      case Term.Local(int local) -> Objects.requireNonNull(locals.get(local));
      case Term.EventNumber _ -> arithmetic.of(script.events().get(now.event()).before() + now.time() + 1);
      case Term.Values values -> arithmetic.of(values.numbers().get(now.time()));
      case Term.Applied(Term.Function function, Term of) -> arithmetic.applied(function, value(of));
      case Term.Combined(Term.Operator operator, Term left, Term right) ->
        arithmetic.combined(operator, value(left), value(right));
      case Term.Ranked(int rank, List<Term> of) -> arithmetic.ranked(rank, of.stream().map(this::value).toList());
      case Term.Passed(Term.Direction direction, int asset, Term level) -> {
        N extreme = arithmetic.extreme(direction, asset, now);
        boolean passed = arithmetic.holds(switch (direction) {
          case UP -> Condition.Comparison.AT_LEAST;
          case DOWN -> Condition.Comparison.AT_MOST;
        }, extreme, beforehand(level));
        yield arithmetic.of(passed ? 1 : 0);
      }
      case Term.Extreme(Term.Direction direction, int asset) -> arithmetic.extreme(direction, asset, now);
      case Term.Chosen(Condition condition, Term then, Term otherwise) -> value(holds(condition) ? then : otherwise);
    };
  }

  /** What a number was before anything happened at this time. */
  private N beforehand(Term level) {
    List<N> after = List.copyOf(states);
    replaceStates(statesBefore);
    N value = value(level);
    replaceStates(after);
    return value;
  }

  private void replaceStates(List<N> others) {
    states.clear();
    states.addAll(others);
  }
}
