package io.pathwise.batch.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes unfinished files of killed runs. A process that is writing one holds a lock on it, which the operating system
 * drops when the process dies; so a file that can be locked belongs to nobody. Start at {@link #sweep}.
 */
public final class LeftBehind {
  /** Locks belong to the process, so its own files can be locked, and lose their lock when that is tried. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private LeftBehind() {}

  /** Removes what killed runs left of a target; says nothing of what cannot be removed. */
  static void sweep(Path target) {
    for (Path part : parts(target, 2)) {
      if (OWN.contains(part.toAbsolutePath())) {
        continue;
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        if (channel.tryLock() != null) {
          Files.deleteIfExists(part);
        }
      } catch (IOException e) {
        System.getLogger("pathwise").log(System.Logger.Level.DEBUG, part + " stays", e);
      }
    }
  }

  /**
   * The unfinished files of a target, whoever began them; none where that cannot be told.
   *
   * @param numbers
   *          how many numbers their names have behind that of the target, which may end with numbers itself
   */
  public static List<Path> parts(Path target, int numbers) {
    Pattern name = Pattern.compile(Pattern.quote("." + target.getFileName()) + "(\\.\\d+){" + numbers + "}\\.part");
    try (Stream<Path> siblings = Files.list(target.toAbsolutePath().getParent())) {
      return siblings.filter(path -> name.matcher(path.getFileName().toString()).matches()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Keeps a file that this process is about to make from being removed by it. */
  static void protect(Path part) {
    OWN.add(part.toAbsolutePath());
  }

  /**
   * Marks a file as being written, until the channel is closed; false if another process is looking at it. Where files
   * cannot be locked none is swept away either.
   */
  static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException noLocks) {
      return true;
    }
  }

  /** The file is gone. */
  static void release(Path part) {
    OWN.remove(part.toAbsolutePath());
  }
}
