package io.pathwise.batch.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;

/** What the fields of a trade hold, for trades that are written as plain text. Start at {@link #kind}. */
public final class TradeColumns {

  /** All fields. */
  static final SequencedMap<String, FieldKind> KINDS = kinds();

  private TradeColumns() {}

  /** What a field holds. */
  public static FieldKind kind(String field) {
    return Objects.requireNonNull(KINDS.get(field));
  }

  private static SequencedMap<String, FieldKind> kinds() {
    SequencedMap<String, FieldKind> kinds = new LinkedHashMap<>();
    put(kinds, FieldKind.TEXT, "id", "type", "asset", "aggregate", "option", "expiry", "payout", "average", "kind",
        "currency", "conversion", "start", "hit", "called", "script");
    put(kinds, FieldKind.TEXTS, "assets");
    put(kinds, FieldKind.NUMBERS, "weights", "initialFixings");
    put(kinds, FieldKind.NUMBER, "strike", "quantity", "amount", "barrier", "rebate", "nominal", "coupon",
        "couponBarrier", "autocallBarrier", "firstAutocall", "protectionBarrier", "steps");
    put(kinds, FieldKind.COUNT_OR_TIMES, "fixings", "monitoring", "observations");
    put(kinds, FieldKind.WORD, "discounting");
    put(kinds, FieldKind.FIXINGS, "pastFixings");
    return Collections.unmodifiableSequencedMap(kinds);
  }

  private static void put(SequencedMap<String, FieldKind> kinds, FieldKind kind, String... fields) {
    for (String field : fields) {
      kinds.put(field, kind);
    }
  }
}
