package io.pathwise.batch.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far into the portfolio's file a share of a window reaches. */
class WindowTest {

  @Test
  void aShortLineOfMuchWorkIsNotDoneBeforeItsLastScenario() {
    MarketData market = MarketReader.read(Path.of("../examples/market.json"));
    Window window = new Window(new WorkLimit(market, Set.of(Measure.VALUE), Settings.paths(1), 1, 1), 1000);
    window.add(new PortfolioReader.Entry.Unusable("line 9", "an example of 121 bytes"), 1121);
    assertThat(window.bytesAt(1 - 1e-9)).isEqualTo(1120);
    assertThat(window.bytesAt(1)).isEqualTo(1121);
  }
}
