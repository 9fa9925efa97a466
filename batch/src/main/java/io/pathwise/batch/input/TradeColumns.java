package io.pathwise.batch.input;

import io.pathwise.pricing.definition.DefinedField;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
        "currency", "conversion", "discountCurve", "start", "hit", "called", "script", "calendar",
        "businessDayConvention");
    put(kinds, FieldKind.TEXTS, "assets");
    put(kinds, FieldKind.NUMBERS, "weights", "initialFixings");
    put(kinds, FieldKind.NUMBER, "strike", "quantity", "amount", "barrier", "rebate", "nominal", "coupon",
        "couponBarrier", "autocallBarrier", "firstAutocall", "protectionBarrier", "steps", "paymentLag");
    put(kinds, FieldKind.COUNT_OR_TIMES, "fixings", "monitoring", "observations");
    put(kinds, FieldKind.WORD, "discounting");
    put(kinds, FieldKind.FIXINGS, "pastFixings");
    for (ProductDefinition definition : ProductDefinitions.all()) {
      definition.fields().forEach(field -> kinds.merge(field.name(), kind(field), TradeColumns::widest));
    }
    return Collections.unmodifiableSequencedMap(kinds);
  }

  /** What holds both, where products have fields of the same name. */
  private static FieldKind widest(FieldKind one, FieldKind other) {
    List<FieldKind> both = List.of(one, other);
    if (one == other) {
      return one;
    }
    if (both.contains(FieldKind.NUMBER) && both.contains(FieldKind.ONE_OR_MORE_NUMBERS)) {
      return FieldKind.ONE_OR_MORE_NUMBERS;
    }
    throw new IllegalStateException("fields of the same name hold different things: " + both);
  }

  private static FieldKind kind(DefinedField field) {
    return switch (field.kind()) {
      case NUMBER -> FieldKind.NUMBER;
      case NUMBER_PER_ASSET -> FieldKind.NUMBERS;
      case NUMBER_PER_TIME -> FieldKind.ONE_OR_MORE_NUMBERS;
      case SCHEDULE -> FieldKind.COUNT_OR_TIMES;
      case TIME, CHOICE -> FieldKind.TEXT;
    };
  }

  private static void put(SequencedMap<String, FieldKind> kinds, FieldKind kind, String... fields) {
    for (String field : fields) {
      kinds.put(field, kind);
    }
  }
}
