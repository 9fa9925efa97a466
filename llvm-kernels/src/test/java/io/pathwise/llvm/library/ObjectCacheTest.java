package io.pathwise.llvm.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is found again whole, or not at all. */
class ObjectCacheTest {

  private static final byte[] OBJECT = {1, 2, 3, 4, 5};

  @TempDir
  private Path directory;

  @Test
  void whatIsKeptIsFound() {
    ObjectCache cache = new ObjectCache(directory.resolve("new"), 1000);
    assertThat(cache.find("a")).isEmpty();
    cache.keep("a", OBJECT);
    assertThat(cache.find("a")).hasValueSatisfying(found -> assertThat(found).isEqualTo(OBJECT));
    assertThat(new ObjectCache(directory.resolve("new"), 1000).find("a")).isPresent();
    assertThat(cache.find("b")).isEmpty();
  }

  /** Cut short at every length, and with every byte changed. */
  @Test
  void damageIsFoundOut() throws IOException {
    ObjectCache cache = new ObjectCache(directory, 1000);
    cache.keep("a", OBJECT);
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(cache.find("a")).as("cut to %s bytes", length).isEmpty();
      byte[] changed = whole.clone();
      changed[length] ^= 1;
      Files.write(file, changed);
      assertThat(cache.find("a")).as("byte %s changed", length).isEmpty();
    }
    cache.keep("a", OBJECT);
    assertThat(cache.find("a")).isPresent();
  }

  @Test
  void theOldestGoFirst() throws IOException {
    byte[] large = new byte[400];
    for (String name : List.of("a", "b", "c", "d")) {
      new ObjectCache(directory, Long.MAX_VALUE).keep(name, large);
      Files.setLastModifiedTime(directory.resolve(name + ".o"), FileTime.fromMillis(1_000_000L * name.charAt(0)));
    }
    assertThat(new ObjectCache(directory, 1000).find("a")).as("use makes it the latest").isPresent();
    new ObjectCache(directory, 1000).keep("e", large);
    assertThat(files().stream().map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("a.o", "e.o");
  }

  /** A directory that cannot be written to costs time, nothing else. */
  @Test
  void whatCannotBeWrittenIsNotKept() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    ObjectCache cache = new ObjectCache(file.resolve("below"), 1000);
    cache.keep("a", OBJECT);
    assertThat(cache.find("a")).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
