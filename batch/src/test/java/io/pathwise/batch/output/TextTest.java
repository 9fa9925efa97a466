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
      "2.5, Infinity, 2.500000000", "2196870.3721875,2.4e-7,2196870.372", "43.3041234567,8e-12,43.30412346",
      "1.047754321e-8,5.3e-11,0.000000010478", "1.047754321e-8,5.3e-15,1.04775432e-08", "1.6e-17,1.6e-17,1.6e-17",
      "0,3e-20,0.0000000000"})
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
