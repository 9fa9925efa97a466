package io.pathwise.pricing.script;

import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import io.pathwise.pricing.script.ScriptNames.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads expressions, each rule of the grammar by a method, from what binds least to what binds most. Start at
 * {@link #several}.
 */
final class ScriptExpressions {

  private final ScriptTokens tokens;
  private final ScriptNames names;
  private final ScriptPlaces places = new ScriptPlaces();
  private final ScriptFunctions functions;
  /** The asset for which an expression is being read that may be another one for each. */
  private Optional<Integer> asset = Optional.empty();
  private boolean differsByAsset;

  /**
   * What was read where each asset may have a number of its own.
   *
   * @param terms
   *          one for each asset, or one alone
   * @param differs
   *          whether it is one for each
   */
  record Several(List<Term> terms, boolean differs) {

    /** That of an asset. */
    Term of(int asset) {
      return terms.get(differs ? asset : 0);
    }
  }

  ScriptExpressions(ScriptTokens tokens, ScriptNames names, ScriptSchedules schedules) {
    this.tokens = tokens;
    this.names = names;
    this.functions = new ScriptFunctions(tokens, names, schedules, places, this);
  }

  /** What is read from here on happens at these times. */
  void at(ScriptSchedules.Times times) {
    functions.at(times);
  }

  /** A number. */
  Term number() {
    return term(expression());
  }

  /** A condition. */
  Condition condition() {
    return condition(expression());
  }

  /** A number of which all is known. */
  Term.Constant known() {
    Token token = tokens.next();
    return known(token, number(), 0);
  }

  /** A known number that is no sum, product or comparison. */
  Term.Constant knownAtom() {
    Token token = tokens.next();
    return known(token, term(power()), 0);
  }

  /**
   * A number of the script, in the place of what it follows from.
   *
   * @param token
   *          where it begins
   * @param ofAsset
   *          the asset of which it is; 0 where it is for all
   */
  Term.Constant known(Token token, Term value, int ofAsset) {
    if (!isConstant(value)) {
      throw token.wrong("outside of events only numbers have names; prices are observed in 'at ... { }'");
    }
    return value instanceof Term.Constant constant
        ? constant
        : places.constant(token, ofAsset, ScriptRun.ofConstant(value));
  }

  /** A number that follows from what stands at a place. */
  Term.Constant constant(Token token, double value) {
    return places.constant(token, 0, value);
  }

  static boolean isConstant(Term term) {
    return Parts.of(term).allMatch(part -> switch (part) {
      case Term.Constant _,Term.Applied _,Term.Combined _,Term.Ranked _ -> true;
      case Term.Price _,Term.State _,Term.Local _,Term.EventNumber _,Term.Values _,Term.Chosen _,Term.Watched _ ->
        false;
    });
  }

  /** An expression for each asset if it differs from one to the other. */
  Several several() {
    Optional<Integer> outerAsset = asset;
    boolean outerDiffers = differsByAsset;
    int start = tokens.mark();
    asset = Optional.of(0);
    differsByAsset = false;
    List<Term> terms = new ArrayList<>(List.of(term(expression())));
    boolean differs = differsByAsset;
    for (int i = 1; differs && i < names.assets().size(); i++) {
      tokens.back(start);
      asset = Optional.of(i);
      terms.add(term(expression()));
    }
    asset = outerAsset;
    differsByAsset = outerDiffers;
    return new Several(terms, differs);
  }

  /** The asset for which is read now; 0 where it is for all. */
  int asset() {
    return asset.orElse(0);
  }

  /** That of numbers which is meant where an expression is for each asset. */
  Term ofAsset(Token token, List<Term> terms) {
    differsByAsset = true;
    return terms.get(asset.orElseThrow(() -> token.wrong(token.shown()
        + " is a number for each asset; worst(...), best(...), sum(...), average(...) or ranked(k, ...) make one of it")));
  }

  /** An expression with the place where it begins. */
  private record Read(Expression expression, Token token) {}

  private Read expression() {
    Token token = tokens.next();
    tokens.enter();
    Read result = token.is("if") ? choice() : either();
    tokens.leave();
    return result;
  }

  private Read choice() {
    Token token = tokens.take();
    Condition condition = condition(either());
    tokens.expect("then");
    Read then = expression();
    tokens.expect("else");
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
    for (int i = 0; tokens.accept("or"); i++) {
      tokens.bound(i);
      left = new Read(or(condition(left), condition(both())), left.token());
    }
    return left;
  }

  private Read both() {
    Read left = negation();
    for (int i = 0; tokens.accept("and"); i++) {
      tokens.bound(i);
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
    Token token = tokens.next();
    if (!tokens.accept("not")) {
      return comparison();
    }
    tokens.enter();
    Read read = new Read(not(condition(negation())), token);
    tokens.leave();
    return read;
  }

  private Read comparison() {
    if (tokens.following().is("is")
        && names.meaning(tokens.next().text())
            .orElse(null) instanceof Meaning.Choice(String chosen, List<String> allowed)) {
      Token name = tokens.take();
      tokens.expect("is");
      Token word = Meaning.Choice.require(tokens.word(), allowed);
      return new Read(new Condition.Known(word.text().equals(chosen)), name);
    }
    Read left = sum();
    Token sign = tokens.next();
    for (Condition.Comparison comparison : Condition.Comparison.values()) {
      if (tokens.accept(comparison.sign())) {
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
    return chain(this::product, Map.of("+", Term.Operator.ADD, "-", Term.Operator.SUBTRACT));
  }

  private Read product() {
    return chain(this::signed, Map.of("*", Term.Operator.MULTIPLY, "/", Term.Operator.DIVIDE));
  }

  /** Parts with signs between them, of which the left ones bind first. */
  private Read chain(Supplier<Read> part, Map<String, Term.Operator> operators) {
    Read left = part.get();
    for (int i = 0; tokens.next().kind() == Kind.SIGN; i++) {
      Term.Operator operator = operators.get(tokens.next().text());
      if (operator == null) {
        break;
      }
      tokens.bound(i);
      tokens.take();
      left = combined(operator, left, part.get());
    }
    return left;
  }

  private Read signed() {
    Token token = tokens.next();
    if (!tokens.accept("-")) {
      return power();
    }
    tokens.enter();
    Read read = new Read(new Term.Applied(Term.Function.NEGATE, term(signed())), token);
    tokens.leave();
    return read;
  }

  private Read power() {
    Read base = primary();
    if (!tokens.accept("^")) {
      return base;
    }
    tokens.enter();
    Read exponent = signed();
    tokens.leave();
    return combined(Term.Operator.POWER, base, exponent);
  }

  private Read combined(Term.Operator operator, Read left, Read right) {
    return new Read(new Term.Combined(operator, term(left), term(right)), left.token());
  }

  private Read primary() {
    Token token = tokens.take();
    tokens.count(token);
    return switch (token.kind()) {
      case NUMBER -> new Read(number(token), token);
      case QUOTED -> new Read(functions.named(token), token);
      case NAME -> new Read(functions.named(token), token);
      case SIGN -> {
        if (!token.is("(")) {
          throw expected(token);
        }
        Read inside = expression();
        tokens.expect(")");
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
    return places.constant(token, 0, tokens.accept("%") ? value / 100 : value);
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
}
