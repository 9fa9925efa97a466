package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Portfolios as streams of lines: ends of lines, encodings, ids that come twice, and reading no further than needed.
 */
class PortfolioReaderTest {
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.03)), List.of(Asset.blackScholes("Ä", "USD", 100, 0, 0.2)), Correlations.NONE);

  private static String line(String id) {
    return """
        {"id":"%s","type":"european","asset":"Ä","option":"call","strike":5,"expiry":1}""".formatted(id);
  }

  private static PortfolioReader reader(InputStream in, MarketData market) throws IOException {
    return new PortfolioReader("p", in, new TradeReader(market), PortfolioReader.Condition.NONE);
  }

  private static List<String> ids(byte[] text) throws IOException {
    List<String> ids = new ArrayList<>();
    try (PortfolioReader reader = reader(new ByteArrayInputStream(text), MARKET)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        ids.add(switch (entry) {
          case PortfolioReader.Entry.Usable usable -> usable.id();
          case PortfolioReader.Entry.Unusable unusable -> unusable.message();
        });
      }
      assertThat(reader.bytesRead()).isEqualTo(text.length);
    }
    return ids;
  }

  private static List<String> ids(String text) throws IOException {
    return ids(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theExamplesAreRead() throws IOException {
    MarketData market = MarketReader.read(Path.of("../examples/market.json"));
    try (PortfolioReader reader = PortfolioReader.open(Path.of("../examples/portfolio.jsonl"), market, Fixings.NONE)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        assertThat(entry).isInstanceOf(PortfolioReader.Entry.Usable.class);
      }
    }
  }

  @Test
  void linesMayEndAsOnAnySystemAndTheLastNotAtAll() throws IOException {
    assertThat(ids("\uFEFF" + line("1") + "\r\n\r\n \n" + line("2") + "\n" + line("3"))).containsExactly("1", "2", "3");
    assertThat(ids("")).isEmpty();
    assertThat(ids("\n")).isEmpty();
  }

  @Test
  void aLineThatIsNoUtf8IsReportedAlone() throws IOException {
    assertThat(ids((line("1") + "\n" + line("2")).getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly("p:1:38: not UTF-8 text: the byte 0xC4 cannot stand here",
            "p:2:38: not UTF-8 text: the byte 0xC4 cannot stand here");
    byte[] mixed = (line("1") + "\n#\n" + line("2")).getBytes(StandardCharsets.UTF_8);
    mixed[new String(mixed, StandardCharsets.ISO_8859_1).indexOf('#')] = (byte) 0xff;
    assertThat(ids(mixed)).containsExactly("1", "p:2:1: not UTF-8 text: the byte 0xFF cannot stand here", "2");
  }

  @Test
  void aLineLongerThanTheLimitIsReportedAlone() throws IOException {
    String text = "12345\n123456\n1\n" + "x".repeat(200_000) + "\n12345";
    LineReader lines = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        LineReader.Ends.LINE_FEED, 5);
    assertThat(lines.next()).isEqualTo(new LineReader.Line(1, "12345", ""));
    assertThat(lines.next()).isEqualTo(new LineReader.Line(2, "", "the line is longer than 5 bytes"));
    assertThat(lines.next()).isEqualTo(new LineReader.Line(3, "1", ""));
    assertThat(lines.next()).isEqualTo(new LineReader.Line(4, "", "the line is longer than 5 bytes"));
    assertThat(lines.next()).isEqualTo(new LineReader.Line(5, "12345", ""));
    assertThat(lines.next()).isNull();
  }

  @Test
  void anIdThatCameBeforeIsReported() throws IOException {
    assertThat(ids(line("1") + "\n" + line("2") + "\n" + line("1")))
        .containsExactly("1", "2", "p:3:7: id '1' is not unique, it came first on line 1");
  }

  @Test
  void theRegisterOfIdsAnswersAsASetWould() {
    IdRegister register = new IdRegister();
    Set<String> set = new HashSet<>();
    Random random = new Random(11);
    int repeated = 0;
    for (int line = 1; line <= 20_000; line++) {
      String id = "id" + random.nextInt(15_000);
      boolean isNew = set.add(id);
      assertThat(register.firstLineOf(id, line) == 0).isEqualTo(isNew);
      repeated += isNew ? 0 : 1;
    }
    assertThat(repeated).isBetween(5_000, 12_000);
  }

  /** Lines broken at random: each is still one entry, and none breaks the reader. */
  @Test
  void whateverStandsOnALineItIsOneEntry() throws IOException {
    MarketData market = MarketReader.read(Path.of("../examples/market.json"));
    List<String> lines = Files.readAllLines(Path.of("../examples/portfolio.jsonl"));
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    int count = 4_000;
    String replacements = "{}[]\",:.-e019aé \u0000";
    for (int i = 0; i < count; i++) {
      String id = "\"id\":\"" + i + "\"";
      StringBuilder line = new StringBuilder(
          lines.get(random.nextInt(lines.size())).replaceFirst("\"id\":\"\\w+\"", id));
      for (int change = random.nextInt(4); change > 0; change--) {
        int at = random.nextInt(line.length());
        line.setCharAt(at, replacements.charAt(random.nextInt(replacements.length())));
      }
      text.append(line).append('\n');
    }
    int usable = 0;
    int unusable = 0;
    try (PortfolioReader reader = reader(
        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), market)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        switch (entry) {
          case PortfolioReader.Entry.Usable good -> usable++;
          case PortfolioReader.Entry.Unusable bad -> {
            unusable++;
            assertThat(bad.message()).startsWith("p:" + (usable + unusable) + ":");
          }
        }
      }
    }
    assertThat(usable + unusable).isEqualTo(count);
    assertThat(usable).isGreaterThan(count / 4);
    assertThat(unusable).isGreaterThan(count / 4);
  }

  @Test
  void noMoreIsReadThanABufferAhead() throws IOException {
    int lineLength = (line("00000") + "\n").getBytes(StandardCharsets.UTF_8).length;
    long[] given = {0};
    InputStream endless = new InputStream() {
      private int number;

      @Override
      public int read() {
        throw new UnsupportedOperationException("whole lines only");
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        byte[] line = (line("%05d".formatted(number++)) + "\n").getBytes(StandardCharsets.UTF_8);
        given[0] += lineLength;
        System.arraycopy(line, 0, target, offset, lineLength);
        return lineLength;
      }
    };
    try (PortfolioReader reader = reader(endless, MARKET)) {
      for (long line = 1; line <= 5_000; line++) {
        assertThat(reader.next()).isInstanceOf(PortfolioReader.Entry.Usable.class);
        assertThat(given[0] - line * lineLength).isBetween(0L, (1L << 16) + lineLength);
      }
    }
  }
}
