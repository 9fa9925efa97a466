package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.stream.Stream;

/** The products that can be read, with the fields that describe each. {@link TradeReader} reads them. */
public enum ProductType {
  /** A call or put on one price. */
  EUROPEAN("european"),
  /** Cash or the asset if the price ends beyond the strike. */
  DIGITAL("digital"),
  /** A call or put on an average. */
  ASIAN("asian"),
  /** A call or put that a barrier ends or brings into being. */
  BARRIER("barrier"),
  /** A call or put on several assets. */
  BASKET("basket");

  private final String label;

  ProductType(String label) {
    this.label = label;
  }

  /** The type with that spelling; the message of a failure lists those allowed. */
  public static ProductType of(String label) {
    return Require.oneOf("type", label, values(), ProductType::label);
  }

  /** The spelling in files. */
  public String label() {
    return label;
  }

  /** The names of all fields that a trade of this type may have. */
  public List<String> fields() {
    List<String> own = switch (this) {
      case EUROPEAN -> List.of("asset");
      case DIGITAL -> List.of("asset", "payout", "amount");
      case ASIAN -> List.of("asset", "average", "fixings");
      case BARRIER -> List.of("asset", "barrier", "kind", "monitoring", "rebate");
      case BASKET -> List.of("assets", "weights", "aggregate", "fixings");
    };
    return Stream.concat(Stream.of("id", "type", "quantity", "option", "strike", "expiry", "steps"), own.stream())
        .toList();
  }
}
