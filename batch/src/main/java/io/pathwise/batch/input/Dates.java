package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.TradeTime;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads dates. Start at {@link #of}. */
final class Dates {
  /** What messages say of a date that is missing. */
  static final String NEEDED = "an ISO date such as 2026-11-20";

  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  private Dates() {}

  /**
   * The years to a field that is a number of them or a date.
   *
   * @throws InvalidInputException
   *           unless they are above 0
   */
  static double years(Fields fields, String name, LocalDate today) {
    Json json = fields.required(name);
    if (json instanceof Json.Numeral) {
      return fields.number(name, Require::positive);
    }
    String what = fields.name(name);
    LocalDate date = of(what, json).orElseThrow(() -> Fields.wrong(what, json, "a number of years > 0 or " + NEEDED));
    if (!date.isAfter(today)) {
      throw Fields.wrong(what, json, "after the valuation date " + today);
    }
    return TradeTime.years(today, date);
  }

  /**
   * The date in a text; empty if there is none.
   *
   * @param what
   *          how messages call the value
   * @throws InvalidInputException
   *           for a date before the year 1 or after the year 9999, near which there is nothing to reckon with
   */
  static Optional<LocalDate> of(String what, Json json) {
    if (!(json instanceof Json.Text text)) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.parse(text.text());
      if (date.isBefore(FIRST) || date.isAfter(LAST)) {
        throw Fields.wrong(what, json, "a date from 0001-01-01 to 9999-12-31");
      }
      return Optional.of(date);
    } catch (DateTimeParseException notADate) {
      return Optional.empty();
    }
  }
}
