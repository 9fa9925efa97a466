package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a trade says of all dates of its script: where those go that are no business days, and how long after its time a
 * payment is made. It holds the days of one script, not a calendar, so that it can be kept and sent. Start at
 * {@link #of}.
 *
 * @param hasCalendar
 *          whether some days are no business days
 * @param paymentLag
 *          how many business days after the time that the script gives each payment is made; at most {@link #LONGEST}
 * @param adjusted
 *          the business day of each date that has another
 * @param paid
 *          the day of payment of each day on which the script pays; where there is no calendar all days count
 */
public record DateRules(boolean hasCalendar, int paymentLag, Map<LocalDate, LocalDate> adjusted,
    Map<LocalDate, LocalDate> paid) implements DateMoves {

  /** The longest payment lag in days. */
  public static final int LONGEST = 10_000;

  /** All dates as they are written. */
  public static final DateRules NONE = of(0);

  public DateRules {
    Require.that(paymentLag >= 0 && paymentLag <= LONGEST, "paymentLag is %s, must be from 0 to %s", paymentLag,
        LONGEST);
    adjusted = inOrder(Require.given("adjusted", adjusted));
    paid = inOrder(Require.given("paid", paid));
  }

  private static Map<LocalDate, LocalDate> inOrder(Map<LocalDate, LocalDate> dates) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(dates));
  }

  /** All days are business days. */
  public static DateRules of(int paymentLag) {
    return new DateRules(false, paymentLag, Map.of(), Map.of());
  }

  /**
   * Those of a script, by the business days of a calendar.
   *
   * @throws ScriptException
   *           where the script is wrong
   */
  public static DateRules of(BusinessCalendar calendar, int paymentLag, String text, List<String> assets,
      Optional<LocalDate> origin, PaymentCurrencies currencies) {
    Questions questions = new Questions(Require.given("calendar", calendar), paymentLag, new TreeMap<>(),
        new TreeMap<>());
    new ScriptParser(Require.given("text", text), Require.given("assets", assets), Require.given("origin", origin),
        questions, Require.given("currencies", currencies)).script();
    return new DateRules(true, paymentLag, questions.adjusted, questions.paid);
  }

  /** The answers of a calendar, of which those are kept that move a date. */
  private record Questions(BusinessCalendar calendar, int paymentLag, Map<LocalDate, LocalDate> adjusted,
      Map<LocalDate, LocalDate> paid) implements DateMoves {

    @Override
    public boolean hasCalendar() {
      return true;
    }

    @Override
    public LocalDate adjusted(LocalDate date) {
      return keep(adjusted, date, calendar.adjusted(date));
    }

    @Override
    public LocalDate paid(LocalDate day) {
      return keep(paid, day, paymentLag == 0 ? day : calendar.after(day, paymentLag));
    }

    private static LocalDate keep(Map<LocalDate, LocalDate> answers, LocalDate date, LocalDate answer) {
      if (!answer.equals(date)) {
        answers.put(date, answer);
      }
      return answer;
    }
  }

  @Override
  public LocalDate adjusted(LocalDate date) {
    return adjusted.getOrDefault(Require.given("date", date), date);
  }

  @Override
  public LocalDate paid(LocalDate day) {
    return hasCalendar ? paid.getOrDefault(Require.given("day", day), day) : day.plusDays(paymentLag);
  }
}
