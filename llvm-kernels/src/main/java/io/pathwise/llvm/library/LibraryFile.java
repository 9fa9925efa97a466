package io.pathwise.llvm.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The file of libLLVM, which lies packed among the resources and is unpacked once for each user. Start at
 * {@link #unpacked}.
 */
final class LibraryFile {

  /** Digits of the hash that are enough for a directory's name. */
  private static final int NAME_LENGTH = 16;

  private final Target target;
  private final String hash;
  private final long size;

  private LibraryFile(Target target, String hash, long size) {
    this.target = target;
    this.hash = hash;
    this.size = size;
  }

  /**
   * What the resources hold for a platform.
   *
   * @throws LlvmException
   *           when they hold nothing for it
   */
  static LibraryFile of(Target target) {
    try (InputStream stream = LibraryFile.class.getResourceAsStream(resource(target, ".properties"))) {
      if (stream == null) {
        throw new LlvmException("this build has no libLLVM for " + target.platform());
      }
      Properties properties = new Properties();
      properties.load(stream);
      return new LibraryFile(target, properties.getProperty("sha256"), Long.parseLong(properties.getProperty("bytes")));
    } catch (IOException e) {
      throw new LlvmException("libLLVM's description cannot be read: " + e.getMessage(), e);
    }
  }

  private static String resource(Target target, String ending) {
    return "/io/pathwise/llvm/native/" + target.platform() + ending;
  }

  /** Tells apart every other version of the library. */
  String version() {
    return hash;
  }

  /**
   * The file, unpacked if it has not been. Processes that start at the same time wait for the first. It appears under
   * its name only when it is whole.
   *
   * @throws LlvmException
   *           saying in a sentence what is in the way
   */
  Path unpacked() {
    try {
      Path directory = UserDirectory.get();
      Path place = directory.resolve("llvm-" + hash.substring(0, NAME_LENGTH));
      Path file = place.resolve(target.library());
      if (!isWhole(file)) {
        try (FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
            StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
          if (lock.isValid() && !isWhole(file)) {
            unpack(place, file);
          }
        }
      }
      UserDirectory.requireOwn(place);
      UserDirectory.requireOwn(file);
      return file;
    } catch (IOException e) {
      throw new LlvmException("libLLVM cannot be unpacked: " + e, e);
    }
  }

  private boolean isWhole(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == size;
  }

  private void unpack(Path place, Path file) throws IOException {
    Files.createDirectories(place);
    Path part = Files.createTempFile(place, "part", "");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream stream = LibraryFile.class.getResourceAsStream(resource(target, ".zip"))) {
        if (stream == null) {
          throw new LlvmException("this build has no libLLVM for " + target.platform());
        }
        try (ZipInputStream zip = new ZipInputStream(stream);
            OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
          ZipEntry entry = zip.getNextEntry();
          if (entry == null) {
            throw new LlvmException("libLLVM's package is empty");
          }
          zip.transferTo(out);
        }
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(hash)) {
        throw new LlvmException("libLLVM's package is damaged: its hash is " + found + ", must be " + hash);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
