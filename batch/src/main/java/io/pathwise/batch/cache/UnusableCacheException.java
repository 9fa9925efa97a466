package io.pathwise.batch.cache;

import java.nio.file.Path;

/** A cache file that cannot be opened or made. The message is for people. */
public final class UnusableCacheException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A file that cannot be used for a stated reason. */
  public UnusableCacheException(Path file, String reason) {
    super(file + ": cannot be used as a cache: " + reason);
  }

  /** A file that cannot be used for a stated reason that came from elsewhere. */
  public UnusableCacheException(Path file, String reason, Throwable cause) {
    super(file + ": cannot be used as a cache: " + reason, cause);
  }
}
