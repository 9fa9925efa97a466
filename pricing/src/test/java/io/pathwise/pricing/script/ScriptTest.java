package io.pathwise.pricing.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
      "at 1 { pay C } | line 1, column 12: 'C' is not known, known: [A, B]",
      "at 1 { pay A | line 1, column 13: the end is not understood here, allowed: let, set, pay, when, end, }",
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
      "pay 1 | line 1, column 1: 'pay' is not understood here, allowed: state, let, schedule, at",
      "at 1 { pay 1e999 } | line 1, column 12: 1e999 is too large"})
  void whatIsWrongIsSaidWithItsPlace(String script, String message) {
    assertThatThrownBy(() -> parse(script)).isInstanceOf(ScriptException.class).hasMessageContaining(message);
  }

  @Test
  void placesAreCountedByLines() {
    assertThatThrownBy(() -> parse("# first\nat 1 {\n  pay 2 *\n}")).hasMessage(
        "line 4, column 1: a number, a name or ( is expected, not '}'");
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
