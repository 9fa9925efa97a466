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

/** Reads the times at which something happens, and knows those that have a name. Start at {@link #read}. */
final class ScriptSchedules {

  private static final int MOST_YEARS = 10_000;

  private final ScriptTokens tokens;
  private final Optional<LocalDate> origin;
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

  ScriptSchedules(ScriptTokens tokens, Optional<LocalDate> origin) {
    this.tokens = tokens;
    this.origin = origin;
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
      throw token.wrong("the script has more than %s times".formatted(Script.MOST_TIMES));
    }
    return new Times(List.copyOf(result), 0);
  }

  /** A period after some times, such as 2 days. */
  List<Double> after(List<Double> times) {
    Token token = tokens.next();
    int number = tokens.wholeNumber(1, Script.MOST_TIMES);
    Period period = period();
    LocalDate start = origin(token);
    return times.stream()
        .map(time -> TradeTime.years(start, period.after(TradeTime.nearestDay(start, time), number))).toList();
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
    double end = time();
    for (int i = 1; i <= number; i++) {
      result.add(end * i / number);
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
    period.backwards(number, start, end, Script.MOST_TIMES + 1)
        .forEach(date -> result.add(TradeTime.years(start, date)));
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
      throw token.wrong("times must increase, but " + token.text() + " follows a later or equal one");
    }
    result.add(time);
  }

  /** One time, which may be a schedule that has only one. */
  double time() {
    Token token = tokens.take();
    double time = switch (token.kind()) {
      case NUMBER -> {
        countsFromOrigin = true;
        yield Double.parseDouble(token.text());
      }
      case DATE -> TradeTime.years(origin(token), token.date().orElseThrow());
      case NAME -> {
        Times times = known.get(token.text());
        if (times == null || times.left().size() != 1) {
          throw noTime(token);
        }
        yield times.left().getFirst();
      }
      case QUOTED, SIGN, END -> throw noTime(token);
    };
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
