package io.pathwise.pricing.script;

import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads a script by recursive descent, with bounds on its size and depth. Start at {@link #script}; expressions are in
 * {@link #expression} and below it, from what binds least to what binds most.
 */
final class ScriptParser {

  private static final int DEEPEST = 100;
  private static final int MOST_NODES = 20_000;
  private static final int MOST_TIMES = 10_000;
  private static final int MOST_CHAINED = 1_000;
  private static final int MOST_RANKED = 32;
  private static final int MOST_YEARS = 10_000;

  /** What else a statement may begin with. */
  private static final String STATEMENTS = "let, set, pay, when, end";

  private static final Map<String, Term.Function> FUNCTIONS = Map.of("abs", Term.Function.ABS, "exp",
      Term.Function.EXP, "log", Term.Function.LOG, "sqrt", Term.Function.SQRT);
  private static final List<String> SEVERAL = List.of("min", "max", "worst", "best", "sum", "average", "ranked",
      "values", "risen", "fallen", "highest", "lowest");
  private static final List<String> WORDS = List.of("state", "let", "schedule", "choice", "at", "set", "pay", "when",
      "otherwise", "end", "if", "then", "else", "and", "or", "not", "is", "of", "per", "from", "times", "until",
      "every",
      "number", "time", "years", "price", "prices");

  private final List<Token> tokens;
  private final List<String> assets;
  private final Optional<LocalDate> origin;
  private final List<Script.State> states = new ArrayList<>();
  private final Map<String, Schedule> schedules = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, Meaning> names = new HashMap<>();
  /** Numbers of the event's times that have been asked for. */
  private final Map<String, Term.Values> perTime = new HashMap<>();
  private int at;
  private int depth;
  private int nodes;
  private int constants;
  private int lists;
  private int locals;
  private int times;
  private boolean pays;
  private boolean countsFromOrigin;
  private Schedule current = new Schedule(List.of(), 0);
  /** The asset for which an expression is being read that may be another one for each. */
  private Optional<Integer> asset = Optional.empty();
  private boolean differsByAsset;

  /** What a name stands for. */
  private sealed interface Meaning {

    /** A number. */
    record One(Term term) implements Meaning {}

    /** A number for each asset. */
    record PerAsset(List<Term> terms) implements Meaning {}

    /** A number for each time of a schedule. */
    record PerTime(List<Double> numbers) implements Meaning {}

    /** One of some words, which is known. */
    record Choice(String chosen, List<String> allowed) implements Meaning {}
  }

  /**
   * Times of which the first ones may be left out.
   *
   * @param all
   *          increasing
   * @param leftOut
   *          how many nothing happens at
   */
  private record Schedule(List<Double> all, int leftOut) {

    List<Double> times() {
      return all.subList(leftOut, all.size());
    }
  }

  /**
   * What was read where each asset may have a number of its own.
   *
   * @param terms
   *          one for each asset, or one alone
   * @param differs
   *          whether it is one for each
   */
  private record Several(List<Term> terms, boolean differs) {}

  ScriptParser(String text, List<String> assets, Optional<LocalDate> origin) {
    this.tokens = new ScriptLexer(text).tokens();
    this.assets = assets;
    this.origin = origin;
    for (int i = 0; i < assets.size(); i++) {
      names.put(assets.get(i), new Meaning.One(new Term.Price(i)));
    }
  }

  Script script() {
    while (next().kind() != Kind.END) {
      Token token = take();
      switch (token.text()) {
        case "state" -> state();
        case "let" -> names.put(newName(), known());
        case "schedule" -> schedules.put(newName(), schedule());
        case "choice" -> names.put(newName(), choiceOfWords());
        case "at" -> event();
        default ->
          throw token.wrong(token.shown() + " is not understood here, allowed: state, let, schedule, choice, at");
      }
    }
    if (!pays) {
      throw next().wrong("the script pays nothing, a statement 'pay ...' in 'at ... { }' is expected");
    }
    Script script = new Script(assets, states, events, countsFromOrigin);
    WatchedUse.problem(script).ifPresent(problem -> {
      throw tokens.getFirst().wrong(problem);
    });
    return script;
  }

  private void state() {
    String name = newName();
    Token token = next();
    Several initial = several();
    if (!initial.terms().stream().allMatch(ScriptParser::isConstant)) {
      throw token.wrong("a state begins with a number that is known, not with a price or another state");
    }
    boolean perAsset = acceptPer("asset") || initial.differs();
    List<Term> own = new ArrayList<>();
    for (int i = 0; i < (perAsset ? assets.size() : 1); i++) {
      double value = ScriptValues.ofConstant(initial.terms().get(initial.differs() ? i : 0));
      states.add(new Script.State(perAsset ? name + " of " + assets.get(i) : name, value));
      own.add(new Term.State(states.size() - 1));
    }
    names.put(name, perAsset ? new Meaning.PerAsset(own) : new Meaning.One(own.getFirst()));
  }

  /** A number that is known, or one for each asset, or one for each time of a schedule. */
  private Meaning known() {
    Token token = next();
    if (accept("[")) {
      List<Term> terms = new ArrayList<>();
      do {
        terms.add(known(next(), term(expression())));
      } while (accept(","));
      expect("]");
      if (acceptPer("time")) {
        return new Meaning.PerTime(terms.stream().map(ScriptValues::ofConstant).toList());
      }
      if (!acceptPer("asset")) {
        throw next().wrong("'per asset' or 'per time' is expected, not " + next().shown());
      }
      if (terms.size() != assets.size()) {
        throw token.wrong("%s numbers for %s assets".formatted(terms.size(), assets.size()));
      }
      return new Meaning.PerAsset(terms);
    }
    Several value = several();
    List<Term> terms = value.terms().stream().map(term -> known(token, term)).toList();
    return value.differs() ? new Meaning.PerAsset(terms) : new Meaning.One(terms.getFirst());
  }

  private boolean acceptPer(String what) {
    boolean is = next().is("per") && following().is(what);
    at += is ? 2 : 0;
    return is;
  }

  /** A number of the script, in the place of what it follows from. */
  private Term known(Token token, Term value) {
    if (!isConstant(value)) {
      throw token.wrong("outside of events only numbers have names; prices are observed in 'at ... { }'");
    }
    return value instanceof Term.Constant ? value : new Term.Constant(ScriptValues.ofConstant(value), ++constants);
  }

  private Meaning choiceOfWords() {
    Token chosen = word();
    expect("of");
    List<String> allowed = new ArrayList<>();
    do {
      allowed.add(word().text());
    } while (accept(","));
    return new Meaning.Choice(chosen.text(), requireOneOf(chosen, allowed));
  }

  private static List<String> requireOneOf(Token chosen, List<String> allowed) {
    if (!allowed.contains(chosen.text())) {
      throw chosen.wrong("%s is not allowed here, allowed: %s".formatted(chosen.shown(), String.join(", ", allowed)));
    }
    return List.copyOf(allowed);
  }

  /** Words of choices may have hyphens. */
  private Token word() {
    Token token = take();
    if (token.kind() != Kind.NAME) {
      throw token.wrong("a word is expected, not " + token.shown());
    }
    StringBuilder word = new StringBuilder(token.text());
    while (next().is("-") && following().kind() == Kind.NAME) {
      at++;
      word.append('-').append(take().text());
    }
    return new Token(Kind.NAME, word.toString(), token.line(), token.column());
  }

  private static boolean isConstant(Term term) {
    return switch (term) {
      case Term.Constant _ -> true;
      case Term.Applied applied -> isConstant(applied.of());
      case Term.Combined combined -> isConstant(combined.left()) && isConstant(combined.right());
      case Term.Ranked ranked -> ranked.of().stream().allMatch(ScriptParser::isConstant);
      case Term.Price _,Term.State _,Term.Local _,Term.EventNumber _,Term.Values _,Term.Chosen _,Term.Watched _ ->
        false;
    };
  }

  /** A name that stands for nothing yet, and the = behind it. */
  private String newName() {
    Token token = take();
    if (token.kind() != Kind.NAME) {
      throw token.wrong("a name is expected, not " + token.shown());
    }
    String name = token.text();
    if (WORDS.contains(name) || SEVERAL.contains(name) || FUNCTIONS.containsKey(name)) {
      throw token.wrong("'" + name + "' is a word of the language, another name is needed");
    }
    if (names.containsKey(name) || schedules.containsKey(name)) {
      throw token.wrong("'" + name + "' has a meaning already, another name is needed");
    }
    expect("=");
    return name;
  }

  private void event() {
    current = schedule();
    List<Statement> statements = block();
    if (!current.times().isEmpty()) {
      events.add(new Event(current.times(), current.leftOut(), statements));
    }
    perTime.clear();
    current = new Schedule(List.of(), 0);
  }

  /** All times of a schedule, or those from one of them on. */
  private Schedule schedule() {
    Schedule whole = wholeSchedule();
    if (!accept("from")) {
      return whole;
    }
    Token token = next();
    double first = ScriptValues.ofConstant(known(token, term(power())));
    if (first < 1 || first != Math.rint(first)) {
      throw token.wrong("times of a schedule are counted from 1, there is none of the number " + first);
    }
    return new Schedule(whole.all(), (int) Math.min(whole.all().size(), whole.leftOut() + first - 1));
  }

  private Schedule wholeSchedule() {
    Token token = next();
    if (token.kind() == Kind.NAME && !token.is("every")) {
      take();
      Schedule known = schedules.get(token.text());
      if (known == null) {
        throw token.wrong("there is no schedule '" + token.text() + "', schedules: " + schedules.keySet());
      }
      return known;
    }
    List<Double> result = new ArrayList<>();
    if (accept("[")) {
      do {
        addTime(result, next());
      } while (accept(","));
      expect("]");
    } else if (accept("every")) {
      periodic(result);
    } else if (following().is("times")) {
      int count = wholeNumber(1, MOST_TIMES);
      expect("times");
      expect("until");
      countsFromOrigin = true;
      double end = time(next(), take());
      for (int i = 1; i <= count; i++) {
        result.add(end * i / count);
      }
    } else {
      addTime(result, next());
    }
    times += result.size();
    if (times > MOST_TIMES) {
      throw token.wrong("the script has more than %s times".formatted(MOST_TIMES));
    }
    return new Schedule(List.copyOf(result), 0);
  }

  /** Backwards from the last date, so that a stub is at the start. */
  private void periodic(List<Double> result) {
    int count = wholeNumber(1, MOST_TIMES);
    Token unit = take();
    expect("until");
    Token last = take();
    LocalDate end = date(last);
    LocalDate start = origin(last);
    countsFromOrigin = true;
    for (int i = 0; result.size() <= MOST_TIMES; i++) {
      long back = (long) i * count;
      LocalDate date = switch (unit.text()) {
        case "days", "day" -> end.minusDays(back);
        case "weeks", "week" -> end.minusWeeks(back);
        case "months", "month" -> end.minusMonths(back);
        case "years", "year" -> end.minusYears(back);
        default -> throw unit.wrong(unit.shown() + " is no period, allowed: days, weeks, months, years");
      };
      if (!date.isAfter(start)) {
        break;
      }
      result.addFirst(TradeTime.years(start, date));
    }
    if (result.isEmpty()) {
      throw last.wrong("no date up to " + last.text() + " lies after " + start);
    }
  }

  private LocalDate date(Token token) {
    Schedule known = schedules.get(token.text());
    if (token.kind() == Kind.NAME && known != null && known.times().size() == 1) {
      return TradeTime.nearestDay(origin(token), known.times().getFirst());
    }
    return token.date().orElseThrow(() -> token.wrong("a date is expected, not " + token.shown()));
  }

  private void addTime(List<Double> result, Token token) {
    double time = time(token, take());
    if (!result.isEmpty() && time <= result.getLast()) {
      throw token.wrong("times must increase, but " + token.text() + " follows a later or equal one");
    }
    result.add(time);
  }

  private double time(Token place, Token token) {
    double time = switch (token.kind()) {
      case NUMBER -> {
        countsFromOrigin = true;
        yield Double.parseDouble(token.text());
      }
      case DATE -> TradeTime.years(origin(token), token.date().orElseThrow());
      case NAME -> {
        Schedule known = schedules.get(token.text());
        if (known == null || known.times().size() != 1) {
          throw noTime(token);
        }
        yield known.times().getFirst();
      }
      case QUOTED, SIGN, END -> throw noTime(token);
    };
    if (!(time > 0)) {
      throw place.wrong(token.text() + " is no time after the start"
          + origin.map(start -> " " + start).orElse(""));
    }
    if (time > MOST_YEARS) {
      throw place.wrong(token.text() + " is more than %s years after the start".formatted(MOST_YEARS));
    }
    return time;
  }

  private static ScriptException noTime(Token token) {
    return token.wrong("a time in years or a date is expected, not " + token.shown());
  }

  private LocalDate origin(Token token) {
    return origin.orElseThrow(() -> token.wrong("dates need a day from which times count"));
  }

  private List<Statement> block() {
    expect("{");
    enter();
    Map<String, Meaning> outside = new HashMap<>(names);
    List<Statement> statements = new ArrayList<>();
    while (!accept("}")) {
      statements.addAll(statement());
    }
    names.clear();
    names.putAll(outside);
    depth--;
    return statements;
  }

  /** What is said for each asset is a statement for each. */
  private List<Statement> statement() {
    Token token = take();
    count(token);
    return switch (token.text()) {
      case "let" -> let(newName());
      case "set" -> set();
      case "pay" -> {
        pays = true;
        yield List.of(new Statement.Pay(term(expression())));
      }
      case "when" -> when();
      case "end" -> List.of(new Statement.End());
      default -> throw token.wrong(token.shown() + " is not understood here, allowed: " + STATEMENTS + ", }");
    };
  }

  private List<Statement> let(String name) {
    Several value = several();
    List<Statement> lets = lets(name, value);
    List<Term> own = lets.stream().<Term>map(let -> new Term.Local(((Statement.Let) let).local())).toList();
    names.put(name, value.differs() ? new Meaning.PerAsset(own) : new Meaning.One(own.getFirst()));
    return lets;
  }

  private List<Statement> lets(String name, Several value) {
    List<Statement> lets = new ArrayList<>();
    for (int i = 0; i < value.terms().size(); i++) {
      lets.add(new Statement.Let(locals++, value.differs() ? name + " of " + assets.get(i) : name,
          value.terms().get(i)));
    }
    return lets;
  }

  private List<Statement> set() {
    Token token = take();
    List<Integer> own = switch (names.get(token.text())) {
      case Meaning.One(Term.State(int state)) -> List.of(state);
      case Meaning.PerAsset(List<Term> terms) when terms.getFirst() instanceof Term.State ->
        terms.stream().map(term -> ((Term.State) term).state()).toList();
      case Meaning.One _,Meaning.PerAsset _,Meaning.PerTime _,Meaning.Choice _ -> throw noState(token);
      case null -> throw noState(token);
    };
    expect("=");
    Token first = next();
    Several value = several();
    if (value.terms().size() == 1) {
      return own.stream().<Statement>map(state -> new Statement.Set(state, value.terms().getFirst())).toList();
    }
    if (own.size() == 1) {
      throw first.wrong("this is a number for each asset, but " + token.shown() + " is a single one");
    }
    return setTogether(token.text(), own, value);
  }

  private ScriptException noState(Token token) {
    return token.wrong("there is no state %s, states: %s".formatted(token.shown(),
        states.stream().map(Script.State::name).toList()));
  }

  /** All values are known before the first state changes. */
  private List<Statement> setTogether(String name, List<Integer> own, Several value) {
    List<Statement> statements = lets("new " + name, value);
    for (int i = 0; i < own.size(); i++) {
      statements.add(new Statement.Set(own.get(i), new Term.Local(((Statement.Let) statements.get(i)).local())));
    }
    return statements;
  }

  private List<Statement> when() {
    Condition condition = condition(expression());
    List<Statement> then = block();
    List<Statement> otherwise = List.of();
    if (accept("otherwise")) {
      if (next().is("when")) {
        enter();
        take();
        otherwise = when();
        depth--;
      } else {
        otherwise = block();
      }
    }
    return condition instanceof Condition.Known(boolean holds)
        ? (holds ? then : otherwise)
        : List.of(new Statement.When(condition, then, otherwise));
  }

  /** An expression for each asset if it differs from one to the other. */
  private Several several() {
    Optional<Integer> outerAsset = asset;
    boolean outerDiffers = differsByAsset;
    int start = at;
    asset = Optional.of(0);
    differsByAsset = false;
    List<Term> terms = new ArrayList<>(List.of(term(expression())));
    boolean differs = differsByAsset;
    for (int i = 1; differs && i < assets.size(); i++) {
      at = start;
      asset = Optional.of(i);
      terms.add(term(expression()));
    }
    asset = outerAsset;
    differsByAsset = outerDiffers;
    return new Several(terms, differs);
  }

  private Term ofAsset(Token token, List<Term> terms) {
    differsByAsset = true;
    return terms.get(asset.orElseThrow(() -> token.wrong(token.shown()
        + " is a number for each asset; worst(...), best(...), sum(...), average(...) or ranked(k, ...) make one of it")));
  }

  /** An expression with the place where it begins. */
  private record Read(Expression expression, Token token) {}

  private Read expression() {
    Token token = next();
    enter();
    Read result = token.is("if") ? choice() : either();
    depth--;
    return result;
  }

  private Read choice() {
    Token token = take();
    Condition condition = condition(either());
    expect("then");
    Read then = expression();
    expect("else");
    Read otherwise = expression();
    if (then.expression() instanceof Condition one && otherwise.expression() instanceof Condition other) {
      return new Read(condition instanceof Condition.Known(boolean holds)
          ? (holds ? one : other)
          : new Condition.Chosen(condition, one, other), token);
    }
    Term one = term(then);
    Term other = term(otherwise);
    return new Read(condition instanceof Condition.Known(boolean holds)
        ? (holds ? one : other)
        : new Term.Chosen(condition, one, other), token);
  }

  private Read either() {
    Read left = both();
    for (int i = 0; accept("or"); i++) {
      bound(i);
      left = new Read(or(condition(left), condition(both())), left.token());
    }
    return left;
  }

  private Read both() {
    Read left = negation();
    for (int i = 0; accept("and"); i++) {
      bound(i);
      left = new Read(and(condition(left), condition(negation())), left.token());
    }
    return left;
  }

  private static Condition or(Condition left, Condition right) {
    if (left instanceof Condition.Known(boolean holds)) {
      return holds ? left : right;
    }
    if (right instanceof Condition.Known(boolean holds)) {
      return holds ? right : left;
    }
    return new Condition.Or(left, right);
  }

  private static Condition and(Condition left, Condition right) {
    if (left instanceof Condition.Known(boolean holds)) {
      return holds ? right : left;
    }
    if (right instanceof Condition.Known(boolean holds)) {
      return holds ? left : right;
    }
    return new Condition.And(left, right);
  }

  private static Condition not(Condition condition) {
    return condition instanceof Condition.Known(boolean holds)
        ? new Condition.Known(!holds)
        : new Condition.Not(condition);
  }

  private Read negation() {
    Token token = next();
    if (!accept("not")) {
      return comparison();
    }
    enter();
    Read read = new Read(not(condition(negation())), token);
    depth--;
    return read;
  }

  private Read comparison() {
    if (following().is("is")
        && names.get(next().text()) instanceof Meaning.Choice(String chosen, List<String> allowed)) {
      Token name = take();
      expect("is");
      Token word = word();
      requireOneOf(word, allowed);
      return new Read(new Condition.Known(word.text().equals(chosen)), name);
    }
    Read left = sum();
    Token sign = next();
    for (Condition.Comparison comparison : Condition.Comparison.values()) {
      if (accept(comparison.sign())) {
        Read right = sum();
        if (left.expression() instanceof Term.Passed || right.expression() instanceof Term.Passed) {
          throw sign.wrong("risen(...) and fallen(...) are probabilities, which are multiplied with and not compared");
        }
        return new Read(new Condition.Compared(comparison, term(left), term(right)), left.token());
      }
    }
    if (sign.is("=")) {
      throw sign.wrong("prices are compared with <, <=, > or >=, for they are never exactly equal");
    }
    return left;
  }

  private Read sum() {
    Read left = product();
    for (int i = 0;; i++) {
      bound(i);
      if (accept("+")) {
        left = combined(Term.Operator.ADD, left, product());
      } else if (accept("-")) {
        left = combined(Term.Operator.SUBTRACT, left, product());
      } else {
        return left;
      }
    }
  }

  private Read product() {
    Read left = signed();
    for (int i = 0;; i++) {
      bound(i);
      if (accept("*")) {
        left = combined(Term.Operator.MULTIPLY, left, signed());
      } else if (accept("/")) {
        left = combined(Term.Operator.DIVIDE, left, signed());
      } else {
        return left;
      }
    }
  }

  private Read signed() {
    Token token = next();
    if (!accept("-")) {
      return power();
    }
    enter();
    Read read = new Read(new Term.Applied(Term.Function.NEGATE, term(signed())), token);
    depth--;
    return read;
  }

  private Read power() {
    Read base = primary();
    if (!accept("^")) {
      return base;
    }
    enter();
    Read exponent = signed();
    depth--;
    return combined(Term.Operator.POWER, base, exponent);
  }

  private Read combined(Term.Operator operator, Read left, Read right) {
    return new Read(new Term.Combined(operator, term(left), term(right)), left.token());
  }

  private Read primary() {
    Token token = take();
    count(token);
    return switch (token.kind()) {
      case NUMBER -> new Read(number(token), token);
      case QUOTED -> new Read(named(token), token);
      case NAME -> new Read(named(token), token);
      case SIGN -> {
        if (!token.is("(")) {
          throw expected(token);
        }
        Read inside = expression();
        expect(")");
        yield new Read(inside.expression(), token);
      }
      case DATE, END -> throw expected(token);
    };
  }

  private static ScriptException expected(Token token) {
    return token.wrong("a number, a name or ( is expected, not " + token.shown());
  }

  private Term number(Token token) {
    double value = Double.parseDouble(token.text());
    if (Double.isInfinite(value)) {
      throw token.wrong(token.text() + " is too large");
    }
    return new Term.Constant(accept("%") ? value / 100 : value, ++constants);
  }

  private Term named(Token token) {
    if (token.kind() == Kind.NAME) {
      if (FUNCTIONS.containsKey(token.text())) {
        List<Term> of = arguments(token, 1, 1, this::single);
        return new Term.Applied(Objects.requireNonNull(FUNCTIONS.get(token.text())), of.getFirst());
      }
      if (SEVERAL.contains(token.text())) {
        return ofSeveral(token);
      }
      switch (token.text()) {
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
          if (assets.size() > 1) {
            throw token.wrong("there are %s prices; 'prices' are all of them".formatted(assets.size()));
          }
          return new Term.Price(0);
        }
        case "prices" -> {
          return ofAsset(token, IntStream.range(0, assets.size()).<Term>mapToObj(Term.Price::new).toList());
        }
        default -> {
        }
      }
    }
    return switch (names.get(token.text())) {
      case Meaning.One(Term term) -> term;
      case Meaning.PerAsset(List<Term> terms) -> ofAsset(token, terms);
      case Meaning.PerTime(List<Double> numbers) -> perTime(token, numbers);
      case Meaning.Choice(String _, List<String> allowed) -> throw token.wrong(
          "%s is a word, to be compared as in '%s is %s'".formatted(token.shown(), token.text(), allowed.getFirst()));
      case null -> throw token.wrong("%s is not known, known: %s; functions: %s, %s".formatted(token.shown(),
          names.keySet().stream().sorted().toList(), String.join(", ", FUNCTIONS.keySet().stream().sorted().toList()),
          String.join(", ", SEVERAL)));
    };
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
        name -> new Term.Values(numbers.subList(current.leftOut(), numbers.size()), ++lists));
  }

  /** From each time back to the one before, or to the origin. */
  private static List<Double> yearsBefore(List<Double> times) {
    return IntStream.range(0, times.size()).mapToObj(i -> times.get(i) - (i == 0 ? 0 : times.get(i - 1))).toList();
  }

  private Term ofSeveral(Token token) {
    return switch (token.text()) {
      case "min" -> folded(Term.Operator.MIN, arguments(token, 1, MOST_CHAINED, this::single));
      case "max" -> folded(Term.Operator.MAX, arguments(token, 1, MOST_CHAINED, this::single));
      case "worst" -> folded(Term.Operator.MIN, arguments(token, 1, MOST_CHAINED, this::all));
      case "best" -> folded(Term.Operator.MAX, arguments(token, 1, MOST_CHAINED, this::all));
      case "sum" -> folded(Term.Operator.ADD, arguments(token, 1, MOST_CHAINED, this::all));
      case "average" -> {
        List<Term> of = arguments(token, 1, MOST_CHAINED, this::all);
        yield new Term.Combined(Term.Operator.DIVIDE, folded(Term.Operator.ADD, of),
            new Term.Constant(of.size(), ++constants));
      }
      case "ranked" -> ranked(token);
      case "values" -> values(token);
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
    expect("(");
    int rank = wholeNumber(1, MOST_RANKED);
    List<Term> of = new ArrayList<>();
    while (accept(",")) {
      of.addAll(all());
    }
    expect(")");
    if (of.size() < rank || of.size() > MOST_RANKED) {
      throw token.wrong("ranked(%s, ...) needs from %s to %s numbers, not %s".formatted(rank, rank, MOST_RANKED,
          of.size()));
    }
    return new Term.Ranked(rank, of);
  }

  /** values(1, 0.95, 0.9): one for each time of the schedule. */
  private Term values(Token token) {
    List<Double> numbers = arguments(token, 1, MOST_TIMES, this::single).stream().map(term -> {
      if (!isConstant(term)) {
        throw token.wrong("values(...) has a number for each time, which must be known");
      }
      return ScriptValues.ofConstant(term);
    }).toList();
    if (numbers.size() != current.all().size()) {
      throw token.wrong("values(...) has %s numbers for %s times".formatted(numbers.size(), current.all().size()));
    }
    return new Term.Values(numbers.subList(current.leftOut(), numbers.size()), ++lists);
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
    return List.of(term(expression()));
  }

  /** Those of all assets. */
  private List<Term> all() {
    return several().terms();
  }

  private List<Term> arguments(Token token, int fewest, int most, Supplier<List<Term>> argument) {
    expect("(");
    List<Term> arguments = new ArrayList<>();
    do {
      arguments.addAll(argument.get());
    } while (accept(","));
    expect(")");
    if (arguments.size() < fewest || arguments.size() > most) {
      throw token.wrong("%s takes %s, not %s".formatted(token.text(),
          most == 1 ? "1 number" : fewest == most ? most + " numbers" : "%s to %s numbers".formatted(fewest, most),
          arguments.size()));
    }
    return arguments;
  }

  private static Term term(Read read) {
    return switch (read.expression()) {
      case Term term -> term;
      case Condition _ -> throw read.token().wrong("a number is expected here, not a condition");
    };
  }

  private static Condition condition(Read read) {
    return switch (read.expression()) {
      case Condition condition -> condition;
      case Term _ -> throw read.token().wrong("a condition such as 'A >= 100' is expected here, not a number");
    };
  }

  private int wholeNumber(int least, int most) {
    Token token = take();
    boolean isWhole = token.kind() == Kind.NUMBER && token.text().length() < 6
        && token.text().chars().allMatch(Character::isDigit);
    int number = isWhole ? Integer.parseInt(token.text()) : least - 1;
    if (number < least || number > most) {
      throw token.wrong("a whole number from %s to %s is expected, not %s".formatted(least, most, token.shown()));
    }
    return number;
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw next().wrong("more than %s levels lie within each other here".formatted(DEEPEST));
    }
  }

  /** Chains of operations are read one in the other. */
  private void bound(int chained) {
    if (chained > MOST_CHAINED) {
      throw next().wrong("more than %s operations follow each other here".formatted(MOST_CHAINED));
    }
  }

  private void count(Token token) {
    if (++nodes > MOST_NODES) {
      throw token.wrong("the script has more than %s parts".formatted(MOST_NODES));
    }
  }

  private Token next() {
    return tokens.get(at);
  }

  private Token following() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  private Token take() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private boolean accept(String word) {
    boolean is = next().is(word);
    if (is) {
      at++;
    }
    return is;
  }

  private void expect(String word) {
    Token token = next();
    if (!accept(word)) {
      throw token.wrong("'%s' is expected, not %s".formatted(word, token.shown()));
    }
  }
}
