package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times of trades, as numbers of years from the valuation date: a date counts by actual days over 365 (ACT/365 Fixed).
 * Start at {@link #years}; {@link #left} lets time pass.
 */
public final class TradeTime {
  private static final double DAYS_PER_YEAR = 365;

  /** A share of a day that is left to rounding. */
  private static final double ROUNDING = 1e-6;

  private TradeTime() {}

  /** Years from the valuation date to a date; negative for a date in the past. */
  public static double years(LocalDate valuationDate, LocalDate date) {
    return ChronoUnit.DAYS.between(Require.given("valuationDate", valuationDate), Require.given("date", date))
        / DAYS_PER_YEAR;
  }

  /**
   * What is left of a time when some of it is gone, negative if it is over. Whole days stay such to the last bit, as if
   * they had been counted from the later day.
   */
  public static double left(double time, double gone) {
    double days = (time - gone) * DAYS_PER_YEAR;
    double whole = Math.rint(days);
    return Math.abs(days - whole) < ROUNDING ? whole / DAYS_PER_YEAR + 0.0 : time - gone;
  }

  /** A time, rounded to whole days. */
  public static double wholeDays(double time) {
    return Math.round(time * DAYS_PER_YEAR) / DAYS_PER_YEAR;
  }

  /**
   * {@code count} dates that are equally spaced up to whole days, the last of them the end; the first is not the start.
   */
  public static List<LocalDate> equallySpaced(LocalDate start, LocalDate end, int count) {
    long days = ChronoUnit.DAYS.between(Require.given("start", start), Require.given("end", end));
    Require.that(count >= 1 && count <= days, "%s dates do not fit in the %s days from %s to %s", count, days, start,
        end);
    return IntStream.rangeClosed(1, count).mapToObj(i -> start.plusDays(Math.round((double) days * i / count)))
        .toList();
  }

  /** The day that a time is nearest to, counted from a day. */
  public static LocalDate nearestDay(LocalDate from, double time) {
    return Require.given("from", from).plusDays(Math.round(time * DAYS_PER_YEAR));
  }
}
