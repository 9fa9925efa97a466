package io.pathwise.batch.input;

import io.pathwise.batch.log.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files that are read, with messages that say what is wrong with them. Start at {@link #open}. */
final class InputFile {
  /** More than any market needs, and less than the heap has. */
  private static final int MOST_BYTES_OF_A_TEXT = 1 << 28;

  private InputFile() {}

  /** Reads from an open file. */
  interface Reading<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * A file that is open.
   *
   * @throws InvalidInputException
   *           when there is none, or it cannot be read
   */
  static InputStream open(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(Location.whole(file.toString()), "is a directory, a file is needed");
    }
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * What is read from a file.
   *
   * @throws InvalidInputException
   *           when there is none, or it cannot be read
   */
  static <T> T read(Path file, Reading<T> reading) {
    try (InputStream in = open(file)) {
      return reading.read(in);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    } catch (VirtualMachineError e) {
      throw new InvalidInputException(Location.whole(file.toString()), Fault.message(e), e);
    }
  }

  /**
   * The text in a file.
   *
   * @throws InvalidInputException
   *           also when it is not UTF-8, or larger than 256 MiB
   */
  static String text(String source, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES_OF_A_TEXT + 1);
    if (bytes.length > MOST_BYTES_OF_A_TEXT) {
      throw new InvalidInputException(Location.whole(source),
          "is larger than " + (MOST_BYTES_OF_A_TEXT >> 20) + " MiB");
    }
    Utf8 decoded = Utf8.decode(bytes);
    if (!decoded.problem().isEmpty()) {
      String before = decoded.text();
      int line = 1 + (int) before.chars().filter(character -> character == '\n').count();
      throw new InvalidInputException(new Location(source, line, before.length() - before.lastIndexOf('\n')),
          decoded.problem());
    }
    return decoded.text();
  }

  /** What to say of a file that cannot be read. */
  static InvalidInputException unreadable(String source, IOException cause) {
    return new InvalidInputException(Location.whole(source), switch (cause) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> "cannot be read: " + cause.getMessage();
    }, cause);
  }
}
