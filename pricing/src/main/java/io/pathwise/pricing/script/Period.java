package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** A period of the calendar, by which dates repeat. Start at {@link #backwards}. */
public enum Period {
  DAYS(ChronoUnit.DAYS), WEEKS(ChronoUnit.WEEKS), MONTHS(ChronoUnit.MONTHS), YEARS(ChronoUnit.YEARS);

  private final ChronoUnit unit;

  Period(ChronoUnit unit) {
    this.unit = unit;
  }

  /** The one that a script calls so, in singular or plural. */
  public static Optional<Period> find(String word) {
    Require.given("word", word);
    return Arrays.stream(values())
        .filter(period -> period.word().equals(word) || period.word().equals(word + "s")).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The date so many periods later. */
  public LocalDate after(LocalDate date, int count) {
    return Require.given("date", date).plus(count, unit);
  }

  /**
   * The dates after a start and up to an end, counted backwards from the end, so that a shorter period is the first.
   *
   * @param count
   *          how many of these periods lie between two dates, at least 1
   * @param most
   *          how many dates there may be; the latest are taken
   * @return increasing
   */
  public List<LocalDate> backwards(int count, LocalDate start, LocalDate end, int most) {
    Require.that(count >= 1, "a schedule has a date every %s %s, must be at least 1", count, word());
    Require.given("start", start);
    Require.given("end", end);
    return LongStream.range(0, most).mapToObj(i -> end.minus(i * count, unit)).takeWhile(date -> date.isAfter(start))
        .toList().reversed();
  }
}
