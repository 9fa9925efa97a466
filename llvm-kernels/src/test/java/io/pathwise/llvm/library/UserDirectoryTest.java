package io.pathwise.llvm.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code is run only from a directory that is the user's own. */
class UserDirectoryTest {

  @TempDir
  private Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(UserDirectory.PROPERTY);
  }

  @Test
  void aMissingDirectoryIsMadeForTheUserAlone() throws IOException {
    Path missing = directory.resolve("a/b");
    System.setProperty(UserDirectory.PROPERTY, missing.toString());
    assertThat(UserDirectory.get()).isEqualTo(missing);
    assumeTrue(missing.getFileSystem().supportedFileAttributeViews().contains("posix"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing))).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatOthersMayWriteToIsRefused() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    for (String permissions : new String[]{"rwxrwx---", "rwx----w-"}) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
      System.setProperty(UserDirectory.PROPERTY, directory.toString());
      assertThatThrownBy(UserDirectory::get).isInstanceOf(LlvmException.class)
          .hasMessageContaining("others may write to " + directory);
    }
  }

  @Test
  void aFileInItsPlaceIsAnError() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    System.setProperty(UserDirectory.PROPERTY, file.resolve("below").toString());
    assertThatThrownBy(UserDirectory::get).isInstanceOf(FileSystemException.class);
  }
}
