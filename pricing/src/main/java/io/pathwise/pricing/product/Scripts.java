package io.pathwise.pricing.product;

import io.pathwise.pricing.script.DateRules;
import io.pathwise.pricing.script.PaymentCurrencies;
import io.pathwise.pricing.script.Script;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scripts that have been parsed lately: a product is asked for its script many times. */
final class Scripts {

  private static final int MOST = 256;

  private record Key(String text, List<String> names, Optional<LocalDate> origin, DateRules rules,
      PaymentCurrencies currencies) {}

  private static final Map<Key, Script> LATELY = new LinkedHashMap<>(MOST, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Script> eldest) {
      return size() > MOST;
    }
  };

  private Scripts() {}

  static Script parsed(String text, List<String> names, Optional<LocalDate> origin, DateRules rules,
      PaymentCurrencies currencies) {
    Key key = new Key(text, names, origin, rules, currencies);
    synchronized (LATELY) {
      Script known = LATELY.get(key);
      if (known != null) {
        return known;
      }
    }
    Script script = Script.parse(text, names, origin, rules, currencies);
    synchronized (LATELY) {
      LATELY.put(key, script);
    }
    return script;
  }
}
