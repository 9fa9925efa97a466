package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * Times of trades, as numbers of years from the valuation date: a date counts by actual days over 365 (ACT/365 Fixed).
 * Start at {@link #parse}.
 */
public final class TradeTime {
  private static final double DAYS_PER_YEAR = 365;

  private TradeTime() {}

  /** Years from the valuation date to a date; negative for a date in the past. */
  public static double years(LocalDate valuationDate, LocalDate date) {
    return ChronoUnit.DAYS.between(Require.given("valuationDate", valuationDate), Require.given("date", date))
        / DAYS_PER_YEAR;
  }

  /**
   * Years from the valuation date for a text that is an ISO date ({@code 2027-11-20}) or a number of years.
   *
   * @throws IllegalArgumentException
   *           if the text is neither, is not finite, or lies before the valuation date
   */
  public static double parse(LocalDate valuationDate, String text) {
    double years = yearsOf(Require.given("valuationDate", valuationDate), Require.given("text", text));
    Require.that(Double.isFinite(years), "time %s must be finite", text);
    Require.that(years >= 0, "time %s is in the past of the valuation date %s", text, valuationDate);
    return years;
  }

  private static double yearsOf(LocalDate valuationDate, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      try {
        return years(valuationDate, LocalDate.parse(text));
      } catch (DateTimeParseException notADate) {
        throw new IllegalArgumentException(
            "time '%s' is neither an ISO date such as 2027-11-20 nor a number of years".formatted(text), notADate);
      }
    }
  }
}
