package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.model.Curve;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.model.PriceMove;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.KnownPayment;
import io.pathwise.pricing.script.Condition;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes what a product pays: a stage for each event of its script, a state for each of the script's states. Numbers
 * that have a name are parameters, so that products that differ in numbers only share a kernel. Positive products of
 * prices and numbers are compared by their logarithms: a price that has not moved is then exactly at the level it was
 * at, and no exponential is taken on monitoring dates. Start at {@link #write}.
 */
final class Payoff {

  /** Powers up to this one are products. */
  private static final int MOST_MULTIPLIED = 8;

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final Prices prices;
  private final Curve curve;
  private final Events events;
  private final String prefix;
  private final Optional<Exercise> exercise;
  private final Optional<Dual> dual;
  private final DomesticProduct product;
  private final Script script;
  private final List<Expr.State> states = new ArrayList<>();
  private final Map<Integer, Expr> locals = new HashMap<>();
  private final Map<Integer, Optional<Expr>> localLogs = new HashMap<>();

  /**
   * The payoff of a product over observed prices.
   *
   * @param prefix
   *          of the names of states, which tells products apart that share a program; they share stages and parameters
   */
  Payoff(ProgramBuilder builder, InputsBuilder inputs, Curve curve, Prices prices, String prefix,
      DomesticProduct product) {
    this(builder, inputs, curve, prices, prefix, product, Optional.empty());
  }

  /**
   * The payoff of a product that nobody ends.
   *
   * @param policy
   *          of the same product where somebody does
   */
  static Payoff held(ProgramBuilder builder, InputsBuilder inputs, Curve curve, Prices prices, Payoff policy) {
    return new Payoff(builder, inputs, curve, prices, "held ", policy.product,
        Optional.of(new Dual(builder, inputs, prices, policy.exercise().orElseThrow())));
  }

  private Payoff(ProgramBuilder builder, InputsBuilder inputs, Curve curve, Prices prices, String prefix,
      DomesticProduct product, Optional<Dual> dual) {
    this.dual = dual;
    this.builder = builder;
    this.graph = builder.graph();
    this.inputs = inputs;
    this.prices = prices;
    this.prefix = prefix;
    this.product = product;
    this.script = product.script();
    this.curve = curve;
    List<Double> exerciseTimes = product.exerciseTimesLeft();
    this.events = new Events(builder, product.discounting() ? curve.discountFactor() : graph.literal(1.0), unpaid(),
        exerciseTimes.isEmpty() || dual.isPresent() ? graph.literal(1.0) : inputs.parameter("alive", 1.0), prefix);
    this.exercise = exerciseTimes.isEmpty() || dual.isPresent()
        ? Optional.empty()
        : Optional.of(new Exercise(builder, inputs, prices, events, exerciseTimes, product.expiry()));
  }

  /** What bounds its value from the other side, where nobody ends it. */
  Dual dual() {
    return dual.orElseThrow();
  }

  /** The decisions in it; empty if there are none. */
  Optional<Exercise> exercise() {
    return exercise;
  }

  /** 1 on paths on which the product has not ended. */
  Expr.State alive() {
    return events.alive();
  }

  /** Those of the script, once it is {@linkplain #write written}. */
  List<Expr.State> states() {
    return List.copyOf(states);
  }

  /** What is known to be paid, discounted. */
  private Expr unpaid() {
    Expr total = graph.literal(0.0);
    for (int i = 0; i < product.unpaid().size(); i++) {
      KnownPayment payment = product.unpaid().get(i);
      String name = "due payment " + (i + 1);
      Expr amount = inputs.parameter(name, payment.amount());
      total = graph.add(total, payment.time() > 0 && product.discounting()
          ? graph.mul(amount, curve.discountFactor(name, payment.time()))
          : amount);
    }
    return total;
  }

  /** Everything paid, discounted; to be read at the end. */
  Expr write() {
    for (int i = 0; i < script.states().size(); i++) {
      String name = script.states().get(i).name();
      states.add(builder.state(prefix + "state " + name, initial(name, product.state(i))));
    }
    for (Event event : script.events()) {
      Set<Double> times = event.times().stream().filter(product::isToCome).map(product::left)
          .collect(Collectors.toSet());
      if (!times.isEmpty()) {
        String name = inputs.stage(event.name(), times::contains);
        Stage stage = new Stage(name, event, name);
        event.watched().forEach(watched -> stage.watch(watched, times));
        stage.write(event.statements(), List.of());
      }
    }
    return events.paid();
  }

  private Expr initial(String name, double value) {
    return value == 0 || value == 1 ? graph.literal(value) : inputs.parameter("initial " + prefix + name, value);
  }

  /** What is compared. */
  private record Sides(Expr left, Expr right) {}

  /** One event, or the steps that lead to its times. */
  private final class Stage {
    private final String name;
    private final Event event;
    private final String stage;
    /** Up to then all that is certain of a price has been paid. */
    private final boolean isAtExpiry;
    private int payments;
    private final Map<Term.Watched, Expr.State> watched = new HashMap<>();
    /** On which paths the product has ended in this event, so far. */
    private Optional<Expr> ended = Optional.empty();
    /** What terms are until the next statement, which may change a state. */
    private final IdentityHashMap<Term, Expr> known = new IdentityHashMap<>();
    private final IdentityHashMap<Term, Optional<Expr>> knownLogs = new IdentityHashMap<>();

    Stage(String name, Event event, String stage) {
      this.name = name;
      this.event = event;
      this.stage = stage;
      this.isAtExpiry = event.times().stream().allMatch(time -> product.left(time) == product.expiry());
    }

    /** Keeps what a price did since the time before: of probabilities that of the opposite, of extremes logarithms. */
    void watch(Term.Watched what, Set<Double> times) {
      PriceMove move = prices.move(what.asset());
      Expr begins = inputs.begins("begin of " + name, times::contains);
      String asset = script.assets().get(what.asset());
      Expr.State kept = switch (what) {
        case Term.Passed(Term.Direction direction, int _, Term level) -> {
          Stage steps = new Stage(name, event, ModelStep.STAGE);
          Expr logLevel = steps.log(level)
              .orElseGet(() -> graph.log(graph.max(steps.term(level), graph.literal(Double.MIN_NORMAL))));
          Expr stays = switch (direction) {
            case UP -> move.staysBelow(logLevel);
            case DOWN -> move.staysAbove(logLevel);
          };
          Expr.State stayed = builder.state(prefix + name + ", " + asset + " stayed", graph.literal(1.0));
          builder.update(ModelStep.STAGE, stayed, graph.select(begins, stays, graph.mul(stayed, stays)));
          yield stayed;
        }
        case Term.Extreme(Term.Direction direction, int _) -> {
          Expr.State extreme = builder.state(prefix + name + ", extreme of " + asset, graph.literal(0.0));
          builder.update(ModelStep.STAGE, extreme, switch (direction) {
            case UP -> further(begins, extreme, move.highest(), graph::max);
            case DOWN -> further(begins, extreme, move.lowest(), graph::min);
          });
          yield extreme;
        }
      };
      watched.put(what, kept);
    }

    private Expr further(Expr begins, Expr before, Expr ofStep, BinaryOperator<Expr> choose) {
      return graph.select(begins, ofStep, choose.apply(before, ofStep));
    }

    /** Statements that happen where some conditions hold. */
    void write(List<Statement> statements, List<Expr> conditions) {
      for (Statement statement : statements) {
        known.clear();
        knownLogs.clear();
        switch (statement) {
          case Statement.Let let -> {
            locals.put(let.local(), term(let.value()));
            localLogs.put(let.local(), log(let.value()));
          }
          case Statement.Set set -> {
            Expr before = state(set.state());
            Expr after = term(set.value());
            builder.replace(name, states.get(set.state()),
                holding(conditions).map(holds -> graph.select(holds, after, before)).orElse(after));
          }
          case Statement.Pay pay when pay.on().isEmpty() || !product.discounting() ->
            happening(conditions).pay(term(pay.converted()));
          case Statement.Pay pay -> happening(conditions).pay(term(pay.converted()), discountFactor(pay.on()));
          case Statement.End _ -> {
            happening(conditions).terminate();
            Expr ending = holding(conditions).orElse(graph.truth(true));
            ended = Optional.of(ended.map(before -> graph.or(before, ending)).orElse(ending));
          }
          case Statement.Exercise chosen -> exercise(chosen);
          case Statement.When when -> {
            Expr condition = condition(when.condition());
            write(when.then(), with(conditions, condition));
            write(when.otherwise(), with(conditions, graph.not(condition)));
          }
        }
      }
    }

    /** The last statement of its event. */
    private void exercise(Statement.Exercise chosen) {
      List<Expr> conditions = chosen.allowed() instanceof Condition.Known(boolean holds) && holds
          ? List.of()
          : List.of(condition(chosen.allowed()));
      List<Expr> using = chosen.using().stream().map(this::term).toList();
      Expr amount = worth(chosen.then(), List.of());
      Optional<Expr> where = holding(conditions);
      exercise.ifPresent(decisions -> decisions.write(name, where, amount, chosen.by(), using, states));
      dual.ifPresent(bound -> bound.exercise(name, where, amount, beforeSteps(chosen), states, events));
    }

    /** What the payments of an exercise were worth in the state before a step; written last, as names change. */
    private Expr beforeSteps(Statement.Exercise chosen) {
      Stage steps = new Stage(name, event, ModelStep.STAGE);
      event.statements().forEach(statement -> {
        if (statement instanceof Statement.Let let) {
          locals.put(let.local(), steps.term(let.value()));
        }
      });
      return steps.worth(chosen.then(), List.of());
    }

    /** What some payments are worth today, as far as they are made. */
    private Expr worth(List<Statement> statements, List<Expr> conditions) {
      Expr sum = graph.literal(0.0);
      for (Statement statement : statements) {
        switch (statement) {
          case Statement.Let let -> {
            locals.put(let.local(), term(let.value()));
            localLogs.put(let.local(), log(let.value()));
          }
          case Statement.Pay pay -> {
            Expr amount = term(pay.converted());
            Expr paid = conditions.stream().reduce(graph::and)
                .map(holds -> graph.select(holds, amount, graph.literal(0.0))).orElse(amount);
            sum = graph.add(sum, product.discounting()
                ? graph.mul(paid, pay.on().isEmpty() ? curve.discountFactor() : discountFactor(pay.on()))
                : paid);
          }
          case Statement.When when -> {
            Expr condition = condition(when.condition());
            sum = graph.add(sum, graph.add(worth(when.then(), with(conditions, condition)),
                worth(when.otherwise(), with(conditions, graph.not(condition)))));
          }
          case Statement.Set _,Statement.End _,Statement.Exercise _ ->
            throw new IllegalStateException("a block that ends the product does nothing but pay");
        }
      }
      return sum;
    }

    /** That of payments later than their event. */
    private Expr discountFactor(List<Double> on) {
      Map<Double, Double> byTime = new HashMap<>();
      for (int i = 0; i < on.size(); i++) {
        byTime.put(product.left(event.times().get(i)), product.left(on.get(i)));
      }
      return curve.discountFactor(prefix + name + ", payment " + ++payments, end -> byTime.getOrDefault(end, end));
    }

    private Events.Event happening(List<Expr> conditions) {
      return holding(conditions).map(holds -> events.when(name, holds)).orElseGet(() -> events.always(name));
    }

    /** All of some conditions, and that the product has not ended; empty where that is always so. */
    private Optional<Expr> holding(List<Expr> conditions) {
      List<Expr> all = new ArrayList<>(conditions);
      ended.ifPresent(paths -> all.add(graph.not(paths)));
      return all.stream().reduce(graph::and);
    }

    private static List<Expr> with(List<Expr> conditions, Expr further) {
      List<Expr> all = new ArrayList<>(conditions);
      all.add(further);
      return all;
    }

    private Expr state(int place) {
      return builder.current(stage, states.get(place));
    }

    private Expr condition(Condition condition) {
      return switch (condition) {
        case Condition.Compared(Condition.Comparison comparison, Term left, Term right) -> {
          Sides sides = sides(left, right);
          yield switch (comparison) {
            case BELOW -> graph.less(sides.left(), sides.right());
            case AT_MOST -> graph.lessEqual(sides.left(), sides.right());
            case ABOVE -> graph.greater(sides.left(), sides.right());
            case AT_LEAST -> graph.greaterEqual(sides.left(), sides.right());
          };
        }
        case Condition.And(Condition left, Condition right) -> graph.and(condition(left), condition(right));
        case Condition.Or(Condition left, Condition right) -> graph.or(condition(left), condition(right));
        case Condition.Known(boolean holds) -> graph.truth(holds);
        case Condition.Not(Condition inner) -> graph.not(condition(inner));
        case Condition.Chosen(Condition chooses, Condition then, Condition otherwise) -> {
          Expr chosen = condition(chooses);
          yield graph.or(graph.and(chosen, condition(then)), graph.and(graph.not(chosen), condition(otherwise)));
        }
      };
    }

    /** Two numbers in a form that is compared: as drawn, by logarithms, or as they are. */
    private Sides sides(Term left, Term right) {
      Optional<Expr> logLeft = log(left);
      Optional<Expr> logRight = log(right);
      if (logLeft.isEmpty() || logRight.isEmpty()) {
        return new Sides(term(left), term(right));
      }
      if (left instanceof Term.Price(int asset) && !isOnPath(right)) {
        return new Sides(prices.compared(asset), prices.level(asset, term(right)));
      }
      if (right instanceof Term.Price(int asset) && !isOnPath(left)) {
        return new Sides(prices.level(asset, term(left)), prices.compared(asset));
      }
      return new Sides(logLeft.get(), logRight.get());
    }

    /** The logarithm of what is a product of prices and positive numbers, or the least or largest of such. */
    private Optional<Expr> log(Term term) {
      Optional<Expr> log = knownLogs.get(term);
      if (log == null) {
        log = writtenLog(term);
        knownLogs.put(term, log);
      }
      return log;
    }

    private Optional<Expr> writtenLog(Term term) {
      return switch (term) {
        case Term.Constant constant when constant.value() > 0 -> Optional.of(graph.log(term(term)));
        case Term.Values values when values.numbers().stream().allMatch(number -> number > 0) ->
          Optional.of(graph.log(positive(values)));
        case Term.Price(int asset) -> Optional.of(prices.log(asset));
        case Term.Local(int local) -> Objects.requireNonNull(localLogs.get(local));
        case Term.Combined(Term.Operator operator, Term left, Term right) -> switch (operator) {
          case MULTIPLY -> both(left, right, graph::add);
          case DIVIDE -> both(left, right, graph::sub);
          case MIN -> both(left, right, graph::min);
          case MAX -> both(left, right, graph::max);
          case ADD, SUBTRACT, POWER -> Optional.empty();
        };
        case Term.Ranked(int rank, List<Term> of) -> {
          List<Optional<Expr>> logs = of.stream().map(this::log).toList();
          yield logs.stream().allMatch(Optional::isPresent)
              ? Optional.of(Ranking.ranked(graph, rank, logs.stream().map(Optional::orElseThrow).toList()))
              : Optional.empty();
        }
        case Term.Extreme extreme -> Optional.of(Objects.requireNonNull(watched.get(extreme)));
        case Term.Constant _,Term.Values _,Term.State _,Term.EventNumber _,Term.Applied _,Term.Chosen _,Term.Passed _ ->
          Optional.empty();
      };
    }

    private Optional<Expr> both(Term left, Term right, BinaryOperator<Expr> operation) {
      Optional<Expr> second = log(right);
      return log(left).flatMap(one -> second.map(other -> operation.apply(one, other)));
    }

    private Expr term(Term term) {
      Expr expression = known.get(term);
      if (expression == null) {
        expression = written(term);
        known.put(term, expression);
      }
      return expression;
    }

    private Expr written(Term term) {
      return switch (term) {
        case Term.Constant(double value, Optional<String> parameter) ->
          parameter.map(name -> inputs.parameter(name, value)).orElseGet(() -> graph.literal(value));
        case Term.Price(int asset) -> isAtExpiry ? prices.priceAtExpiry(asset) : prices.price(asset);
        case Term.State(int place) -> state(place);
        case Term.Local(int local) -> Objects.requireNonNull(locals.get(local));
        case Term.EventNumber _ -> atEvents("number of " + name,
            IntStream.rangeClosed(1, event.times().size()).mapToObj(i -> (double) event.before() + i).toList(), 0);
        case Term.Values values -> atEvents(values.name(), values.numbers(), 0);
        case Term.Passed passed ->
          graph.sub(graph.literal(1.0), Objects.requireNonNull(watched.get(passed)));
        case Term.Extreme extreme -> graph.exp(Objects.requireNonNull(watched.get(extreme)));
        case Term.Applied(Term.Function function, Term of) -> switch (function) {
          case NEGATE -> graph.neg(term(of));
          case ABS -> graph.apply(Operation.ABS, term(of));
          case EXP -> graph.exp(term(of));
          case LOG -> log(of).orElseGet(() -> graph.log(term(of)));
          case SQRT -> graph.sqrt(term(of));
        };
        case Term.Combined(Term.Operator operator, Term base, Term exponent) when operator == Term.Operator.POWER
            && smallAndWhole(exponent).isPresent() ->
          power(term(base), smallAndWhole(exponent).getAsInt());
        case Term.Combined(Term.Operator operator, Term left, Term.Combined(Term.Operator inner, Term one, Term other)) when operator == Term.Operator.ADD
            && inner == Term.Operator.MULTIPLY ->
          graph.fma(term(one), term(other), term(left));
        case Term.Combined(Term.Operator operator, Term left, Term right) -> {
          boolean selects = operator == Term.Operator.MIN || operator == Term.Operator.MAX;
          Optional<Expr> log = selects && isOnPath(left) && isOnPath(right) ? log(term) : Optional.empty();
          yield log.map(graph::exp).orElseGet(() -> combined(operator, term(left), term(right)));
        }
        case Term.Ranked(int rank, List<Term> of) -> log(term).map(graph::exp)
            .orElseGet(() -> Ranking.ranked(graph, rank, of.stream().map(this::term).toList()));
        case Term.Chosen(Condition condition, Term then, Term otherwise) ->
          graph.select(condition(condition), term(then), term(otherwise));
      };
    }

    /** An exponent by which a power is a product. */
    private static OptionalInt smallAndWhole(Term exponent) {
      if (exponent instanceof Term.Applied(Term.Function function, Term of) && function == Term.Function.NEGATE) {
        OptionalInt opposite = smallAndWhole(of);
        return opposite.isPresent() ? OptionalInt.of(-opposite.getAsInt()) : opposite;
      }
      return exponent instanceof Term.Constant(double value, Optional<String> _) && Math.abs(value) <= MOST_MULTIPLIED
          && value == Math.rint(value) ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    /** Of any number, also of 0 or a negative one. */
    private Expr power(Expr base, int exponent) {
      if (exponent == 0) {
        return graph.literal(1.0);
      }
      Expr product = base;
      for (int i = 1; i < Math.abs(exponent); i++) {
        product = graph.mul(product, base);
      }
      return exponent > 0 ? product : graph.div(graph.literal(1.0), product);
    }

    private boolean isOnPath(Term term) {
      return term(term).variability() == Variability.PATH;
    }

    private Expr combined(Term.Operator operator, Expr x, Expr y) {
      return switch (operator) {
        case ADD -> graph.add(x, y);
        case SUBTRACT -> graph.sub(x, y);
        case MULTIPLY -> graph.mul(x, y);
        case DIVIDE -> y.variability() == Variability.PATH
            ? graph.div(x, y)
            : graph.mul(x, graph.div(graph.literal(1.0), y));
        case POWER -> graph.apply(Operation.POW, x, y);
        case MIN -> graph.min(x, y);
        case MAX -> graph.max(x, y);
      };
    }

    /** Numbers of a schedule, where other steps have one whose logarithm exists. */
    private Expr positive(Term.Values values) {
      return atEvents("positive " + values.name(), values.numbers(), 1);
    }

    private Expr atEvents(String what, List<Double> numbers, double elsewhere) {
      NavigableMap<Double, Double> byTime = new TreeMap<>();
      for (int i = 0; i < numbers.size(); i++) {
        byTime.put(product.left(event.times().get(i)), numbers.get(i));
      }
      return stage.equals(name)
          ? inputs.atTimes(what, byTime, elsewhere)
          : inputs.untilTimes(what + ", next", byTime);
    }
  }
}
