package io.pathwise.batch.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.pathwise.batch.FakeEngine;
import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.cache.UnusableCacheException;
import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.log.LogFormat;
import io.pathwise.batch.monitoring.Monitoring;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.report.RiskReport;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up at any place of any file: a clear message, and the files of the run before stay as they were. */
class FullDiskTest {
  private static final Path MARKET = Path.of("../examples/market.json");
  private static final int BLOCK = 512;

  @TempDir
  private Path directory;

  private RiskRequest request(Path out, Optional<Path> metrics) throws IOException {
    Path portfolio = directory.resolve("p.jsonl");
    Path scenarios = directory.resolve("s.jsonl");
    StringBuilder trades = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      trades.append("{\"id\":\"E" + i + "\",\"type\":\"european\",\"asset\":\"AAPL\",\"option\":\"call\",\"strike\":"
          + (i + 0.1) + ",\"expiry\":1}\n");
    }
    Files.writeString(portfolio, trades);
    Files.writeString(scenarios, "{\"id\":\"up\",\"shifts\":[{\"type\":\"spot\",\"relative\":0.1}]}\n");
    return new RiskRequest(portfolio, MARKET, out, EnumSet.of(Measure.VALUE, Measure.DELTA), Settings.paths(1024),
        BackendChoice.AUTO, 1, Optional.empty(), Optional.of(scenarios), Optional.empty(), Units.RAW,
        Optional.empty(), true,
        1, new Monitoring(LogFormat.TEXT, metrics));
  }

  private static FileSystem disk(long bytes) {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder().setBlockSize(BLOCK).setMaxSize(Math.max(BLOCK, bytes)).build());
  }

  private static Map<String, String> files(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(out)) {
      for (Path file : list.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private static void writeOldFiles(Path out) throws IOException {
    Files.createDirectories(out);
    for (String name : new String[]{"report.html", "results.csv", "results.parquet", "scenarios.csv", "summary.json"}) {
      Files.writeString(out.resolve(name), "old");
    }
  }

  @Test
  void aDiskThatIsFullAtAnyPlaceLeavesTheOldFilesAsTheyWere() throws IOException {
    long needed;
    try (FileSystem large = disk(1 << 24)) {
      Path out = large.getPath("/out");
      RiskRun.run(request(out, Optional.empty()), FakeEngine.factory());
      needed = 0;
      for (String name : files(out).keySet()) {
        needed += (Files.size(out.resolve(name)) + BLOCK - 1) / BLOCK * BLOCK;
      }
      assertThat(files(out)).hasSize(5);
    }
    int failures = 0;
    // The page is most of it; every block of the other files and of its ends is tried, and some of its middle.
    long edge = 80L * BLOCK;
    for (long bytes = 8L * BLOCK; bytes < needed + 8L * BLOCK; bytes += bytes < edge || bytes > needed - edge
        ? BLOCK
        : 97L * BLOCK) {
      try (FileSystem small = disk(bytes)) {
        Path out = small.getPath("/out");
        writeOldFiles(out);
        Map<String, String> before = files(out);
        try {
          RiskRun.run(request(out, Optional.empty()), FakeEngine.factory());
          assertThat(bytes).as("the disk is large enough").isGreaterThanOrEqualTo(needed);
        } catch (UnwritableOutputException full) {
          failures++;
          assertThat(full).as("%d bytes", bytes).hasMessageStartingWith("/out")
              .hasMessageContaining("cannot be written: ").hasMessageContaining("out of disk space");
          assertThat(files(out)).as("%d bytes", bytes).isEqualTo(before);
        }
      }
    }
    assertThat(failures).isGreaterThan(100);
  }

  @Test
  void metricsThatCannotBeWrittenLaterDoNotEndTheRun() throws IOException {
    try (FileSystem small = disk(10L * BLOCK)) {
      Path file = small.getPath("/pathwise.prom");
      Path fill = small.getPath("/fill");
      Files.writeString(fill, "");
      RiskReport report = RiskRun.run(request(directory.resolve("out"), Optional.of(file)),
          FakeEngine.factory(product -> {
            try {
              if (Files.size(fill) == 0) { // once: writing it anew would make room for a moment
                Files.write(fill, new byte[3 * BLOCK]);
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }));
      assertThat(report.isComplete()).isTrue();
      assertThat(Files.readString(file)).contains("pathwise_trades_total 0.0\n");
    }
  }

  @Test
  void aCacheThatTheDiskHasNoRoomForIsRefusedBeforeAnythingIsComputed() {
    long petabyte = 1L << 50;
    Path cache = directory.resolve("cache");
    assertThatThrownBy(() -> CacheStore.open(cache, petabyte)).isInstanceOf(UnusableCacheException.class)
        .hasMessageContaining(": cannot be used as a cache: it takes 1073741824 MiB of the disk, of which ")
        .hasMessageContaining("MiB are free; a smaller --cache-size makes a smaller one");
    assertThat(cache).doesNotExist();
  }

  @Test
  void aCacheBelowAFileIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertThatThrownBy(() -> CacheStore.open(file.resolve("cache"), 1 << 20))
        .isInstanceOf(UnusableCacheException.class).hasMessageContaining("cannot be used as a cache: ");
    assertThat(file).hasContent("text");
  }
}
