package io.pathwise.batch.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Rate and time left, on a clock that the test sets. */
class ProgressTest {
  private final AtomicLong nanos = new AtomicLong(17);

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void nothingIsEstimatedBeforeATradeIsDone() {
    try (ProgressInLog progress = new ProgressInLog(1000, nanos::get)) {
      pass(60);
      assertThat(progress.event().text()).isEqualTo("0 trades done (0 % of the work), 0.00 trades/s");
      assertThat(progress.event().fields()).doesNotContainKey("secondsLeft");
    }
  }

  @Test
  void aLineTellsRateTimeLeftAndFailures() {
    try (ProgressInLog progress = new ProgressInLog(4000, nanos::get)) {
      pass(60);
      progress.advance(1000, 900, 850, 2);
      assertThat(progress.event().text()).isEqualTo(
          "850 trades done (25 % of the work), 15 trades/s, about 0:03:00 left, 2 with failures");
      assertThat(progress.event().name()).isEqualTo("progress");
      assertThat(progress.event().fields()).containsEntry("trades", 850L).containsEntry("failed", 2L)
          .containsEntry("percent", 25L).containsEntry("tradesPerSecond", 15.0).containsEntry("secondsLeft", 180L);
    }
  }

  @Test
  void whatACacheAnsweredAtTheStartDoesNotMakeTheRestLookFast() {
    ProgressRate pace = new ProgressRate(1_000_000, nanos::get);
    pass(5);
    pace.advance(500_000, 5000, 5000);
    for (int minute = 1; minute <= 10; minute++) {
      pass(60);
      pace.advance(500_000 + minute * 6000L, 5000.0 + minute * 60, 5000 + minute * 60L);
    }
    assertThat(pace.tradesPerSecond()).isEqualTo(1.0);
    assertThat(pace.left()).hasValue(Duration.ofSeconds(4400));
    assertThat(pace.trades()).isEqualTo(5600);
  }

  @Test
  void aTradeThatTakesLongLowersTheRateWhileItLasts() {
    ProgressRate pace = new ProgressRate(100, nanos::get);
    pass(10);
    pace.advance(50, 10, 10);
    assertThat(pace.tradesPerSecond()).isEqualTo(1.0);
    pass(90);
    assertThat(pace.tradesPerSecond()).isEqualTo(0.1);
    assertThat(pace.left()).hasValue(Duration.ofSeconds(100));
  }

  @Test
  void unfinishedTradesOfAWindowCountInPart() {
    List<Double> shares = new ArrayList<>();
    List<Integer> done = new ArrayList<>();
    WindowProgress progress = new WindowProgress(4, 10, 0.1, (share, trades) -> {
      shares.add(share);
      done.add(trades);
    });
    for (int trade = 0; trade < 4; trade++) {
      progress.advanced(trade, 0.5);
    }
    assertThat(shares.getLast()).isEqualTo(0.25);
    assertThat(done).containsOnly(0);
    for (int trade = 0; trade < 4; trade++) {
      progress.done(trade);
    }
    assertThat(shares.getLast()).isEqualTo(0.5);
    for (int change = 0; change < 4 * 10; change++) {
      progress.changed();
    }
    assertThat(shares.getLast()).isCloseTo(1, within(1e-12));
    assertThat(shares).isSorted();
    assertThat(done.getLast()).isEqualTo(4);
  }

  @Test
  void nobodyKnowsHowMuchOfAStreamIsLeft() {
    ProgressRate pace = new ProgressRate(0, nanos::get);
    pass(10);
    pace.advance(5000, 10, 10);
    assertThat(pace.percent()).isEqualTo(0);
    assertThat(pace.left()).isEmpty();
  }

  @Test
  void durationsAndRatesAreForPeople() {
    assertThat(ProgressRate.clock(Duration.ofSeconds(90_061))).isEqualTo("25:01:01");
    assertThat(ProgressRate.rate(0.125)).isEqualTo("0.13 trades/s");
    assertThat(ProgressRate.rate(123.4)).isEqualTo("123 trades/s");
  }
}
