package io.pathwise.batch.input;

import io.pathwise.pricing.Spelling;
import io.pathwise.pricing.definition.DefinedField;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The type of a trade, which decides what fields it may have. Start at {@link #of}. */
sealed interface TradeType {

  /**
   * A type that is read field by field.
   *
   * @param type
   *          which
   */
  record BuiltIn(ProductType type) implements TradeType {}

  /** The type whose trades bring a script of their own. */
  record Written() implements TradeType {}

  /**
   * A type that a definition describes.
   *
   * @param definition
   *          which
   */
  record Defined(ProductDefinition definition) implements TradeType {}

  /** That of a trade; it is looked up before all other fields, of which it decides what is allowed. */
  static TradeType of(Json trade) {
    if (trade instanceof Json.Struct struct && !struct.members().containsKey("type")) {
      Fields.of(trade, "a trade", "", all().flatMap(type -> type.fields().stream()).distinct().toList());
      throw new InvalidInputException(trade.location(), "type is missing, allowed: " + String.join(", ", names()));
    }
    List<String> present = trade instanceof Json.Struct struct ? List.copyOf(struct.members().keySet()) : List.of();
    return Fields.of(trade, "a trade", "", present).oneOf("type", TradeType::named);
  }

  private static TradeType named(String name) {
    return all().filter(type -> type.name().equals(name)).findFirst().orElseThrow(
        () -> new IllegalArgumentException("type is '" + name + "'"
            + Spelling.nearest(name, names()).map(near -> " (did you mean '" + near + "'?)").orElse("") + ", allowed: "
            + String.join(", ", names())));
  }

  private static Stream<TradeType> all() {
    return Stream.of(Arrays.stream(ProductType.values()).map(BuiltIn::new), Stream.of(new Written()),
        ProductDefinitions.all().stream().map(Defined::new)).flatMap(types -> types);
  }

  /** What types are called. */
  static List<String> names() {
    return all().map(TradeType::name).toList();
  }

  /** What it is called. */
  default String name() {
    return switch (this) {
      case BuiltIn(ProductType type) -> type.label();
      case Written _ -> "script";
      case Defined(ProductDefinition definition) -> definition.name();
    };
  }

  /** The names of all fields that a trade of this type may have. */
  default List<String> fields() {
    return switch (this) {
      case BuiltIn(ProductType type) -> type.fields();
      case Written _ -> scripted(Stream.of("id", "type", "quantity", "assets", "script"));
      case Defined(ProductDefinition definition) -> scripted(Stream.concat(
          Stream.of("id", "type", "quantity", definition.hasOneAsset() ? "asset" : "assets"),
          definition.fields().stream().map(DefinedField::name)));
    };
  }

  /** What every trade has whose payoff is a script, after fields of its own. */
  private static List<String> scripted(Stream<String> own) {
    return Stream.concat(own, Stream.of("steps", "currency", "conversion", "discountCurve", "start", "pastFixings",
        BusinessDays.CALENDAR, BusinessDays.CONVENTION, ScriptReader.PAYMENT_LAG)).toList();
  }
}
