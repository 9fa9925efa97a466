package io.pathwise.cuda;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Machine code on disk, so that a kernel is compiled once per device architecture and driver. A file is named by the
 * hash of PTX text, architecture and driver version; it holds a mark of the format, the hash of the code, and the code.
 * Files are written under another name first and moved into place, so readers never see half of one; damaged ones are
 * deleted. When all together exceed the bound, those not used for longest go. A cache that cannot be read or written
 * costs time, never a result.
 */
final class CubinCache {

  private static final System.Logger LOGGER = System.getLogger(CubinCache.class.getName());
  private static final byte[] FORMAT = "PWCUBIN1".getBytes(StandardCharsets.US_ASCII);
  private static final String SUFFIX = ".cubin";
  private static final int HASH_BYTES = 32;

  private final Path directory;
  private final long bound;

  /**
   * A cache.
   *
   * @param directory
   *          made when it is first needed
   * @param bound
   *          how many bytes all files together may have
   */
  CubinCache(Path directory, long bound) {
    this.directory = directory;
    this.bound = bound;
  }

  /** Where machine code is kept: the property {@code pathwise.cuda.cache}, or the user's cache directory. */
  static Path usualDirectory() {
    String chosen = System.getProperty("pathwise.cuda.cache");
    if (chosen != null) {
      return Path.of(chosen);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root = cache == null || cache.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(cache);
    return root.resolve("pathwise").resolve("cubin");
  }

  /** The name of a text's machine code. */
  static String key(String ptx, String architecture, int driverVersion) {
    return HexFormat.of().formatHex(hash((architecture + " " + driverVersion + "\n" + ptx)
        .getBytes(StandardCharsets.UTF_8)));
  }

  /** The machine code of that name. */
  Optional<byte[]> read(String key) {
    Path file = directory.resolve(key + SUFFIX);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      byte[] content = Files.readAllBytes(file);
      int header = FORMAT.length + HASH_BYTES;
      if (content.length > header) {
        byte[] code = Arrays.copyOfRange(content, header, content.length);
        if (Arrays.equals(FORMAT, Arrays.copyOf(content, FORMAT.length))
            && Arrays.equals(hash(code), Arrays.copyOfRange(content, FORMAT.length, header))) {
          Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
          return Optional.of(code);
        }
      }
      LOGGER.log(Level.WARNING, "deleting damaged machine code " + file);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "machine code cannot be read: " + file, e);
    }
    return Optional.empty();
  }

  /** Keeps machine code. */
  void write(String key, byte[] code) {
    try {
      Files.createDirectories(directory);
      Path temporary = Files.createTempFile(directory, "new", ".tmp");
      try {
        Files.write(temporary,
            ByteBuffer.allocate(FORMAT.length + HASH_BYTES + code.length).put(FORMAT).put(hash(code)).put(code)
                .array());
        Files.move(temporary, directory.resolve(key + SUFFIX), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      shrink();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "machine code cannot be kept in " + directory, e);
    }
  }

  private record Entry(Path file, long size, FileTime used) {}

  private void shrink() throws IOException {
    List<Entry> entries;
    try (Stream<Path> files = Files.list(directory)) {
      entries = files.filter(file -> file.toString().endsWith(SUFFIX)).map(CubinCache::entry).flatMap(Optional::stream)
          .sorted(Comparator.comparing(Entry::used).reversed()).toList();
    }
    long total = 0;
    for (Entry entry : entries) {
      total += entry.size;
      if (total > bound) {
        Files.deleteIfExists(entry.file);
      }
    }
  }

  /** Empty if another process has deleted the file meanwhile. */
  private static Optional<Entry> entry(Path file) {
    try {
      return Optional.of(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
