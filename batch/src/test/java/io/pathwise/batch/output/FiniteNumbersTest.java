package io.pathwise.batch.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greek.Status;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Trade;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No number of a trade is called good that is not finite. */
class FiniteNumbersTest {

  @ParameterizedTest
  @CsvSource({"1e300, 10, 0.5, OK, OK", "1e300, 10, 0, MAXIMUM_PATHS, MAXIMUM_PATHS", "-1e307, 100, 0.5, OK, FAILED",
      "1e307, 0.5, 100, OK, FAILED", "1e307, 0.5, 100, FEW_HITS, FAILED", "1e307, 0.5, 100, NO_HITS, FAILED",
      "1, NaN, 0.5, OK, FAILED", "1, 1, Infinity, MAXIMUM_PATHS, FAILED", "1, 1, NaN, OK, FAILED",
      "1, 1, NaN, FEW_HITS, FAILED", "1, 0, NaN, NO_HITS, NO_HITS", "1, NaN, NaN, NO_HITS, FAILED",
      "1, NaN, NaN, NOT_APPLICABLE, NOT_APPLICABLE"})
  void whatIsNotFiniteForTheWholeTradeFails(double quantity, double value, double error, Status status,
      Status expected) {
    Trade trade = Trade.of("T", European.of("A", OptionType.CALL, 100, 1), quantity);
    Greek number = new Greek(Measure.VALUE, List.of(), value, error, "mean", "", 256, status, "");
    Greek found = FiniteNumbers.of(trade, number);
    assertThat(found.status()).isEqualTo(expected);
    if (expected == status) {
      assertThat(found).isSameAs(number);
    } else {
      assertThat(found.value()).isNaN();
      assertThat(found.message()).contains(value + " ± " + error + " for one unit");
    }
  }
}
