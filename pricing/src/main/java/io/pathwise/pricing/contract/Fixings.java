package io.pathwise.pricing.contract;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalDouble;

/** Prices of assets on days that have passed. Start at {@link #of}. */
@FunctionalInterface
public interface Fixings {

  /** Nothing is known. */
  Fixings NONE = (asset, date) -> OptionalDouble.empty();

  /** The price of an asset on a day; empty if it is not known. */
  OptionalDouble find(String asset, LocalDate date);

  /**
   * The price of an asset on a day.
   *
   * @throws IllegalArgumentException
   *           if it is not known
   */
  default double price(String asset, LocalDate date) {
    return find(asset, date).orElseThrow(() -> new IllegalArgumentException(
        "the fixing of %s on %s is missing, it must be among the past fixings".formatted(asset, date)));
  }

  /** These, and where they know nothing, others. */
  default Fixings orElse(Fixings others) {
    Require.given("others", others);
    return (asset, date) -> {
      OptionalDouble own = find(asset, date);
      return own.isPresent() ? own : others.find(asset, date);
    };
  }

  /** Prices by asset and day; all must be positive. */
  static Fixings of(Map<String, Map<LocalDate, Double>> prices) {
    Require.given("prices", prices).forEach((asset, byDate) -> byDate
        .forEach((date, price) -> Require.positive("fixing of " + asset + " on " + date, price)));
    return (asset, date) -> {
      Double price = prices.getOrDefault(Require.given("asset", asset), Map.of()).get(Require.given("date", date));
      return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    };
  }
}
