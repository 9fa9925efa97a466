package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a trade says of all dates of its script: where those go that are no business days, and how long after its time a
 * payment is made. Start at {@link #adjusted} and {@link #paid}.
 *
 * @param calendar
 *          the business days; empty if all days are such
 * @param paymentLag
 *          how many business days after the time that the script gives each payment is made; at most {@link #LONGEST}
 */
public record DateRules(Optional<BusinessCalendar> calendar, int paymentLag) {

  /** The longest payment lag in days. */
  public static final int LONGEST = 10_000;

  /** All dates as they are written. */
  public static final DateRules NONE = new DateRules(Optional.empty(), 0);

  public DateRules {
    Require.given("calendar", calendar);
    Require.that(paymentLag >= 0 && paymentLag <= LONGEST, "paymentLag is %s, must be from 0 to %s", paymentLag,
        LONGEST);
  }

  /** The day on which happens what is written for a date. */
  public LocalDate adjusted(LocalDate date) {
    Require.given("date", date);
    return calendar.map(days -> days.adjusted(date)).orElse(date);
  }

  /** The day on which is paid what the script pays on a day. */
  LocalDate paid(LocalDate day) {
    return paymentLag == 0
        ? day
        : calendar.map(days -> days.after(day, paymentLag)).orElseGet(() -> day.plusDays(paymentLag));
  }
}
