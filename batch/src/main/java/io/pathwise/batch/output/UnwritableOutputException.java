package io.pathwise.batch.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Results cannot be written to their place. The message is for people. */
public final class UnwritableOutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A path that cannot be used for a stated reason. */
  public UnwritableOutputException(Path path, String reason) {
    super(path + ": cannot be written: " + reason);
  }

  /** A path at which writing failed. */
  public UnwritableOutputException(Path path, IOException cause) {
    super(path + ": cannot be written: " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such directory";
      case FileAlreadyExistsException inTheWay -> "no directory can be made here, something else is in the way";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
