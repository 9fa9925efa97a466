package io.pathwise.batch.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pathwise.batch.input.MarketReader;
import io.pathwise.greeks.execution.WorkEstimate;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Trade;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A trade is refused as soon as its estimate passes a limit, and not before. */
class WorkLimitTest {
  private static final MarketData MARKET = MarketReader.read(Path.of("../examples/market.json"));
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA);
  private static final Settings SETTINGS = Settings.paths(100_000).withPolicy(Policy.PILOT);
  private static final Trade TRADE = Trade.of("T",
      Asian.of("AAPL", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 2_000));

  private static WorkLimit limit(int threads, double minutes) {
    return new WorkLimit(MARKET, MEASURES, SETTINGS, threads, minutes);
  }

  @Test
  void timeIsLimitedToTheMinutesAllowed() {
    double minutes = limit(1, 1).estimate(TRADE).seconds() / 60;
    assertThatCode(() -> limit(1, 1.01 * minutes).check(TRADE)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> limit(1, 0.99 * minutes).check(TRADE))
        .withMessageContainingAll("minutes of one core (2000 steps, 250000 paths", "--max-work allows");
  }

  @Test
  void memoryIsLimitedToHalfOfTheHeap() {
    WorkEstimate one = limit(1, 1e9).estimate(TRADE);
    double half = 0.5 * Runtime.getRuntime().maxMemory();
    int most = (int) Math.floor((half - one.tableBytes()) / (one.bytes() - one.tableBytes()));
    assertThat(most).isPositive();
    assertThatCode(() -> limit(most, 1e9).check(TRADE)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> limit(most + 1, 1e9).check(TRADE))
        .withMessageContainingAll("MiB of memory (2000 steps, ", (most + 1) + " threads", "half of the heap");
  }
}
