package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Runs a script on known prices: what it has paid, its states, and whether it has ended. Start at {@link #happen}.
 */
public final class ScriptValues {

  private final Script script;
  private final double[] states;
  private final Map<Integer, Double> locals = new HashMap<>();
  /** The prices at the last time of each event that watches them, by place of the event and of the asset. */
  private final Map<Integer, Map<Integer, Double>> before = new HashMap<>();
  private final List<List<Integer>> watched;
  private double[] statesBefore;
  private Map<Integer, Double> pricesBefore = Map.of();
  private boolean ended;
  private double paid;
  private int number;

  /** Before the first event. */
  public ScriptValues(Script script) {
    this(script, List.of());
  }

  /**
   * Before the next event.
   *
   * @param states
   *          what the script's states are by then; empty if no event has happened
   */
  public ScriptValues(Script script, List<Double> states) {
    this(Require.given("script", script), Require.elements("states", states).isEmpty()
        ? script.states().stream().mapToDouble(Script.State::initial).toArray()
        : states.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private ScriptValues(Script script, double[] states) {
    this.script = script;
    this.states = states.clone();
    this.statesBefore = states;
    this.watched = script.events().stream()
        .map(event -> event.watched().stream().map(Term.Watched::asset).distinct().toList()).toList();
  }

  /** A number without prices and states. */
  static double ofConstant(Term term) {
    return new ScriptValues(new Script(List.of(), List.of(), List.of(), false)).value(term, 0, asset -> Double.NaN);
  }

  /**
   * Lets everything happen that happens at a time, in the order of the script. What prices did between the times of an
   * event is taken from its fixings: those at this time and at the one before.
   *
   * @param prices
   *          by place of the asset
   * @return what is paid
   */
  public double happen(double time, IntToDoubleFunction prices) {
    Require.given("prices", prices);
    paid = 0;
    statesBefore = states.clone();
    for (int i = 0; i < script.events().size(); i++) {
      Event event = script.events().get(i);
      int place = event.times().indexOf(time);
      if (place >= 0 && !ended) {
        pricesBefore = Objects.requireNonNull(before.getOrDefault(i, Map.of()));
        number = event.before() + place + 1;
        run(event.statements(), place, prices);
        before.put(i, watched.get(i).stream().collect(Collectors.toMap(Function.identity(), prices::applyAsDouble)));
      }
    }
    return paid;
  }

  /** Whether nothing happens any more. */
  public boolean hasEnded() {
    return ended;
  }

  /** What the states are now. */
  public List<Double> states() {
    return Arrays.stream(states).boxed().toList();
  }

  private void run(List<Statement> statements, int place, IntToDoubleFunction prices) {
    for (Statement statement : statements) {
      if (ended) {
        return;
      }
      switch (statement) {
        case Statement.Let let -> locals.put(let.local(), value(let.value(), place, prices));
        case Statement.Set set -> states[set.state()] = value(set.value(), place, prices);
        case Statement.Pay pay -> paid += value(pay.amount(), place, prices);
        case Statement.End _ -> ended = true;
        case Statement.When when ->
          run(holds(when.condition(), place, prices) ? when.then() : when.otherwise(), place, prices);
      }
    }
  }

  private boolean holds(Condition condition, int place, IntToDoubleFunction prices) {
    return switch (condition) {
      case Condition.Compared compared -> {
        double left = value(compared.left(), place, prices);
        double right = value(compared.right(), place, prices);
        yield switch (compared.comparison()) {
          case BELOW -> left < right;
          case AT_MOST -> left <= right;
          case ABOVE -> left > right;
          case AT_LEAST -> left >= right;
        };
      }
      case Condition.And and -> holds(and.left(), place, prices) && holds(and.right(), place, prices);
      case Condition.Or or -> holds(or.left(), place, prices) || holds(or.right(), place, prices);
      case Condition.Chosen chosen ->
        holds(holds(chosen.condition(), place, prices) ? chosen.then() : chosen.otherwise(), place, prices);
      case Condition.Known known -> known.holds();
      case Condition.Not not -> !holds(not.condition(), place, prices);
    };
  }

  private double value(Term term, int place, IntToDoubleFunction prices) {
    return switch (term) {
      case Term.Constant constant -> constant.value();
      case Term.Price(int asset) -> prices.applyAsDouble(asset);
      case Term.State(int state) -> states[state];
      case Term.Local(int local) -> Objects.requireNonNull(locals.get(local));
      case Term.EventNumber _ -> number;
      case Term.Values values -> values.numbers().get(place);
      case Term.Applied(Term.Function function, Term of) -> {
        double x = value(of, place, prices);
        yield switch (function) {
          case NEGATE -> -x;
          case ABS -> Math.abs(x);
          case EXP -> StrictMath.exp(x);
          case LOG -> StrictMath.log(x);
          case SQRT -> Math.sqrt(x);
        };
      }
      case Term.Combined(Term.Operator operator, Term first, Term second) -> {
        double x = value(first, place, prices);
        double y = value(second, place, prices);
        yield switch (operator) {
          case ADD -> x + y;
          case SUBTRACT -> x - y;
          case MULTIPLY -> x * y;
          case DIVIDE -> x / y;
          case POWER -> StrictMath.pow(x, y);
          case MIN -> Math.min(x, y);
          case MAX -> Math.max(x, y);
        };
      }
      case Term.Ranked(int rank, List<Term> of) ->
        of.stream().map(each -> value(each, place, prices)).sorted().toList().get(rank - 1);
      case Term.Passed(Term.Direction direction, int asset, Term level) -> {
        double extreme = extreme(direction, asset, prices);
        double at = between(level, place);
        yield switch (direction) {
          case UP -> extreme >= at ? 1 : 0;
          case DOWN -> extreme <= at ? 1 : 0;
        };
      }
      case Term.Extreme(Term.Direction direction, int asset) -> extreme(direction, asset, prices);
      case Term.Chosen(Condition condition, Term then, Term otherwise) ->
        value(holds(condition, place, prices) ? then : otherwise, place, prices);
    };
  }

  private double extreme(Term.Direction direction, int asset, IntToDoubleFunction prices) {
    double now = prices.applyAsDouble(asset);
    double last = pricesBefore.getOrDefault(asset, now);
    return switch (direction) {
      case UP -> Math.max(last, now);
      case DOWN -> Math.min(last, now);
    };
  }

  /** What a number was before anything happened at this time. */
  private double between(Term level, int place) {
    ScriptValues earlier = new ScriptValues(new Script(List.of(), script.states(), List.of(), false), statesBefore);
    earlier.number = number;
    return earlier.value(level, place, asset -> Double.NaN);
  }
}
