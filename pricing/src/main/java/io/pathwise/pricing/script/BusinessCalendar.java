package io.pathwise.pricing.script;

import java.time.LocalDate;

/**
 * Says which dates are business days. Two calendars are equal where they say the same, so that scripts which are read
 * with them can be compared. Start at {@link #adjusted}.
 */
public interface BusinessCalendar {

  /** The business day that stands for a date: the date itself if it is one. */
  LocalDate adjusted(LocalDate date);

  /**
   * The business day so many business days after a date.
   *
   * @param days
   *          at least 1
   */
  LocalDate after(LocalDate date, int days);
}
