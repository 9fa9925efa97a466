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
import org.jspecify.annotations.Nullable;

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

  /** What else a statement may begin with. */
  private static final String STATEMENTS = "let, set, pay, when, end";

  private static final Map<String, Term.Function> FUNCTIONS = Map.of("abs", Term.Function.ABS, "exp",
      Term.Function.EXP, "log", Term.Function.LOG, "sqrt", Term.Function.SQRT);
  private static final List<String> SEVERAL = List.of("min", "max", "worst", "best", "sum", "average", "ranked",
      "values");
  private static final List<String> WORDS = List.of("state", "let", "schedule", "at", "set", "pay", "when",
      "otherwise", "end", "if", "then", "else", "and", "or", "not", "times", "until", "every", "number");

  private final List<Token> tokens;
  private final List<String> assets;
  private final Optional<LocalDate> origin;
  private final List<Script.State> states = new ArrayList<>();
  private final Map<String, List<Double>> schedules = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, Term> names = new HashMap<>();
  private int at;
  private int depth;
  private int nodes;
  private int constants;
  private int lists;
  private int locals;
  private int times;
  private boolean pays;
  private boolean countsFromOrigin;
  private List<Double> eventTimes = List.of();

  ScriptParser(String text, List<String> assets, Optional<LocalDate> origin) {
    this.tokens = new ScriptLexer(text).tokens();
    this.assets = assets;
    this.origin = origin;
    for (int i = 0; i < assets.size(); i++) {
      names.put(assets.get(i), new Term.Price(i));
    }
  }

  Script script() {
    while (next().kind() != Kind.END) {
      Token token = take();
      switch (token.text()) {
        case "state" -> state();
        case "let" -> names.put(newName(), constant());
        case "schedule" -> schedules.put(newName(), schedule());
        case "at" -> event();
        default -> throw token.wrong(token.shown() + " is not understood here, allowed: state, let, schedule, at");
      }
    }
    if (!pays) {
      throw next().wrong("the script pays nothing, a statement 'pay ...' in 'at ... { }' is expected");
    }
    return new Script(assets, states, events, countsFromOrigin);
  }

  private void state() {
    String name = newName();
    Token token = next();
    Term initial = term(expression());
    if (!isConstant(initial)) {
      throw token.wrong("a state begins with a number that is known, not with a price or another state");
    }
    states.add(new Script.State(name, ScriptValues.ofConstant(initial)));
    names.put(name, new Term.State(states.size() - 1));
  }

  private Term constant() {
    Token token = next();
    Term value = term(expression());
    if (!isConstant(value)) {
      throw token.wrong("outside of events only numbers have names; prices are observed in 'at ... { }'");
    }
    return value;
  }

  private static boolean isConstant(Term term) {
    return switch (term) {
      case Term.Constant _ -> true;
      case Term.Applied applied -> isConstant(applied.of());
      case Term.Combined combined -> isConstant(combined.left()) && isConstant(combined.right());
      case Term.Ranked ranked -> ranked.of().stream().allMatch(ScriptParser::isConstant);
      case Term.Price _,Term.State _,Term.Local _,Term.EventNumber _,Term.Values _,Term.Chosen _ -> false;
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
    Token token = next();
    eventTimes = schedule();
    if (!token.is("[") && eventTimes.isEmpty()) {
      throw token.wrong("no time is left");
    }
    events.add(new Event(eventTimes, block()));
  }

  private List<Double> schedule() {
    Token token = next();
    if (token.kind() == Kind.NAME && !token.is("every")) {
      take();
      List<Double> known = schedules.get(token.text());
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
    } else if (tokens.get(Math.min(at + 1, tokens.size() - 1)).is("times")) {
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
    return List.copyOf(result);
  }

  /** Backwards from the last date, so that a stub is at the start. */
  private void periodic(List<Double> result) {
    int count = wholeNumber(1, MOST_TIMES);
    Token unit = take();
    expect("until");
    Token last = take();
    LocalDate end = last.date().orElseThrow(() -> last.wrong("a date is expected, not " + last.shown()));
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
      case NAME, QUOTED, SIGN, END ->
        throw token.wrong("a time in years or a date is expected, not " + token.shown());
    };
    if (!(time > 0) || time == Double.POSITIVE_INFINITY) {
      throw place.wrong(token.text() + " is no time after the start"
          + origin.map(start -> " " + start).orElse(""));
    }
    return time;
  }

  private LocalDate origin(Token token) {
    return origin.orElseThrow(() -> token.wrong("dates need a day from which times count"));
  }

  private List<Statement> block() {
    expect("{");
    enter();
    Map<String, Term> outside = new HashMap<>(names);
    List<Statement> statements = new ArrayList<>();
    while (!accept("}")) {
      statements.add(statement());
    }
    names.clear();
    names.putAll(outside);
    depth--;
    return statements;
  }

  private Statement statement() {
    Token token = take();
    count(token);
    return switch (token.text()) {
      case "let" -> {
        String name = newName();
        Term value = term(expression());
        names.put(name, new Term.Local(locals));
        yield new Statement.Let(locals++, name, value);
      }
      case "set" -> set();
      case "pay" -> {
        pays = true;
        yield new Statement.Pay(term(expression()));
      }
      case "when" -> when();
      case "end" -> new Statement.End();
      default -> throw token.wrong(token.shown() + " is not understood here, allowed: " + STATEMENTS + ", }");
    };
  }

  private Statement set() {
    Token token = take();
    if (!(names.get(token.text()) instanceof Term.State(int state))) {
      throw token.wrong("there is no state " + token.shown() + ", states: "
          + states.stream().map(Script.State::name).toList());
    }
    expect("=");
    return new Statement.Set(state, term(expression()));
  }

  private Statement when() {
    Condition condition = condition(expression());
    List<Statement> then = block();
    if (!accept("otherwise")) {
      return new Statement.When(condition, then, List.of());
    }
    if (next().is("when")) {
      enter();
      take();
      Statement chained = when();
      depth--;
      return new Statement.When(condition, then, List.of(chained));
    }
    return new Statement.When(condition, then, block());
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
    Term then = term(expression());
    expect("else");
    return new Read(new Term.Chosen(condition, then, term(expression())), token);
  }

  private Read either() {
    Read left = both();
    for (int i = 0; accept("or"); i++) {
      bound(i);
      left = new Read(new Condition.Or(condition(left), condition(both())), left.token());
    }
    return left;
  }

  private Read both() {
    Read left = negation();
    for (int i = 0; accept("and"); i++) {
      bound(i);
      left = new Read(new Condition.And(condition(left), condition(negation())), left.token());
    }
    return left;
  }

  private Read negation() {
    Token token = next();
    if (!accept("not")) {
      return comparison();
    }
    enter();
    Read read = new Read(new Condition.Not(condition(negation())), token);
    depth--;
    return read;
  }

  private Read comparison() {
    Read left = sum();
    Token sign = next();
    for (Condition.Comparison comparison : Condition.Comparison.values()) {
      if (accept(comparison.sign())) {
        return new Read(new Condition.Compared(comparison, term(left), term(sum())), left.token());
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
        List<Term> of = arguments(token, 1, 1);
        return new Term.Applied(Objects.requireNonNull(FUNCTIONS.get(token.text())), of.getFirst());
      }
      if (SEVERAL.contains(token.text())) {
        return several(token);
      }
      if (token.is("number")) {
        return new Term.EventNumber();
      }
    }
    @Nullable
    Term known = names.get(token.text());
    if (known == null) {
      throw token.wrong("%s is not known, known: %s; functions: %s, %s".formatted(token.shown(),
          names.keySet().stream().sorted().toList(), String.join(", ", FUNCTIONS.keySet().stream().sorted().toList()),
          String.join(", ", SEVERAL)));
    }
    return known;
  }

  private Term several(Token token) {
    return switch (token.text()) {
      case "min", "worst" -> folded(Term.Operator.MIN, arguments(token, 1, MOST_CHAINED));
      case "max", "best" -> folded(Term.Operator.MAX, arguments(token, 1, MOST_CHAINED));
      case "sum" -> folded(Term.Operator.ADD, arguments(token, 1, MOST_CHAINED));
      case "average" -> {
        List<Term> of = arguments(token, 1, MOST_CHAINED);
        yield new Term.Combined(Term.Operator.DIVIDE, folded(Term.Operator.ADD, of),
            new Term.Constant(of.size(), ++constants));
      }
      case "ranked" -> ranked(token);
      case "values" -> values(token);
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
      of.add(term(expression()));
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
    List<Double> numbers = arguments(token, 1, MOST_TIMES).stream().map(term -> {
      if (!isConstant(term)) {
        throw token.wrong("values(...) has a number for each time, which must be known");
      }
      return ScriptValues.ofConstant(term);
    }).toList();
    if (numbers.size() != eventTimes.size()) {
      throw token.wrong("values(...) has %s numbers for %s times".formatted(numbers.size(), eventTimes.size()));
    }
    return new Term.Values(numbers, ++lists);
  }

  private List<Term> arguments(Token token, int fewest, int most) {
    expect("(");
    List<Term> arguments = new ArrayList<>();
    do {
      arguments.add(term(expression()));
    } while (accept(","));
    expect(")");
    if (arguments.size() < fewest || arguments.size() > most) {
      throw token.wrong("%s takes %s, not %s".formatted(token.text(),
          fewest == most ? fewest + " number" : "%s to %s numbers".formatted(fewest, most), arguments.size()));
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
