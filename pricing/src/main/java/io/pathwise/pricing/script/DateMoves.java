package io.pathwise.pricing.script;

import java.time.LocalDate;

/** Where the dates of a script go, as its reader asks for them. */
interface DateMoves {

  /** Whether some days are no business days; times are then dates. */
  boolean hasCalendar();

  /** How many business days after its time each payment is made. */
  int paymentLag();

  /** The day on which happens what is written for a date. */
  LocalDate adjusted(LocalDate date);

  /** The day on which is paid what the script pays on a day. */
  LocalDate paid(LocalDate day);
}
