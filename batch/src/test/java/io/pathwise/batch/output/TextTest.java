package io.pathwise.batch.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables and numbers for people. */
class TextTest {
  @ParameterizedTest
  @CsvSource({"7.118234, 0.0379, 7.118", "-50.2349, 0.19, -50.23", "123456.7, 250, 123457", "0, 0.5, 0.00",
      "1e-9, 1e-10, 0.00000000100", "0.99996, 0.0010, 1.0000", "3, 0, 3.000000000", "0, 0, 0", "NaN, 1, NaN",
      "2.5, Infinity, 2.500000000"})
  void numbersKeepTwoDigitsOfTheirError(double number, double error, String text) {
    assertThat(Rounded.text(number, error)).isEqualTo(text);
  }

  @Test
  void columnsAreAligned() {
    assertThat(new TextTable("name", ">n", "why").row("a", "10", "x").row("bbbbb", "7", "")).hasToString("""
        name    n  why
        a      10  x
        bbbbb   7
        """);
  }
}
