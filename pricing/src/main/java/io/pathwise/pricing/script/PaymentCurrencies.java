package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The currencies that payments of a script name ({@code pay 5 in EUR}), and the assets whose prices are their rates.
 * Start at {@link #of}.
 *
 * @param rates
 *          for each currency the name of the asset that is a unit of it, quoted in the currency of the product; empty
 *          for that currency itself
 */
public record PaymentCurrencies(Map<String, Optional<String>> rates) {

  /** What a statement begins with, or ends. */
  private static final Set<String> STATEMENTS = Set.of("pay", "set", "let", "when", "otherwise", "end", "observe", "at",
      "state", "schedule", "choice", "exercise", "call", "}");

  /** All payments are in the currency of the product. */
  public static final PaymentCurrencies NONE = new PaymentCurrencies(Map.of());

  public PaymentCurrencies {
    rates = Collections.unmodifiableSortedMap(new TreeMap<>(Require.given("rates", rates)));
  }

  /**
   * Those that a script names, whether it is right otherwise or not.
   *
   * @param rate
   *          the asset that is the rate of a currency; throws {@link IllegalArgumentException} if there is none
   * @throws ScriptException
   *           where a currency stands that has no rate
   */
  public static PaymentCurrencies of(String text, Function<String, Optional<String>> rate) {
    Require.given("rate", rate);
    List<Token> tokens = new ScriptLexer(Require.given("text", text)).tokens();
    Map<String, Optional<String>> rates = new LinkedHashMap<>();
    boolean isPayment = false;
    for (int i = 1; i < tokens.size(); i++) {
      Token before = tokens.get(i - 1);
      Token token = tokens.get(i);
      // What stands behind "is" is a word of a choice, whatever it means elsewhere.
      if (STATEMENTS.stream().anyMatch(before::is) && !(i > 1 && tokens.get(i - 2).is("is"))) {
        isPayment = before.is("pay");
      }
      if (isPayment && before.is("in") && !(i > 1 && tokens.get(i - 2).is("is"))
          && (token.kind() == Kind.NAME || token.kind() == Kind.QUOTED)) {
        try {
          rates.computeIfAbsent(token.text(), rate);
        } catch (IllegalArgumentException e) {
          throw token.wrong(String.valueOf(e.getMessage()));
        }
      }
    }
    return new PaymentCurrencies(rates);
  }

  /** The assets of a script that are called by their names, and those that are rates only. */
  public List<String> withRates(List<String> assets) {
    return Stream.concat(Require.given("assets", assets).stream(),
        rates.values().stream().flatMap(Optional::stream).sorted()).distinct().toList();
  }
}
