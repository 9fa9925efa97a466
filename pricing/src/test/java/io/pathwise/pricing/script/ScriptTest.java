package io.pathwise.pricing.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading scripts, running them on known prices, and what is said of those that are wrong. */
class ScriptTest {

  static final String MEMORY = """
      # A worst-of note with memory coupons.
      schedule observations = [0.5, 1, 1.5, 2]
      state missed = 0
      let coupon = 3.5
      at observations {
        let level = worst(A / 100, B / 50)
        when level >= 70% {
          pay coupon * (1 + missed)
          set missed = 0
        } otherwise { set missed = missed + 1 }
        when level >= values(1, 0.95, 0.9, 0.85) { pay 100 end }
      }
      at 2 {
        let level = worst(A / 100, B / 50)
        pay if level >= 60% then 100 else 100 * level
      }
      """;

  private static final List<String> TWO = List.of("A", "B");

  private static Script parse(String text) {
    return Script.parse(text, TWO, Optional.of(LocalDate.of(2026, 11, 20)));
  }

  private static double paid(ScriptValues values, double time, double a, double b) {
    return values.happen(time, asset -> asset == 0 ? a : b);
  }

  @Test
  void aNoteRemembersItsCoupons() {
    ScriptValues values = new ScriptValues(parse(MEMORY));
    assertThat(paid(values, 0.5, 69, 50)).isZero();
    assertThat(values.states()).containsExactly(1.0);
    assertThat(paid(values, 1, 94, 47)).isEqualTo(7);
    assertThat(values.states()).containsExactly(0.0);
    assertThat(values.hasEnded()).isFalse();
    assertThat(paid(values, 1.5, 90, 50)).isEqualTo(103.5);
    assertThat(values.hasEnded()).isTrue();
    assertThat(paid(values, 2, 100, 50)).isZero();
  }

  @Test
  void redemptionAtTheEnd() {
    for (double[] end : new double[][]{{80, 50, 103.5}, {65, 50, 100}, {50, 40, 50}}) {
      ScriptValues values = new ScriptValues(parse(MEMORY));
      List.of(0.5, 1.0, 1.5).forEach(time -> paid(values, time, 75, 50));
      assertThat(paid(values, 2, end[0], end[1])).isEqualTo(end[2]);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1 + 2 * 3 | 7", "(1 + 2) * 3 | 9", "-2 ^ 2 | -4",
      "2 ^ -1 | 0.5",
      "8 / 4 / 2 | 1",
      "1 - 2 - 3 | -4", "average(1, 2, 6) | 3", "ranked(2, 5, 1, 3) | 3", "ranked(3, 5, 1, 3) | 5",
      "max(min(4, 7), 2) | 4", "50% + 5e-1 | 1", "sqrt(abs(-9)) | 3", "log(exp(2)) | 2", "sum(1, 2, 3) | 6",
      "if A > 5 and not B > 5 then 1 else 2 | 1", "if (A > 5 or B > 5) and B > 5 then 1 else 2 | 2",
      "if A >= 10 then if B < 2 then 1 else 2 else 3 | 1", "number | 2", "values(4, 5, 6) | 5"})
  void numbersAreWhatTheyAreElsewhere(String expression, double expected) {
    ScriptValues values = new ScriptValues(parse("at [1, 2, 3] { pay " + expression + " }"));
    assertThat(values.happen(2, asset -> asset == 0 ? 10 : 1)).isEqualTo(expected);
  }

  /** Of what is past only the fixings at the ends of an interval are known, and levels as they were before. */
  @Test
  void whatIsWatchedIsTakenFromFixings() {
    checkWatched("state level = 110 at [1, 2, 3] { set level = 120 pay risen(A, level) }", 1, 0, 1);
    checkWatched("at [1, 2, 3] { pay fallen(A, values(80, 90, 95)) }", 0, 1, 1);
    checkWatched("at [1, 2, 3] { pay highest(A) }", 110, 110, 120);
    checkWatched("at [1, 2, 3] { pay lowest(A) }", 110, 90, 90);
    checkWatched("at 3 { pay A } at [2, 3] { pay highest(B) }", 0, 9, 129);
  }

  private static void checkWatched(String script, double... paid) {
    ScriptValues values = new ScriptValues(parse(script));
    assertThat(paid(values, 1, 110, 1)).isEqualTo(paid[0]);
    assertThat(paid(values, 2, 90, 9)).isEqualTo(paid[1]);
    assertThat(paid(values, 2.5, 500, 30)).isZero();
    assertThat(paid(values, 3, 120, 2)).isEqualTo(paid[2]);
  }

  @Test
  void whatEventsWatch() {
    Script script = parse("at 1 { when A > 1 { pay highest(B) * highest(B) } otherwise { pay 1 } pay highest(B) }");
    assertThat(script.watches()).isTrue();
    assertThat(script.events().getFirst().watched()).containsExactly(new Term.Extreme(Term.Direction.UP, 1));
    assertThat(parse("at 1 { pay A }").watches()).isFalse();
    String chained = "at 1 { pay fallen(A, " + "1 + ".repeat(999) + "1) }";
    assertThat(parse(chained).events().getFirst().watched()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "let fixings = [5, 2] per asset at [1, 2, 3] { pay worst(prices / fixings) } | 0.5",
      "let fixings = [5, 2] per asset at [1, 2, 3] { let p = prices / fixings pay best(p) - sum(p) + average(p) } | 0.75",
      "at [1, 2, 3] { pay ranked(2, prices, 4) * best(max(prices, 3)) } | 40",
      "state sums = 1 per asset at [1, 2, 3] { set sums = sums + prices pay worst(sums) * best(sums) } | 22",
      "state best.so.far = 0 per asset at [1, 2, 3] { set best.so.far = best(best.so.far) + prices pay sum(best.so.far) } | 11",
      "let levels = [1, 0.9, 0.8] per time at [1, 2, 3] { pay levels } | 0.9",
      "let levels = [1, 0.9, 0.8] per time at [1, 2, 3] from 2 { pay levels * number } | 1.8",
      "schedule s = [1, 2, 3] at s { pay count(s) } | 3", "schedule s = [1, 2, 3] at s { pay count(s until 2) } | 2",
      "schedule s = [1, 2, 3] from 2 schedule e = 3 at s { pay count(s until e) + 1 } | 3",
      "schedule s = [1, 2, 3] from 3 at s { pay 1 } | 0", "at [0.5, 2] { pay time + years } | 3.5",
      "choice option = put of call, put at 2 { when option is put { pay 1 } otherwise { pay 2 } } | 1",
      "choice kind = up-and-out of up-and-out, down-and-in at 2 { pay if kind is up-and-out then A else B } | 10",
      "choice side = up of up, down at 2 { when if side is up then A >= 10 else A <= 10 { pay 7 } } | 7"})
  void numbersOfEachAssetAndTime(String script, double expected) {
    assertThat(new ScriptValues(parse(script)).happen(2, asset -> asset == 0 ? 10 : 1)).isEqualTo(expected);
  }

  /** It is one parameter, however many assets there are. */
  @Test
  void numbersThatAreReadForEachAssetAreTheSame() {
    List<Term> numbers = parse("at 1 { pay worst(prices / 5 - 2) }").events().getFirst().terms()
        .filter(Term.Constant.class::isInstance).distinct().toList();
    assertThat(numbers).extracting(term -> ((Term.Constant) term).value()).containsExactlyInAnyOrder(5.0, 2.0);
    List<Term> lists = parse("let a = [1, 2] per asset at [1, 2] { pay worst(prices * values(a, 3)) }").events()
        .getFirst().terms().filter(Term.Values.class::isInstance).distinct().toList();
    assertThat(lists).extracting(term -> ((Term.Values) term).name()).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void whatIsKnownLeavesNoTrace() {
    String known = "choice option = put of call, put at 1 { when option is put and A > 2 { pay 1 } }";
    assertThat(parse(known).events()).isEqualTo(parse("at 1 { when A > 2 { pay 1 } }").events());
  }

  /** A is 10, 20, 5 and B 1, 2, 4 at 1, 2, 3. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"average of A + B at [1, 2, 3] | 14", "maximum of A at [1, 2, 3] | 20",
      "minimum of -A at [1, 2] | -20", "average of A at [1, 2, 3] from 2 | 12.5",
      "variance of exp(A) at [1, 2, 3] | 162.5", "variance of exp(A) at [1, 2, 3] from 2 | 225"})
  void whatIsObservedIsKept(String observable, double expected) {
    assertThat(atTheEnd("observe x = " + observable + " at 3 { pay x }")).isCloseTo(expected, within(1e-12));
  }

  @Test
  void whatIsObservedOfEachAssetIsOneForEach() {
    assertThat(atTheEnd("observe x = maximum of prices at [1, 2, 3] at 3 { pay worst(x) + 100 * best(x) }"))
        .isEqualTo(2004);
  }

  private static double atTheEnd(String script) {
    double[][] prices = {{10, 20, 5}, {1, 2, 4}};
    ScriptValues values = new ScriptValues(parse(script));
    double paid = 0;
    for (int i = 0; i < 3; i++) {
      int time = i;
      paid = values.happen(time + 1, asset -> prices[asset][time]);
    }
    return paid;
  }

  private static List<Double> paymentTimes(String script, double time) {
    ScriptValues values = new ScriptValues(parse(script));
    values.happen(time, asset -> 10);
    return values.payments().stream().map(ScriptRun.Payment::time).toList();
  }

  @Test
  void paymentsMayBeLaterThanTheirEvents() {
    assertThat(paymentTimes("at [1, 2] { pay 1 pay 2 on 3 pay 3 on [1, 4] }", 2)).containsExactly(2.0, 3.0, 4.0);
    assertThat(paymentTimes("schedule s = [1, 2, 3] at s from 2 { pay 1 on [1.5, 2.5, 3.5] }", 3))
        .containsExactly(3.5);
    assertThat(paymentTimes("at [1, 2] { pay A after 73 days }", 1)).containsExactly(1.2);
    assertThat(paymentTimes("at 2027-05-20 { pay A after 1 month }", 181 / 365.0)).containsExactly(212 / 365.0);
    assertThat(parse("at [1, 2] { when A > 1 { pay A on 7 } }").lastPayment()).isEqualTo(7);
  }

  @Test
  void schedules() {
    assertThat(parse("at 4 times until 2 { pay A }").times()).containsExactly(0.5, 1.0, 1.5, 2.0);
    assertThat(parse("at [2027-05-20, 2] { pay A }").times()).containsExactly(181 / 365.0, 2.0);
    assertThat(parse("at every 6 months until 2028-02-20 { pay A }").times()).containsExactly(92 / 365.0, 273 / 365.0,
        457 / 365.0);
    assertThat(parse("schedule s = [1, 2] at s { pay A } at 1.5 { pay B }").times()).containsExactly(1.0, 1.5, 2.0);
    assertThat(Script.dates("at [2027-05-20, 2] { pay")).containsExactly(LocalDate.of(2027, 5, 20));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "at 1 { pay count(s) } | line 1, column 18: there is no schedule 's', schedules: []",
      "at [1, 2] { pay A on 1.5 } | line 1, column 19: a time of payment lies before what is paid is known",
      "at [1, 2] { pay A on [2, 3, 4] } | line 1, column 19: there are 3 times of payment for 2 times",
      "at 1 { pay A after 2 moons } | line 1, column 22: 'moons' is no period, allowed: days, weeks, months, years",
      "at 1 { pay 2 * if A > 1 then 3 else 4 } | line 1, column 16: 'if' within a longer number stands in brackets",
      "state on = 1 at 1 { pay A } | line 1, column 7: 'on' is a word of the language",
      "at 1 { pay C } | line 1, column 12: 'C' is not known, known: [A, B]",
      "at 1 { pay A | line 1, column 13: '}' is expected, not the end",
      "state missed = 1 at 1 { pay mised * A } | line 1, column 29: 'mised' is not known (did you mean 'missed'?), known",
      "at 1 { pay A >= 2 } | line 1, column 12: a number is expected here, not a condition",
      "at 1 { when A { pay 1 } } | line 1, column 13: a condition such as 'A >= 100' is expected here",
      "at 1 { when A = 2 { pay 1 } } | line 1, column 15: prices are compared with <, <=, > or >=",
      "at [2, 1] { pay 1 } | line 1, column 8: times must increase", "at 0 { pay 1 } | line 1, column 4: 0 is no time",
      "at 2026-11-20 { pay 1 } | line 1, column 4: 2026-11-20 is no time after the start 2026-11-20",
      "at 2027-02-30 { pay 1 } | line 1, column 4: 2027-02-30 is no date",
      "at s { pay 1 } | line 1, column 4: there is no schedule 's', schedules: []",
      "at 1 { set x = 1 pay 1 } | line 1, column 12: there is no state 'x', states: []",
      "let x = A at 1 { pay x } | line 1, column 9: outside of events only numbers have names",
      "state x = B at 1 { pay x } | line 1, column 11: a state begins with a number that is known",
      "let A = 1 at 1 { pay 1 } | line 1, column 5: 'A' has a meaning already",
      "let pay = 1 at 1 { pay 1 } | line 1, column 5: 'pay' is a word of the language",
      "at 1 { let x = A } | line 1, column 19: the script pays nothing",
      "at [1, 2] { pay values(1) } | line 1, column 17: values(...) has 1 numbers for 2 times",
      "at 1 { pay ranked(3, A, B) } | line 1, column 12: ranked(3, ...) needs from 3 to 32 numbers, not 2",
      "at 1 { pay sqrt(A, B) } | line 1, column 12: sqrt takes 1 number, not 2",
      "at every 3 fortnights until 2027-11-20 { pay A } | 'fortnights' is no period, allowed: days, weeks",
      "at 1 { pay 1.5.2 } | line 1, column 12: '1' is not understood here", "at 1 { pay 1 ; } | column 14: ';' is not",
      "at 1 { pay risen(A) } | line 1, column 12: risen takes 2 numbers, not 1",
      "at 1 { pay highest(2 * A) } | line 1, column 12: highest(...) is of the price of an asset",
      "at 1 { pay fallen(90, A) } | line 1, column 12: the level of fallen(...) is in force before the event",
      "at 1 { let x = 90 pay risen(A, x) } | line 1, column 23: the level of risen(...) is in force before",
      "at 1 { pay risen(A, highest(B)) } | line 1, column 12: the level of risen(...) is in force before",
      "at 1 { when risen(A, 9) > 0 { pay 1 } } | line 1, column 25: risen(...) and fallen(...) are probabilities",
      "state risen = 1 at 1 { pay A } | line 1, column 7: 'risen' is a word of the language",
      "at 1 { pay prices } | line 1, column 12: 'prices' is a number for each asset; worst(...)",
      "at 1 { pay price } | line 1, column 12: there are 2 prices; 'prices' are all of them",
      "state x = 0 at 1 { set x = prices pay x } | line 1, column 28: this is a number for each asset, but 'x' is a single one",
      "let x = [1, 2, 3] per asset at 1 { pay sum(x) } | line 1, column 9: 3 numbers for 2 assets",
      "let x = [1, 2] at 1 { pay sum(x) } | line 1, column 16: 'per asset' or 'per time' is expected, not 'at'",
      "let x = [1, 2] per time at 1 { pay x } | line 1, column 36: 'x' has 2 numbers for 1 times",
      "let x = [1, 2] per time let y = x | line 1, column 33: 'x' is a number for each time, which only an event has",
      "choice x = c of a, b at 1 { pay 1 } | line 1, column 12: 'c' is not allowed here, allowed: a, b",
      "choice x = a of a, b at 1 { pay x } | line 1, column 33: 'x' is a word, to be compared as in 'x is a'",
      "choice x = a of a, b at 1 { when x is c { pay 1 } } | line 1, column 39: 'c' is not allowed here, allowed: a, b",
      "at [1, 2] from 0 { pay 1 } | line 1, column 16: times of a schedule are counted from 1",
      "pay 1 | line 1, column 1: 'pay' is not understood here, allowed: state, let, schedule, choice, observe, at",
      "observe m = median of A at 1 at 1 { pay m } | line 1, column 13: 'median' cannot be observed, allowed: average",
      "observe v = variance of A at 1 at 1 { pay v } | line 1, column 30: there are too few times",
      "at 1 { pay 1e999 } | line 1, column 12: 1e999 is too large"})
  void whatIsWrongIsSaidWithItsPlace(String script, String message) {
    assertThatThrownBy(() -> parse(script)).isInstanceOf(ScriptException.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      at 1 { exercise { pay 1 } pay 2 }                  | nothing follows exercise { } in its event
      at 1 { when A < 1 { exercise { pay 1 } } }         | a condition is written exercise when ... { }
      state x = 0 at 1 { call { set x = 1 pay 1 } }      | only let, pay and when stand in it
      at 1 { call { pay 1 end } }                        | only let, pay and when stand in it
      at 1 { exercise using { pay 1 } }                  | a name or ( is expected
      """)
  void decisionsAreTheLastOfAnEvent(String script, String message) {
    assertThatThrownBy(() -> Script.parse(script, List.of("A"), Optional.empty())).isInstanceOf(ScriptException.class)
        .hasMessageContaining(message);
  }

  @Test
  void decisionsHaveTimesAndWords() {
    Script script = Script.parse("at [1, 2] { pay 1 call when A >= 110 { pay 100 } } at [2, 3] { exercise { } }",
        List.of("A"), Optional.empty());
    assertThat(script.exerciseTimes()).containsExactly(1.0, 2.0, 3.0);
    assertThat(String.join(" ", ScriptWords.lines(script, String::valueOf)))
        .contains("the issuer may choose, if A is at least 110, to end it with:", "the holder may choose to end it");
  }

  @Test
  void placesAreCountedByLines() {
    assertThatThrownBy(() -> parse("# first\nat 1 {\n  pay 2 *\n}")).hasMessage(
        "line 4, column 1: a number, a name or ( is expected, not '}'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state a = 1 at [1, 2] { set a = a * (1 - risen(A, 12)) } at 2 { pay a * max(A - 9, 0) }",
      "state d = 0 at [1, 2] { let p = fallen(A, 8) pay 3 * p set d = d + p } at 2 { pay 5 - d / 2 }",
      "state a = 1 at [1, 2] { let p = risen(A, 12) pay a * p * B set a = a - a * p }",
      "at 1 { pay max(highest(A) - 9, 0) + log(highest(A)) }",
      "state a = 1 at 1 { when B > 2 { set a = a * (1 - risen(A, 12)) } otherwise { set a = a * (1 - 2 * risen(A, 12)) } pay a }"})
  void payoffsThatAreLinearInWhatIsExpected(String script) {
    assertThat(parse(script).events()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "state a = 1 at [1, 2] { set a = a * (1 - risen(A, 12)) } at 2 { pay max(a - 0.5, 0) } | smallest or largest",
      "state a = 1 at 1 { set a = 1 - risen(A, 12) } at 2 { when a > 0.5 { pay 1 } } | a condition",
      "state a = 1 at 1 { set a = 1 - risen(A, 12) } at 2 { pay sqrt(a) } | a function of them",
      "state a = 1 at 1 { set a = 1 - risen(A, 12) } at 2 { pay a * a } | a product of two from the same time",
      "state a = 1 at 1 { set a = 1 - risen(A, 12) } at 2 { pay a ^ 2 } | a power",
      "state a = 1 at 1 { set a = 1 - risen(A, 12) } at 2 { pay B / a } | what divides",
      "state a = 1 state b = 1 at 2 { when b > 2 { pay 1 } set b = a } at 1 { set a = risen(A, 12) } | a condition",
      "at 1 { let p = risen(A, 12) pay p * p } | a product of two from the same time",
      "at 1 { pay risen(A, 12) * fallen(A, 8) } | can watch one thing only",
      "at 1 { pay risen(A, 12) } at 2 { pay risen(A, 12) } | can watch one thing only",
      "at 1 { pay highest(A) - lowest(A) } | can watch one thing only"})
  void payoffsThatAreNot(String script, String message) {
    assertThatThrownBy(() -> parse(script)).isInstanceOf(ScriptException.class).hasMessageContaining(message);
  }

  /** What is used twice again and again is not walked once for each use. */
  @Test
  void numbersThatBuildOnEachOtherAreReadOnce() {
    StringBuilder known = new StringBuilder("let x0 = 1 ");
    StringBuilder local = new StringBuilder("at 1 { let y0 = A ");
    for (int i = 1; i <= 200; i++) {
      known.append("let x%s = x%s - x%s / 2 ".formatted(i, i - 1, i - 1));
      local.append("let y%s = y%s * y%s ".formatted(i, i - 1, i - 1));
    }
    String conditions = "if (".repeat(40) + "A > 1" + ") then A > 2 else A > 3".repeat(40);
    String script = known + local.toString() + "pay min(x200, y200) when " + conditions + " { end } }";
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
      Script parsed = parse(script);
      assertThat(new ScriptValues(parsed).happen(1, asset -> 1)).isEqualTo(Math.scalb(1.0, -200));
      assertThat(ScriptWords.lines(parsed, Double::toString)).hasSizeGreaterThan(200);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "not ", "2 ^ ", "if A > 1 then ", "max(", "1 + ", "A", "1", "\"", "at 1 {", ".",
      "values(", "otherwise when A > 1 { }", "when A > 1 {"})
  void hostileScriptsAreRefusedAtOnce(String part) {
    for (String start : List.of("", "at 1 { pay ", "at 1 { when A > 1 { } ")) {
      for (int times : new int[]{200, 30_000, 99_000 / part.length()}) {
        assertTimeoutPreemptively(Duration.ofSeconds(5),
            () -> assertThatThrownBy(() -> parse(start + part.repeat(times))).isInstanceOf(ScriptException.class));
      }
    }
    assertThatThrownBy(() -> parse("at 20000 times until 2 { pay A }")).hasMessageContaining("from 1 to 10000");
    assertThatThrownBy(() -> parse("at every 1 days until 9999-01-01 { pay A }")).hasMessageContaining(
        "more than 10000 times");
    assertThatThrownBy(() -> parse("x".repeat(100_001))).hasMessageContaining("at most 100000 are allowed");
  }
}
