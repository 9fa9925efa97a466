package io.pathwise.pricing.script;

import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the times at which something happens, and knows those that have a name. Start at {@link #read}. */
final class ScriptSchedules {

  private static final int MOST_YEARS = 10_000;

  private final ScriptTokens tokens;
  private final Optional<LocalDate> origin;
  private final DateMoves rules;
  private final Map<String, Times> known = new LinkedHashMap<>();
  private int count;
  private boolean countsFromOrigin;

  /**
   * Times of which the first ones may be left out.
   *
   * @param all
   *          in years from the origin, increasing
   * @param leftOut
   *          how many nothing happens at
   */
  record Times(List<Double> all, int leftOut) {

    static final Times NONE = new Times(List.of(), 0);

    List<Double> left() {
      return all.subList(leftOut, all.size());
    }

    /** Those from one of them on, which is counted from 1. */
    Times from(double first) {
      return new Times(all, (int) Math.min(all.size(), leftOut + first - 1));
    }
  }

  ScriptSchedules(ScriptTokens tokens, Optional<LocalDate> origin, DateMoves rules) {
    this.tokens = tokens;
    this.origin = origin;
    this.rules = rules;
  }

  boolean contains(String name) {
    return known.containsKey(name);
  }

  void put(String name, Times times) {
    known.put(name, times);
  }

  /** Whether some time follows from the origin: it is in years, one of a count, or of a period. */
  boolean countsFromOrigin() {
    return countsFromOrigin;
  }

  /** A schedule that has a name. */
  Times named(Token token) {
    return Optional.ofNullable(known.get(token.text())).orElseThrow(
        () -> token.wrong("there is no schedule '" + token.text() + "', schedules: " + known.keySet()));
  }

  /** A schedule by its name or by its times. */
  Times read() {
    Token token = tokens.next();
    if (token.kind() == Kind.NAME && !token.is("every")) {
      return named(tokens.take());
    }
    List<Double> result = new ArrayList<>();
    if (tokens.accept("[")) {
      do {
        addTime(result);
      } while (tokens.accept(","));
      tokens.expect("]");
    } else if (tokens.accept("every")) {
      addPeriodic(result);
    } else if (tokens.following().is("times")) {
      addEquallySpaced(result);
    } else {
      addTime(result);
    }
    count += result.size();
    if (count > Script.MOST_TIMES) {
      throw tooManyTimes(token);
    }
    return new Times(List.copyOf(result), 0);
  }

  private static ScriptException tooManyTimes(Token token) {
    return token.wrong("the script has more than %s times".formatted(Script.MOST_TIMES));
  }

  /** A period after some times, such as 2 days. */
  List<Double> after(List<Double> times) {
    Token token = tokens.next();
    int number = tokens.wholeNumber(1, Script.MOST_TIMES);
    Period period = period();
    return moved(token, times, day -> rules.adjusted(period.after(day, number)));
  }

  /** When is paid what the script pays at some times. */
  List<Double> paid(Token token, List<Double> times) {
    return rules.paymentLag() == 0 ? times : moved(token, times, rules::paid);
  }

  private List<Double> moved(Token token, List<Double> times, UnaryOperator<LocalDate> later) {
    LocalDate start = origin(token);
    return times.stream().map(time -> TradeTime.years(start, later.apply(TradeTime.nearestDay(start, time)))).toList();
  }

  private Period period() {
    Token unit = tokens.take();
    return Period.find(unit.text())
        .orElseThrow(() -> unit.wrong(unit.shown() + " is no period, allowed: days, weeks, months, years"));
  }

  private void addEquallySpaced(List<Double> result) {
    int number = tokens.wholeNumber(1, Script.MOST_TIMES);
    tokens.expect("times");
    tokens.expect("until");
    countsFromOrigin = true;
    if (rules.hasCalendar()) {
      addBusinessDays(result, number);
      return;
    }
    double end = time();
    for (int i = 1; i <= number; i++) {
      result.add(end * i / number);
    }
  }

  /** Dates that are spaced as if all days were business days, and then moved; no two may become the same. */
  private void addBusinessDays(List<Double> result, int number) {
    Token last = tokens.take();
    LocalDate start = origin(last);
    LocalDate end = date(last);
    if (start.plusDays(number).isAfter(end)) {
      throw last.wrong("%s times do not fit in the days from %s to %s".formatted(number, start, end));
    }
    List<LocalDate> dates = TradeTime.equallySpaced(start, end, number);
    for (int i = 0; i < number; i++) {
      LocalDate day = rules.adjusted(dates.get(i));
      if (i > 0 && !day.isAfter(rules.adjusted(dates.get(i - 1)))) {
        throw last.wrong("of %s times %s and %s are the business day %s; give fewer, or one by one".formatted(number,
            dates.get(i - 1), dates.get(i), day));
      }
      result.add(checked(last, TradeTime.years(start, day)));
    }
  }

  private void addPeriodic(List<Double> result) {
    int number = tokens.wholeNumber(1, Script.MOST_TIMES);
    Period period = period();
    tokens.expect("until");
    Token last = tokens.take();
    LocalDate end = date(last);
    LocalDate start = origin(last);
    countsFromOrigin = true;
    List<LocalDate> dates = period.backwards(number, start, end, Script.MOST_TIMES + 1);
    if (dates.size() > Script.MOST_TIMES) {
      throw tooManyTimes(last);
    }
    dates.stream().map(rules::adjusted).distinct().filter(day -> day.isAfter(start))
        .forEach(day -> result.add(TradeTime.years(start, day)));
    if (result.isEmpty()) {
      throw last.wrong("no date up to " + last.text() + " lies after " + start);
    }
  }

  private LocalDate date(Token token) {
    Times times = known.get(token.text());
    if (token.kind() == Kind.NAME && times != null && times.left().size() == 1) {
      return TradeTime.nearestDay(origin(token), times.left().getFirst());
    }
    return token.date().orElseThrow(() -> token.wrong("a date is expected, not " + token.shown()));
  }

  private void addTime(List<Double> result) {
    Token token = tokens.next();
    double time = time();
    if (!result.isEmpty() && time <= result.getLast()) {
      throw token.wrong("times must increase, but " + token.text() + " follows a later or equal one"
          + (rules.hasCalendar() ? ", as business days" : ""));
    }
    result.add(time);
  }

  /** One time, which may be a schedule that has only one. */
  double time() {
    Token token = tokens.take();
    double time = switch (token.kind()) {
      case NUMBER -> {
        if (rules.hasCalendar()) {
          throw token.wrong(token.text() + " is a number of years; an ISO date such as 2027-11-20 is expected, because "
              + "the trade has a calendar");
        }
        countsFromOrigin = true;
        yield Double.parseDouble(token.text());
      }
      case DATE -> TradeTime.years(origin(token), rules.adjusted(token.date().orElseThrow()));
      case NAME -> {
        Times times = known.get(token.text());
        if (times == null || times.left().size() != 1) {
          throw noTime(token);
        }
        yield times.left().getFirst();
      }
      case QUOTED, SIGN, END -> throw noTime(token);
    };
    return checked(token, time);
  }

  private double checked(Token token, double time) {
    if (!(time > 0)) {
      throw token.wrong(token.text() + " is no time after the start" + origin.map(start -> " " + start).orElse(""));
    }
    if (time > MOST_YEARS) {
      throw token.wrong(token.text() + " is more than %s years after the start".formatted(MOST_YEARS));
    }
    return time;
  }

  private static ScriptException noTime(Token token) {
    return token.wrong("a time in years or a date is expected, not " + token.shown());
  }

  private LocalDate origin(Token token) {
    return origin.orElseThrow(() -> token.wrong("dates need a day from which times count"));
  }
}
