package io.pathwise.pricing.product;

import io.pathwise.pricing.Recent;
import io.pathwise.pricing.script.DateRules;
import io.pathwise.pricing.script.PaymentCurrencies;
import io.pathwise.pricing.script.Script;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Scripts that have been parsed lately: a product is asked for its script many times. */
final class Scripts {

  private record Key(String text, List<String> names, Optional<LocalDate> origin, DateRules rules,
      PaymentCurrencies currencies) {}

  private static final Recent<Key, Script> LATELY = new Recent<>(256,
      key -> Script.parse(key.text, key.names, key.origin, key.rules, key.currencies));

  private Scripts() {}

  static Script parsed(String text, List<String> names, Optional<LocalDate> origin, DateRules rules,
      PaymentCurrencies currencies) {
    return LATELY.of(new Key(text, names, origin, rules, currencies));
  }
}
