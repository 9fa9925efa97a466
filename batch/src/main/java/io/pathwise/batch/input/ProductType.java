package io.pathwise.batch.input;

import java.util.List;
import java.util.Optional;
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
  BASKET("basket"),
  /** A note that its issuer redeems early. */
  AUTOCALLABLE("autocallable");

  private final String label;

  ProductType(String label) {
    this.label = label;
  }

  /** The spelling in files. */
  public String label() {
    return label;
  }

  /** The names of all fields that a trade of this type may have. */
  public List<String> fields() {
    return switch (this) {
      case EUROPEAN -> option("asset");
      case DIGITAL -> option("asset", "payout", "amount");
      case ASIAN -> option("asset", "average", "fixings");
      case BARRIER -> option("asset", "barrier", "kind", "monitoring", "rebate", "hit");
      case BASKET -> option("assets", "weights", "aggregate", "fixings");
      case AUTOCALLABLE ->
        List.of("id", "type", "quantity", "expiry", "steps", "assets", "initialFixings", "nominal", "coupon",
            "couponBarrier", "autocallBarrier", "firstAutocall", "protectionBarrier", "observations", "discounting",
            "called", "currency", "conversion", "discountCurve", "start", "pastFixings", "calendar",
            "businessDayConvention");
    };
  }

  /** The field that holds the dates on which prices are observed; empty if they are observed at expiry only. */
  public Optional<String> schedule() {
    return switch (this) {
      case EUROPEAN, DIGITAL -> Optional.empty();
      case ASIAN, BASKET -> Optional.of("fixings");
      case BARRIER -> Optional.of("monitoring");
      case AUTOCALLABLE -> Optional.of("observations");
    };
  }

  /** The field that holds the date of the event that ends the product early or brings it into being, if any can. */
  public Optional<String> event() {
    return switch (this) {
      case EUROPEAN, DIGITAL, ASIAN, BASKET -> Optional.empty();
      case BARRIER -> Optional.of("hit");
      case AUTOCALLABLE -> Optional.of("called");
    };
  }

  private static List<String> option(String... own) {
    return Stream.of(Stream.of("id", "type", "quantity", "option", "strike", "expiry", "steps"), Stream.of(own),
        Stream.of("currency", "conversion", "discountCurve", "start", "pastFixings", "calendar",
            "businessDayConvention"))
        .flatMap(fields -> fields).toList();
  }
}
