package io.pathwise.batch.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.input.TradeReader;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows come in order and whole, and what goes wrong ahead is told when its window is asked for. */
class WindowReaderTest {
  private static final MarketData MARKET = MarketReader.read(Path.of("../examples/market.json"));
  private static final WorkLimit LIMIT = new WorkLimit(MARKET, Set.of(Measure.VALUE), Settings.paths(1024), 1, 5);

  private static byte[] lines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("{\"id\":\"E" + i + "\",\"type\":\"european\",\"asset\":\"AAPL\",\"option\":\"call\",\"strike\":100,"
          + "\"expiry\":1}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static PortfolioReader portfolio(InputStream in) throws IOException {
    return new PortfolioReader("p.jsonl", in, new TradeReader(MARKET, Fixings.NONE), PortfolioReader.Condition.NONE);
  }

  @Test
  void windowsHoldEveryLineInOrder() throws IOException {
    List<String> ids = new ArrayList<>();
    int windows = 0;
    byte[] lines = lines(5000);
    try (PortfolioReader portfolio = portfolio(new ByteArrayInputStream(lines));
        WindowReader reader = new WindowReader(portfolio, LIMIT)) {
      for (Window window = reader.next(); !window.entries().isEmpty(); window = reader.next()) {
        windows++;
        window.entries().forEach(entry -> ids.add(entry.id()));
      }
      assertThat(portfolio.bytesRead()).isEqualTo(lines.length);
    }
    assertThat(windows).isEqualTo(3);
    assertThat(ids).isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "E" + i).toList());
  }

  @Test
  void aPortfolioThatBreaksOffGivesTheWindowsBeforeFirst() throws IOException {
    InputStream broken = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the disk is gone");
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw new IOException("the disk is gone");
      }
    };
    try (PortfolioReader portfolio = portfolio(new SequenceInputStream(new ByteArrayInputStream(lines(3000)), broken));
        WindowReader reader = new WindowReader(portfolio, LIMIT)) {
      assertThat(reader.next().entries()).hasSize(2048);
      assertThatThrownBy(reader::next).isInstanceOf(InvalidInputException.class).hasMessageContaining("p.jsonl");
    }
  }

  /** The window that was begun is read to its end or not at all; what comes after it is still there. */
  @Test
  void closingItWhileItReadsLeavesNobodyReading() throws IOException, InterruptedException {
    try (PortfolioReader portfolio = portfolio(new ByteArrayInputStream(lines(20_000)))) {
      try (WindowReader reader = new WindowReader(portfolio, LIMIT)) {
        assertThat(reader.next().entries()).hasSize(2048);
      }
      long read = portfolio.bytesRead();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("pathwise-reader")) {
          thread.join(Duration.ofSeconds(10));
        }
      }
      assertThat(portfolio.bytesRead()).isEqualTo(read);
      PortfolioReader.Entry next = Objects.requireNonNull(portfolio.next());
      assertThat(next.id()).isIn("E2048", "E4096");
    }
  }
}
