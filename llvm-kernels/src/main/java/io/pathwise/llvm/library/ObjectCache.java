package io.pathwise.llvm.library;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Object files kept on disk, by a hash of all that they were made from. Safe with several processes: a file appears
 * whole, and whoever makes it again makes the same. A damaged file is found out by its checksum and made again. When
 * the files take more than {@link #MOST_BYTES}, those that were not used for longest go.
 */
final class ObjectCache {

  static final long MOST_BYTES = 256L << 20;
  private static final System.Logger LOGGER = System.getLogger(ObjectCache.class.getName());
  /** How often the size is looked at: after so many files were written. */
  private static final int BETWEEN_LOOKS = 64;
  private static final String ENDING = ".o";

  private final Path directory;
  private final long mostBytes;
  private int untilLook = 1;

  ObjectCache(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  /** What is kept under a hash. */
  Optional<byte[]> find(String hash) {
    Path file = file(hash);
    try {
      byte[] bytes = Files.readAllBytes(file);
      Optional<byte[]> object = Checksum.unwrap(bytes);
      if (object.isEmpty()) {
        LOGGER.log(Level.DEBUG, "{0} is damaged and made again", file);
      } else {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
      return object;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "machine code cannot be read", e);
      return Optional.empty();
    }
  }

  /** Keeps an object file; a full disk is no error. */
  void keep(String hash, byte[] object) {
    try {
      Files.createDirectories(directory);
      UserDirectory.requireOwn(directory);
      Path part = Files.createTempFile(directory, "part", "");
      try {
        Files.write(part, Checksum.wrap(object));
        Files.move(part, file(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      limit();
    } catch (IOException | LlvmException e) {
      LOGGER.log(Level.DEBUG, "machine code cannot be kept", e);
    }
  }

  private Path file(String hash) {
    return directory.resolve(hash + ENDING);
  }

  private synchronized void limit() throws IOException {
    untilLook--;
    if (untilLook > 0) {
      return;
    }
    untilLook = BETWEEN_LOOKS;
    record Kept(Path file, long bytes, FileTime used) {}
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        try {
          all.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException gone) {
          LOGGER.log(Level.DEBUG, "another process removed {0}", file);
        }
      }
    }
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    all.sort(Comparator.comparing(Kept::used));
    for (Kept oldest : all) {
      if (bytes <= mostBytes) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      bytes -= oldest.bytes();
    }
  }

  /** A hash in front of bytes. */
  private static final class Checksum {
    static byte[] wrap(byte[] object) {
      byte[] sum = Hash.of(object);
      byte[] bytes = Arrays.copyOf(sum, sum.length + object.length);
      System.arraycopy(object, 0, bytes, sum.length, object.length);
      return bytes;
    }

    static Optional<byte[]> unwrap(byte[] bytes) {
      if (bytes.length < Hash.BYTES) {
        return Optional.empty();
      }
      byte[] object = Arrays.copyOfRange(bytes, Hash.BYTES, bytes.length);
      return Arrays.equals(Hash.of(object), Arrays.copyOf(bytes, Hash.BYTES)) ? Optional.of(object) : Optional.empty();
    }
  }
}
