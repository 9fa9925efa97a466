package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pathwise.batch.cache.CacheAdministration;
import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.cache.UnusableCacheException;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openhft.compiler.CachedCompiler;
import net.openhft.compiler.CompilerUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache file: used, shared, damaged, filled, and left behind by killed processes. */
class CacheTest {
  private static final long MIB = 1 << 20;
  private static final Path MARKET = Path.of("../examples/market.json");

  @TempDir
  private Path directory;

  private static Store.Key key(int number) {
    return new Store.Key(Store.Kind.NUMBERS, Fingerprint.builder().add(number).build());
  }

  private static byte[] value(int number, int size) {
    byte[] bytes = new byte[size];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private Path cache() {
    return directory.resolve("cache");
  }

  private static long found(CacheStore store, int count, int size) {
    return IntStream.range(0, count)
        .filter(i -> store.find(key(i)).filter(bytes -> Arrays.equals(bytes, value(i, size))).isPresent()).count();
  }

  @Test
  void whatIsKeptIsThereInTheNextRunAndDamageIsDropped() throws IOException {
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      IntStream.range(0, 100).forEach(i -> store.keep(key(i), value(i, 500)));
      assertThat(found(store, 100, 500)).isEqualTo(100);
      assertThat(store.find(key(100))).isEmpty();
    }
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      assertThat(found(store, 100, 500)).isEqualTo(100);
      assertThatThrownBy(() -> CacheStore.open(cache(), MIB)).isInstanceOf(UnusableCacheException.class)
          .hasMessageContaining("this process uses it already");
    }
    damage(value(7, 500));
    damage(value(8, 500));
    assertThat(CacheAdministration.stats(cache(), false).damaged().entries()).isEqualTo(2);
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      assertThat(store.find(key(7))).isEmpty();
      assertThat(store.usage().damaged()).isEqualTo(1);
      assertThat(found(store, 100, 500)).isEqualTo(98);
    }
    assertThat(CacheAdministration.stats(cache(), false).damaged().entries()).isZero();
    assertThat(CacheAdministration.compact(cache(), OptionalLong.of(2 * MIB)).fileBytes())
        .isLessThan(Files.size(cache()));
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      assertThat(found(store, 100, 500)).isEqualTo(98);
    }
    CacheAdministration.clear(cache());
    assertThat(cache()).doesNotExist();
  }

  /**
   * Chronicle compiles what it does not find, which takes it a second at each start; {@code NativeClasses} makes it
   * find all.
   */
  @Test
  void openingACacheCompilesNothing() throws ReflectiveOperationException {
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      store.keep(key(1), value(1, 500));
      assertThat(found(store, 2, 500)).isEqualTo(1);
    }
    Field compiled = CachedCompiler.class.getDeclaredField("loadedClassesMap");
    compiled.setAccessible(true);
    assertThat((Map<?, ?>) compiled.get(CompilerUtils.CACHED_COMPILER)).isEmpty();
    CompilerUtils.CACHED_COMPILER.loadFromJava("Empty", "final class Empty {}");
    assertThat((Map<?, ?>) compiled.get(CompilerUtils.CACHED_COMPILER)).hasSize(1);
  }

  /** Flips a byte in the middle of a value as it lies in the file. */
  private void damage(byte[] value) throws IOException {
    byte[] file = Files.readAllBytes(cache());
    int place = new String(file, StandardCharsets.ISO_8859_1).indexOf(new String(value, StandardCharsets.ISO_8859_1));
    try (RandomAccessFile access = new RandomAccessFile(cache().toFile(), "rw")) {
      access.seek(place + 100);
      access.write(value[100] + 1);
    }
  }

  /** As a disk error or another program may leave it; the head, which tells what kind of file it is, stays. */
  @Test
  @Timeout(50)
  void overwrittenTablesAreNoticedAndTheCacheBeginsAfresh() throws IOException {
    try (CacheStore store = CacheStore.open(cache(), 16 * MIB)) {
      IntStream.range(0, 100).forEach(i -> store.keep(key(i), value(i, 500)));
    }
    long size = Files.size(cache());
    try (RandomAccessFile access = new RandomAccessFile(cache().toFile(), "rw")) {
      access.seek(MIB);
      access.write(value(1, Math.toIntExact(3 * MIB)));
    }
    try (CacheStore store = CacheStore.open(cache(), 16 * MIB)) {
      assertThat(found(store, 100, 500)).isZero();
      IntStream.range(0, 100).forEach(i -> store.keep(key(i), value(i, 500)));
      assertThat(found(store, 100, 500)).isEqualTo(100);
    }
    assertThat(cache().resolveSibling("cache.damaged")).hasSize(size);
    Files.copy(cache().resolveSibling("cache.damaged"), cache(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(CacheAdministration.stats(cache(), true).current().get(Store.Kind.NUMBERS))
        .isEqualTo(CacheAdministration.Amount.NONE);
    assertThat(cache()).as("the new one is as large as the old one").hasSize(size);
  }

  @Test
  void aFullCacheMakesRoomAndNeverFails() {
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      IntStream.range(0, 5000).forEach(i -> store.keep(key(i), value(i, 1000)));
      assertThat(found(store, 5000, 1000)).isBetween(200L, 2000L);
      store.keep(key(-1), new byte[1 << 25]);
    }
    assertThat(cache().toFile().length()).isLessThanOrEqualTo(3 * MIB / 2);
  }

  /** Blocks that a file takes of the disk; empty where that cannot be told. */
  private static OptionalLong allocated(Path file) throws Exception {
    if (!System.getProperty("os.name").equals("Linux")) {
      return OptionalLong.empty();
    }
    Process stat = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).start();
    String[] blocks = Objects.requireNonNull(stat.inputReader().readLine()).split(" ", -1);
    return OptionalLong.of(Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]));
  }

  @Test
  void allRoomIsTakenAtOnceAndHolesAreFilledSoThatAFullDiskDoesNoHarmLater() throws Exception {
    try (CacheStore store = CacheStore.open(cache(), 4 * MIB)) {
      assertThat(Files.size(cache())).isEqualTo(4 * MIB);
      assumeTrue(allocated(cache()).isPresent());
      assertThat(allocated(cache()).getAsLong()).isGreaterThanOrEqualTo(4 * MIB);
      IntStream.range(0, 5000).forEach(i -> store.keep(key(i), value(i, 1000)));
    }
    assertThat(Files.size(cache())).as("it never grows").isEqualTo(4 * MIB);
    CacheAdministration.clear(cache());
    try (CacheStore store = CacheStore.open(cache(), 4 * MIB)) {
      store.keep(key(1), value(1, 1000));
    }
    byte[] content = Files.readAllBytes(cache());
    Files.delete(cache());
    try (RandomAccessFile sparse = new RandomAccessFile(cache().toFile(), "rw")) {
      sparse.setLength(content.length);
      for (int at = 0; at < content.length; at += 4096) {
        byte[] page = Arrays.copyOfRange(content, at, at + 4096);
        if (!Arrays.equals(page, new byte[4096])) {
          sparse.seek(at);
          sparse.write(page);
        }
      }
    }
    assumeTrue(allocated(cache()).getAsLong() < 4 * MIB);
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      assertThat(store.find(key(1))).hasValue(value(1, 1000));
      assertThat(allocated(cache()).getAsLong()).isGreaterThanOrEqualTo(4 * MIB);
    }
  }

  @Test
  void aTruncatedCacheIsBegunAfreshAndOtherFilesAreLeftAlone() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "dear diary");
    assertThatThrownBy(() -> CacheStore.open(text, MIB)).isInstanceOf(UnusableCacheException.class)
        .hasMessageContaining("another kind of file");
    assertThat(text).hasContent("dear diary");
    assertThatThrownBy(() -> CacheStore.open(directory, MIB)).isInstanceOf(UnusableCacheException.class)
        .hasMessageContaining("it is no file");
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      IntStream.range(0, 100).forEach(i -> store.keep(key(i), value(i, 500)));
    }
    try (RandomAccessFile access = new RandomAccessFile(cache().toFile(), "rw")) {
      access.setLength(access.length() / 3);
    }
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      store.keep(key(1), value(1, 500));
      assertThat(store.find(key(1))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 1 << 12, 1 << 20})
  void whatAPowerCutLeavesIsADamagedCache(int bytes) throws IOException {
    Files.write(cache(), new byte[bytes]);
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      store.keep(key(1), value(1, 500));
      assertThat(store.find(key(1))).isPresent();
    }
    assertThat(cache().resolveSibling(cache().getFileName() + ".damaged")).hasSize(bytes);
  }

  @Test
  void theFirstBytesOfACacheAreADamagedCacheToo() throws IOException {
    CacheStore.open(cache(), MIB).close();
    byte[] head = Arrays.copyOf(Files.readAllBytes(cache()), 10);
    for (byte[] left : List.of(head, Arrays.copyOf(head, 1), new byte[]{'x'}, new byte[]{(byte) 0xc3, 0x28, 0, 1})) {
      Files.write(cache(), left);
      CacheStore.open(cache(), MIB).close();
      assertThat(cache().resolveSibling(cache().getFileName() + ".damaged")).hasBinaryContent(left);
    }
  }

  /** Images of CDs begin with 32 KiB of zeros. */
  @Test
  void zerosBeforeSomethingElseAreAnotherFile() throws IOException {
    byte[] image = new byte[(1 << 15) + 9];
    image[1 << 15] = 1;
    Files.write(cache(), image);
    assertThatThrownBy(() -> CacheStore.open(cache(), MIB)).isInstanceOf(UnusableCacheException.class)
        .hasMessageContaining("another kind of file");
    assertThat(cache()).hasBinaryContent(image);
  }

  @Test
  void compactKeepsTheSizeAndOpeningSweepsWhatKilledRunsLeft() throws IOException {
    CacheStore.open(cache(), 3 * MIB).close();
    Path left = Files.write(cache().resolveSibling("." + cache().getFileName() + ".123.part"), new byte[9]);
    CacheAdministration.compact(cache(), OptionalLong.empty());
    assertThat(cache()).hasSize(3 * MIB);
    assertThat(left).doesNotExist();
  }

  /** A user of the cache that never stops writing. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      try (CacheStore store = CacheStore.open(Path.of(args[0]), 16 * MIB)) {
        for (int i = 0;; i++) {
          store.keep(key(i % 3000), value(i % 3000, 900));
          if (i == 0) {
            System.out.println("writing");
          }
        }
      }
    }
  }

  private static Process java(Class<?> main, Path errors, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED", "-Dchronicle.analytics.disable=true",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  @Test
  void twoProcessesShareItAndAKilledOneDoesNoHarm() throws Exception {
    Process writer = java(Writer.class, directory.resolve("err"), cache().toString());
    assertThat(writer.inputReader().readLine()).isEqualTo("writing");
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      assertThatThrownBy(() -> CacheAdministration.clear(directory.resolve("other")))
          .hasMessageContaining("there is no such file");
      assertThat(store.find(key(0))).isPresent();
      store.keep(key(-5), value(-5, 10));
    }
    assertThatThrownBy(() -> CacheAdministration.clear(cache())).hasMessageContaining("other processes use it");
    writer.destroyForcibly().waitFor();
    try (CacheStore store = CacheStore.open(cache(), MIB)) {
      assertThat(store.find(key(-5))).hasValue(value(-5, 10));
      IntStream.range(0, 3000).forEach(i -> store.find(key(i))
          .ifPresent(bytes -> assertThat(bytes).isEqualTo(value(i, 900))));
      store.keep(key(-6), value(-6, 10));
      assertThat(store.find(key(-6))).isPresent();
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainEndsWithTheBytesOfAnUndisturbedOne() throws Exception {
    Path portfolio = directory.resolve("portfolio.jsonl");
    StringBuilder trades = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      trades.append(
          """
              {"id":"D%d","type":"digital","asset":"AAPL","option":"call","strike":%d,"expiry":1.0,"payout":"cash"}
              {"id":"A%d","type":"asian","asset":"MSFT","option":"call","average":"arithmetic","strike":%d,"expiry":1.0,"fixings":12}
              """
              .formatted(i, 80 + i, i, 30 + i));
    }
    Files.writeString(portfolio, trades);
    Path undisturbed = directory.resolve("undisturbed");
    Path out = directory.resolve("out");
    String[] common = {"--portfolio", portfolio.toString(), "--market", MARKET.toString(), "--measures",
        "value,delta,vega", "--policy", "structural", "--paths", "40000"};
    String[] disturbed = Stream.concat(Stream.of("risk", "--out", out.toString(), "--cache", cache().toString(),
        "--cache-size", "32"), Stream.of(common)).toArray(String[]::new);
    CommandLineRunner.Outcome outcome = CommandLineRunner.run(
        Stream.concat(Stream.of("risk", "--out", undisturbed.toString()), Stream.of(common)).toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Random random = new Random(20261120);
    int killed = 0;
    for (int kill = 0; kill < 4; kill++) {
      Path errors = directory.resolve("errors" + kill);
      Process run = java(Main.class, errors, disturbed);
      while (run.isAlive() && !Files.readString(errors).contains("backend")) {
        Thread.sleep(20);
      }
      if (!run.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS)) {
        run.destroyForcibly().waitFor();
        killed++;
        assertThat(out.resolve("results.csv")).doesNotExist();
      }
    }
    assertThat(killed).isPositive();
    CommandLineRunner.Outcome last = CommandLineRunner.run(disturbed);
    assertThat(last.status()).as(last.err()).isZero();
    assertThat(out.resolve("results.csv")).hasSameBinaryContentAs(undisturbed.resolve("results.csv"));
    assertThat(Objects.requireNonNull(CacheAdministration.stats(cache(), true)).damaged().entries()).isZero();
  }
}
