package io.pathwise.pricing.script;

import io.pathwise.pricing.script.ScriptExpressions.Several;
import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import io.pathwise.pricing.script.ScriptNames.Meaning;
import io.pathwise.pricing.script.ScriptSchedules.Times;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a script by recursive descent: its states, names and events, and what happens at these. Start at
 * {@link #script}; numbers and conditions are in {@link ScriptExpressions}.
 */
final class ScriptParser {

  private final PaymentCurrencies currencies;
  /** Those that have names, and those that are rates only. */
  private final List<String> assets;
  private final ScriptTokens tokens;
  private final ScriptNames names;
  private final ScriptSchedules schedules;
  private final ScriptExpressions expressions;
  private final List<Script.State> states = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  /** Those of the event that is being read. */
  private Times times = Times.NONE;
  private int locals;
  /** How many blocks enclose what is read. */
  private int depth;
  private boolean pays;

  ScriptParser(String text, List<String> assets, Optional<LocalDate> origin, DateMoves rules,
      PaymentCurrencies currencies) {
    this.currencies = currencies;
    this.assets = currencies.withRates(assets);
    this.tokens = new ScriptTokens(text);
    this.names = new ScriptNames(assets);
    this.schedules = new ScriptSchedules(tokens, origin, rules);
    this.expressions = new ScriptExpressions(tokens, names, schedules);
  }

  Script script() {
    while (tokens.next().kind() != Kind.END) {
      Token token = tokens.take();
      switch (token.text()) {
        case "state" -> state();
        case "let" -> names.put(newName(), known());
        case "schedule" -> schedules.put(newName(), schedule());
        case "choice" -> names.put(newName(), choiceOfWords());
        case "observe" -> observable();
        case "at" -> event();
        default -> throw token
            .wrong(token.shown() + " is not understood here, allowed: state, let, schedule, choice, observe, at");
      }
    }
    if (!pays) {
      throw tokens.next().wrong("the script pays nothing, a statement 'pay ...' in 'at ... { }' is expected");
    }
    Script script = new Script(assets, states, events, schedules.countsFromOrigin());
    WatchedUse.problem(script).ifPresent(problem -> {
      throw tokens.first().wrong(problem);
    });
    return script;
  }

  /** A name that stands for nothing yet, and the = behind it. */
  private String newName() {
    Token token = tokens.name("name");
    names.requireNew(token);
    if (schedules.contains(token.text())) {
      throw token.wrong("'" + token.text() + "' has a meaning already, another name is needed");
    }
    tokens.expect("=");
    return token.text();
  }

  private void state() {
    String name = newName();
    Token token = tokens.next();
    Several initial = expressions.several();
    if (!initial.terms().stream().allMatch(ScriptExpressions::isConstant)) {
      throw token.wrong("a state begins with a number that is known, not with a price or another state");
    }
    boolean perAsset = tokens.accept("per", "asset") || initial.differs();
    List<Term> own = new ArrayList<>();
    for (int i = 0; i < (perAsset ? names.assets().size() : 1); i++) {
      states.add(new Script.State(perAsset ? name + " of " + names.assets().get(i) : name,
          ScriptRun.ofConstant(initial.of(i))));
      own.add(new Term.State(states.size() - 1));
    }
    names.put(name, perAsset ? new Meaning.PerAsset(own) : new Meaning.One(own.getFirst()));
  }

  /** A number that is known, or one for each asset, or one for each time of a schedule. */
  private Meaning known() {
    Token token = tokens.next();
    if (tokens.accept("[")) {
      return knownList(token);
    }
    Several value = expressions.several();
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < value.terms().size(); i++) {
      terms.add(expressions.known(token, value.terms().get(i), i));
    }
    return value.differs() ? new Meaning.PerAsset(terms) : new Meaning.One(terms.getFirst());
  }

  private Meaning knownList(Token first) {
    List<Term.Constant> numbers = new ArrayList<>();
    do {
      numbers.add(expressions.known());
    } while (tokens.accept(","));
    tokens.expect("]");
    if (tokens.accept("per", "time")) {
      return new Meaning.PerTime(numbers.stream().map(Term.Constant::value).toList());
    }
    if (!tokens.accept("per", "asset")) {
      throw tokens.next().wrong("'per asset' or 'per time' is expected, not " + tokens.next().shown());
    }
    if (numbers.size() != names.assets().size()) {
      throw first.wrong("%s numbers for %s assets".formatted(numbers.size(), names.assets().size()));
    }
    return new Meaning.PerAsset(List.copyOf(numbers));
  }

  private Meaning choiceOfWords() {
    Token chosen = tokens.word();
    tokens.expect("of");
    List<String> allowed = new ArrayList<>();
    do {
      allowed.add(tokens.word().text());
    } while (tokens.accept(","));
    Meaning.Choice.require(chosen, allowed);
    return new Meaning.Choice(chosen.text(), List.copyOf(allowed));
  }

  private void event() {
    times = schedule();
    expressions.at(times);
    List<Statement> statements = block();
    addEvent(times, statements);
    expressions.at(Times.NONE);
  }

  /** average of A at fixings: one for each asset if what is observed is. */
  private void observable() {
    String name = newName();
    Token word = tokens.take();
    Observable observable = Observable.find(word.text()).orElseThrow(
        () -> word.wrong(word.shown() + " cannot be observed, allowed: " + Observable.allowed()));
    tokens.expect("of");
    Several observed = expressions.several();
    tokens.expect("at");
    Token at = tokens.next();
    Times all = schedule();
    int divisor = observable.divisor(all.left().size());
    if (all.left().isEmpty() || divisor < 1) {
      throw at.wrong("there are too few times");
    }
    Condition isFirst = new Condition.Compared(Condition.Comparison.AT_MOST, new Term.EventNumber(),
        expressions.constant(word, all.leftOut() + 1));
    List<Statement> statements = new ArrayList<>();
    List<Term> own = new ArrayList<>();
    for (int i = 0; i < observed.terms().size(); i++) {
      int first = states.size();
      states.addAll(observable.states(observed.differs() ? name + " of " + names.assets().get(i) : name));
      statements.addAll(observable.observed(observed.terms().get(i), first, isFirst));
      Term state = new Term.State(first);
      own.add(divisor == 1 ? state : Terms.quotient(state, expressions.constant(at, divisor)));
    }
    addEvent(all, statements);
    names.put(name, observed.differs() ? new Meaning.PerAsset(own) : new Meaning.One(own.getFirst()));
  }

  private void addEvent(Times all, List<Statement> statements) {
    if (!all.left().isEmpty()) {
      events.add(new Event("event " + (events.size() + 1), all.left(), all.leftOut(), statements));
    }
  }

  /** All times of a schedule, or those from one of them on. */
  private Times schedule() {
    Times whole = schedules.read();
    if (!tokens.accept("from")) {
      return whole;
    }
    Token token = tokens.next();
    double first = expressions.knownAtom().value();
    if (first < 1 || first != Math.rint(first)) {
      throw token.wrong("times of a schedule are counted from 1, there is none of the number " + first);
    }
    return whole.from(first);
  }

  private List<Statement> block() {
    tokens.expect("{");
    tokens.enter();
    depth++;
    Map<String, Meaning> outside = names.enter();
    List<Statement> statements = new ArrayList<>();
    while (!tokens.accept("}")) {
      statements.addAll(statement());
    }
    names.leave(outside);
    depth--;
    tokens.leave();
    return statements;
  }

  /** What is said for each asset is a statement for each. */
  private List<Statement> statement() {
    Token token = tokens.take();
    if (token.kind() == Kind.END) {
      throw token.wrong("'}' is expected, not the end");
    }
    tokens.count(token);
    return switch (token.text()) {
      case "let" -> let(newName());
      case "set" -> set();
      case "pay" -> {
        pays = true;
        yield List.of(payment(token));
      }
      case "when" -> when();
      case "end" -> List.of(new Statement.End());
      case "exercise" -> List.of(exercise(token, Statement.Holder.OWNER));
      case "call" -> List.of(exercise(token, Statement.Holder.ISSUER));
      default -> throw token
          .wrong(token.shown() + " is not understood here, allowed: let, set, pay, when, exercise, call, end, }");
    };
  }

  /** The last of an event, as what is estimated is what the product is worth after it. */
  private Statement exercise(Token first, Statement.Holder by) {
    if (depth != 1) {
      throw first.wrong(first.shown() + " stands in an event itself, in no other block; a condition is written "
          + first.text() + " when ... { }");
    }
    Condition allowed = tokens.accept("when") ? expressions.condition() : new Condition.Known(true);
    List<Term> using = new ArrayList<>();
    if (tokens.accept("using")) {
      do {
        using.addAll(expressions.several().terms());
      } while (tokens.accept(","));
    }
    List<Statement> then = block();
    if (!tokens.next().is("}")) {
      throw tokens.next().wrong("nothing follows %s { } in its event; what happens if it is not chosen is written as "
          .formatted(first.text()) + "another event at the same times");
    }
    if (!Parts.onlyPay(then)) {
      throw first.wrong("the block of %s ends the product anyway: only let, pay and when stand in it"
          .formatted(first.text()));
    }
    return new Statement.Exercise(by, allowed, using, then);
  }

  private Statement payment(Token pay) {
    Term amount = expressions.number();
    if (!tokens.accept("in")) {
      return new Statement.Pay(amount, paymentTimes(pay), Optional.empty());
    }
    Token currency = tokens.take();
    Optional<String> rate = Optional.ofNullable(currencies.rates().get(currency.text())).orElseThrow(
        () -> currency.wrong("a currency is expected, not " + currency.shown()));
    List<Double> on = paymentTimes(pay);
    if (rate.isPresent() && !on.isEmpty()) {
      throw currency.wrong("a payment in another currency is made when it is known: 'on', 'after' and a payment lag "
          + "are for payments in the currency of the trade");
    }
    return new Statement.Pay(amount, on,
        rate.map(asset -> new Statement.Foreign(currency.text(), assets.indexOf(asset))));
  }

  /** One for each time of the event that is left; none if it pays at once. */
  private List<Double> paymentTimes(Token pay) {
    List<Double> written = writtenPaymentTimes();
    List<Double> times = written.isEmpty() ? this.times.left() : written;
    List<Double> paid = schedules.paid(pay, times);
    return paid.equals(times) ? written : paid;
  }

  private List<Double> writtenPaymentTimes() {
    Token token = tokens.next();
    if (tokens.accept("after")) {
      return schedules.after(times.left());
    }
    if (!tokens.accept("on")) {
      return List.of();
    }
    List<Double> on = schedules.read().left();
    if (on.size() != 1 && on.size() != times.all().size()) {
      throw token.wrong("there are %s times of payment for %s times".formatted(on.size(), times.all().size()));
    }
    List<Double> own = on.size() == 1
        ? Collections.nCopies(times.left().size(), on.getFirst())
        : on.subList(times.leftOut(), on.size());
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i) < times.left().get(i)) {
        throw token.wrong("a time of payment lies before what is paid is known");
      }
    }
    return own;
  }

  private List<Statement> let(String name) {
    Several value = expressions.several();
    List<Statement> lets = lets(name, value);
    List<Term> own = lets.stream().<Term>map(let -> new Term.Local(((Statement.Let) let).local())).toList();
    names.put(name, value.differs() ? new Meaning.PerAsset(own) : new Meaning.One(own.getFirst()));
    return lets;
  }

  private List<Statement> lets(String name, Several value) {
    List<Statement> lets = new ArrayList<>();
    for (int i = 0; i < value.terms().size(); i++) {
      lets.add(new Statement.Let(locals++, value.differs() ? name + " of " + names.assets().get(i) : name,
          value.terms().get(i)));
    }
    return lets;
  }

  private List<Statement> set() {
    Token token = tokens.take();
    List<Integer> own = switch (names.meaning(token.text()).orElseThrow(() -> noState(token))) {
      case Meaning.One(Term.State(int state)) -> List.of(state);
      case Meaning.PerAsset(List<Term> terms) when terms.getFirst() instanceof Term.State ->
        terms.stream().map(term -> ((Term.State) term).state()).toList();
      case Meaning.One _,Meaning.PerAsset _,Meaning.PerTime _,Meaning.Choice _ -> throw noState(token);
    };
    tokens.expect("=");
    Token first = tokens.next();
    Several value = expressions.several();
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
    Condition condition = expressions.condition();
    List<Statement> then = block();
    List<Statement> otherwise = List.of();
    if (tokens.accept("otherwise")) {
      if (tokens.next().is("when")) {
        tokens.enter();
        tokens.take();
        otherwise = when();
        tokens.leave();
      } else {
        otherwise = block();
      }
    }
    return condition instanceof Condition.Known(boolean holds)
        ? (holds ? then : otherwise)
        : List.of(new Statement.When(condition, then, otherwise));
  }
}
