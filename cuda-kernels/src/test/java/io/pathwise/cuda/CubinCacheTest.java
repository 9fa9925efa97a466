package io.pathwise.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read was written; nothing else is. */
class CubinCacheTest {

  @TempDir
  private Path directory;

  @Test
  void keepsCodeByTextArchitectureAndDriver() {
    CubinCache cache = new CubinCache(directory.resolve("made when needed"), 1 << 20);
    String key = CubinCache.key("text", "sm_80", 12_060);
    assertThat(cache.read(key)).isEmpty();
    cache.write(key, new byte[]{1, 2, 3});
    assertThat(cache.read(key)).hasValueSatisfying(code -> assertThat(code).containsExactly(1, 2, 3));
    assertThat(Stream.of(CubinCache.key("text", "sm_90", 12_060), CubinCache.key("text", "sm_80", 12_080),
        CubinCache.key("other", "sm_80", 12_060)).map(cache::read)).containsOnly(Optional.empty());
  }

  @Test
  void forgetsDamagedFiles() throws Exception {
    CubinCache cache = new CubinCache(directory, 1 << 20);
    cache.write("key", new byte[]{1, 2, 3});
    Path file = directory.resolve("key.cubin");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThat(cache.read("key")).as("byte %s", i).isEmpty();
      assertThat(file).doesNotExist();
    }
    Files.write(file, new byte[5]);
    assertThat(cache.read("key")).isEmpty();
  }

  @Test
  void dropsWhatWasNotUsedForLongest() throws Exception {
    CubinCache cache = new CubinCache(directory, 350);
    for (int i = 0; i < 3; i++) {
      cache.write("key" + i, new byte[60]);
      Files.setLastModifiedTime(directory.resolve("key" + i + ".cubin"), FileTime.fromMillis(1000L * (i + 1)));
    }
    assertThat(cache.read("key0")).isPresent();
    cache.write("key3", new byte[60]);
    assertThat(cache.read("key1")).isEmpty();
    assertThat(cache.read("key0")).isPresent();
    assertThat(cache.read("key3")).isPresent();
  }

  @Test
  void aUselessDirectoryCostsTimeOnly() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    CubinCache cache = new CubinCache(file, 1 << 20);
    cache.write("key", new byte[]{1});
    assertThat(cache.read("key")).isEmpty();
  }
}
