package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Times of trades, as numbers of years from the valuation date: a date counts by actual days over 365 (ACT/365 Fixed).
 * Start at {@link #years}.
 */
public final class TradeTime {
  private static final double DAYS_PER_YEAR = 365;

  private TradeTime() {}

  /** Years from the valuation date to a date; negative for a date in the past. */
  public static double years(LocalDate valuationDate, LocalDate date) {
    return ChronoUnit.DAYS.between(Require.given("valuationDate", valuationDate), Require.given("date", date))
        / DAYS_PER_YEAR;
  }
}
