package io.pathwise.llvm.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/**
 * The user's directory for what can be made again, {@code pathwise} among the system's caches. What is found there is
 * executed, so nobody else may be able to write to it.
 */
final class UserDirectory {

  /** The system property that names another directory. */
  static final String PROPERTY = "pathwise.code.directory";

  private UserDirectory() {}

  /**
   * The directory, which is made if it is missing.
   *
   * @throws IOException
   *           when it cannot be made
   * @throws LlvmException
   *           when others may write to it
   */
  static Path get() throws IOException {
    Path directory = path().toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      if (isPosix(directory)) {
        Files.createDirectories(directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(directory);
      }
    }
    requireOwn(directory);
    return directory;
  }

  private static Path path() {
    String named = System.getProperty(PROPERTY, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String home = System.getProperty("user.home");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return caches("LOCALAPPDATA", Path.of(home, "AppData", "Local"));
    }
    if (system.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "pathwise");
    }
    return caches("XDG_CACHE_HOME", Path.of(home, ".cache"));
  }

  private static Path caches(String variable, Path otherwise) {
    String named = System.getenv(variable);
    return (named == null || named.isEmpty() ? otherwise : Path.of(named)).resolve("pathwise");
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Looks at who may write to a file or directory.
   *
   * @throws LlvmException
   *           when others may
   */
  static void requireOwn(Path path) throws IOException {
    if (!isPosix(path)) {
      return;
    }
    PosixFileAttributes attributes = Files
        .getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new LlvmException("others may write to " + path + ", so its code is not run; chmod go-w " + path);
    }
    String owner = attributes.owner().getName();
    String user = System.getProperty("user.name");
    if (!owner.equals(user)) {
      throw new LlvmException(path + " belongs to " + owner + ", not to " + user + ", so its code is not run");
    }
  }
}
