package io.pathwise.batch.input;

import com.opengamma.strata.basics.ReferenceData;
import com.opengamma.strata.basics.date.BusinessDayConvention;
import com.opengamma.strata.basics.date.BusinessDayConventions;
import com.opengamma.strata.basics.date.HolidayCalendar;
import com.opengamma.strata.basics.date.HolidayCalendarId;
import com.opengamma.strata.basics.date.HolidayCalendars;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.BusinessCalendar;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The business days of a trade: a holiday calendar of Strata, and where dates go that are none of them. Start at
 * {@link #of}.
 *
 * @param calendar
 *          which days are business days
 * @param convention
 *          where others go
 */
record BusinessDays(HolidayCalendar calendar, Convention convention) implements BusinessCalendar {
  static final String CALENDAR = "calendar";
  static final String CONVENTION = "businessDayConvention";

  /** Where a date goes that is no business day. */
  enum Convention {
    FOLLOWING("following"), MODIFIED_FOLLOWING("modified-following"), PRECEDING("preceding"), MODIFIED_PRECEDING(
        "modified-preceding"), NEAREST("nearest");

    private final String label;

    Convention(String label) {
      this.label = label;
    }

    static Convention of(String label) {
      return Require.oneOf(CONVENTION, label, values(), convention -> convention.label);
    }

    BusinessDayConvention rule() {
      return switch (this) {
        case FOLLOWING -> BusinessDayConventions.FOLLOWING;
        case MODIFIED_FOLLOWING -> BusinessDayConventions.MODIFIED_FOLLOWING;
        case PRECEDING -> BusinessDayConventions.PRECEDING;
        case MODIFIED_PRECEDING -> BusinessDayConventions.MODIFIED_PRECEDING;
        case NEAREST -> BusinessDayConventions.NEAREST;
      };
    }
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
    Set<String> known = HolidayCalendars.extendedEnum().lookupAll().values().stream().map(HolidayCalendar::getName)
        .collect(Collectors.toCollection(TreeSet::new));
    for (String part : name.split("\\+", -1)) {
      Require.that(known.contains(part), "%s is '%s', allowed: %s, or several of them joined by +", CALENDAR, name,
          String.join(", ", known));
    }
    return HolidayCalendarId.of(name).resolve(ReferenceData.standard());
  }

  @Override
  public LocalDate adjusted(LocalDate date) {
    return convention.rule().adjust(date, calendar);
  }

  @Override
  public LocalDate after(LocalDate date, int days) {
    return calendar.shift(date, days);
  }
}
