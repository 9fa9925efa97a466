package io.pathwise.batch.input;

import com.opengamma.strata.basics.ReferenceData;
import com.opengamma.strata.basics.date.BusinessDayConvention;
import com.opengamma.strata.basics.date.BusinessDayConventions;
import com.opengamma.strata.basics.date.HolidayCalendar;
import com.opengamma.strata.basics.date.HolidayCalendarId;
import com.opengamma.strata.basics.date.HolidayCalendars;
import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The business days of a trade: a holiday calendar of Strata, and where dates go that are none of them. Start at
 * {@link #of}.
 */
final class BusinessDays {
  static final String CALENDAR = "calendar";
  static final String CONVENTION = "businessDayConvention";

  private final HolidayCalendar calendar;
  private final Convention convention;

  /** Where a date goes that is no business day. */
  private enum Convention {
    FOLLOWING("following", BusinessDayConventions.FOLLOWING),
    MODIFIED_FOLLOWING("modified-following", BusinessDayConventions.MODIFIED_FOLLOWING),
    PRECEDING("preceding", BusinessDayConventions.PRECEDING),
    MODIFIED_PRECEDING("modified-preceding", BusinessDayConventions.MODIFIED_PRECEDING),
    NEAREST("nearest", BusinessDayConventions.NEAREST);

    private final String label;
    private final BusinessDayConvention rule;

    Convention(String label, BusinessDayConvention rule) {
      this.label = label;
      this.rule = rule;
    }

    static Convention of(String label) {
      return Require.oneOf(CONVENTION, label, values(), convention -> convention.label);
    }
  }

  private BusinessDays(HolidayCalendar calendar, Convention convention) {
    this.calendar = calendar;
    this.convention = convention;
  }

  /** Those of a trade that names a calendar. */
  static Optional<BusinessDays> of(Fields trade) {
    if (!trade.has(CALENDAR)) {
      if (trade.has(CONVENTION)) {
        throw new InvalidInputException(trade.location(CONVENTION), CONVENTION + " is given, but " + CALENDAR
            + " is missing, whose business days it is about");
      }
      return Optional.empty();
    }
    HolidayCalendar calendar = trade.oneOf(CALENDAR, BusinessDays::calendar);
    return Optional.of(new BusinessDays(calendar,
        trade.has(CONVENTION) ? trade.oneOf(CONVENTION, Convention::of) : Convention.FOLLOWING));
  }

  /** One calendar, or several joined by +, whose business days are those of all. */
  private static HolidayCalendar calendar(String name) {
    TreeSet<String> known = new TreeSet<>(HolidayCalendars.extendedEnum().lookupAll().keySet());
    for (String part : name.split("\\+", -1)) {
      Require.that(known.contains(part), "%s is '%s', allowed: %s, or several of them joined by +", CALENDAR, name,
          String.join(", ", known));
    }
    return HolidayCalendarId.of(name).resolve(ReferenceData.standard());
  }

  /** The business day that stands for a date. */
  LocalDate adjusted(LocalDate date) {
    return convention.rule.adjust(date, calendar);
  }

  /** The business day some business days later than a date. */
  LocalDate later(LocalDate date, int days) {
    return calendar.shift(date, days);
  }
}
