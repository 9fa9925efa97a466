package io.pathwise.pricing.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The text of whole programs. After an intended change, {@code mvn test -pl pricing -am -Dgolden.update=true} writes
 * the texts anew; read the difference before committing it.
 */
class ProgramTextTest {

  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.03)), List.of(Asset.blackScholes("AAPL", "USD", 100, 0.01, 0.2)),
      Correlations.NONE);

  @Test
  void europeanCall() throws IOException {
    assertProgram("european.txt", European.of("AAPL", OptionType.CALL, 105, 1));
  }

  @Test
  void upAndOutCallWithRebate() throws IOException {
    assertProgram("barrier.txt",
        Barrier.of("AAPL", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_OUT, 12, 2));
  }

  @Test
  void autocallable() throws IOException {
    assertProgram("autocallable.txt",
        Autocallable.of(List.of("AAPL"), List.of(100.0), 1000, 25.5, 0.7, 1, 2, 0.7, 2, 8));
  }

  /** Structure is code, values are data. */
  @Test
  void productsOfOneMakeShareTheText() {
    String first = text(Barrier.of("AAPL", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_OUT, 12, 2));
    String second = text(Barrier.of("AAPL", OptionType.CALL, 90, 7, 95, Barrier.Kind.UP_AND_OUT, 3, 0));
    String other = text(Barrier.of("AAPL", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_IN, 12, 2));
    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  private static String text(Product product) {
    return PricingProgram.of(product, MARKET).program().toString();
  }

  private static void assertProgram(String name, Product product) throws IOException {
    Path golden = Path.of("src/test/resources/io/pathwise/pricing/model", name);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, text(product));
    }
    assertThat(text(product)).isEqualTo(Files.readString(golden));
  }
}
