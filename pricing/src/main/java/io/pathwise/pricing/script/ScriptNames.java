package io.pathwise.pricing.script;

import io.pathwise.pricing.script.ScriptLexer.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names in a script stand for, schedules apart. Start at {@link #meaning}. */
final class ScriptNames {

  /** Functions of one number. */
  static final Map<String, Term.Function> FUNCTIONS = Map.of("abs", Term.Function.ABS, "exp", Term.Function.EXP, "log",
      Term.Function.LOG, "sqrt", Term.Function.SQRT);

  /** What takes several arguments, or one of another kind. */
  static final List<String> SEVERAL = List.of("min", "max", "worst", "best", "sum", "average", "ranked", "values",
      "count", "risen", "fallen", "highest", "lowest");

  private static final Set<String> WORDS = Set.of("state", "let", "schedule", "choice", "observe", "at", "set", "pay",
      "when",
      "otherwise", "end", "if", "then", "else", "and", "or", "not", "is", "of", "per", "from", "times", "until",
      "every", "on", "after", "in", "number", "time", "years", "price", "prices");

  private final List<String> assets;
  private Map<String, Meaning> meanings = new HashMap<>();

  /** What a name stands for. */
  sealed interface Meaning {

    /** A number. */
    record One(Term term) implements Meaning {}

    /** A number for each asset. */
    record PerAsset(List<Term> terms) implements Meaning {}

    /** A number for each time of a schedule. */
    record PerTime(List<Double> numbers) implements Meaning {}

    /** One of some words, which is known. */
    record Choice(String chosen, List<String> allowed) implements Meaning {

      /** A word that is allowed. */
      static Token require(Token word, List<String> allowed) {
        if (!allowed.contains(word.text())) {
          throw word.wrong("%s is not allowed here, allowed: %s".formatted(word.shown(), String.join(", ", allowed)));
        }
        return word;
      }
    }
  }

  /** The assets have names from the start. */
  ScriptNames(List<String> assets) {
    this.assets = assets;
    for (int i = 0; i < assets.size(); i++) {
      meanings.put(assets.get(i), new Meaning.One(new Term.Price(i)));
    }
  }

  List<String> assets() {
    return assets;
  }

  void put(String name, Meaning meaning) {
    meanings.put(name, meaning);
  }

  Optional<Meaning> meaning(String name) {
    return Optional.ofNullable(meanings.get(name));
  }

  /** All that are known here. */
  List<String> known() {
    return meanings.keySet().stream().sorted().toList();
  }

  /** Checks that a name may be given. */
  void requireNew(Token token) {
    String name = token.text();
    if (WORDS.contains(name) || SEVERAL.contains(name) || FUNCTIONS.containsKey(name)) {
      throw token.wrong("'" + name + "' is a word of the language, another name is needed");
    }
    if (meanings.containsKey(name)) {
      throw token.wrong("'" + name + "' has a meaning already, another name is needed");
    }
  }

  /** What is to be given back to {@link #leave} where a block ends. */
  Map<String, Meaning> enter() {
    return new HashMap<>(meanings);
  }

  void leave(Map<String, Meaning> outside) {
    meanings = outside;
  }
}
