package io.pathwise.batch.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that appears whole or not at all: everything is written to a file beside it, which {@link #publish} forces to
 * the disk and renames. Until then a file that was there before stays as it was. When the process is asked to end
 * (Ctrl-C, SIGTERM) the file beside it is removed; only a kill that a process cannot notice leaves it, under a name
 * that begins with a dot and ends with {@code .part}, until the file is begun again. Start at {@link #create}.
 */
public final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final OutputStream stream;
  private final Thread removal;
  private boolean published;

  private OutputFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    stream = new BufferedOutputStream(Channels.newOutputStream(channel));
    removal = new Thread(this::removePart, "remove " + part);
    Runtime.getRuntime().addShutdownHook(removal);
  }

  /**
   * Begins a file, in a directory that is there, and removes what killed processes left of it.
   *
   * @throws UnwritableOutputException
   *           when the file cannot be written there
   */
  public static OutputFile create(Path target) {
    if (Files.isDirectory(target)) {
      throw new UnwritableOutputException(target, "it is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new UnwritableOutputException(target, "it is no regular file");
    }
    LeftBehind.sweep(target);
    try {
      Optional<OutputFile> file = tryCreate(target);
      while (file.isEmpty()) {
        file = tryCreate(target);
      }
      return file.get();
    } catch (IOException e) {
      throw new UnwritableOutputException(target, e);
    }
  }

  /** Begins a file; empty if another process took it for one that was left behind, before its lock told otherwise. */
  private static Optional<OutputFile> tryCreate(Path target) throws IOException {
    Path part = target.resolveSibling(
        "." + target.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".part");
    LeftBehind.protect(part);
    FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (LeftBehind.lock(channel) && Files.exists(part)) {
      return Optional.of(new OutputFile(target, part, channel));
    }
    channel.close();
    return Optional.empty();
  }

  /** Where to write. */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Puts what was written in place of the target.
   *
   * @throws UnwritableOutputException
   *           when that fails; the target is then what it was before
   */
  public void publish() {
    try {
      stream.flush();
      channel.force(true);
      // While the lock is held: a part without a lock is swept away.
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      published = true;
      stream.close();
    } catch (IOException e) {
      throw new UnwritableOutputException(target, e);
    }
  }

  /** Removes what was not published. */
  @Override
  public void close() {
    if (!published) {
      removePart();
    }
    LeftBehind.release(part);
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException ending) {
      // The process is ending: the removal has run or is running.
    }
  }

  private void removePart() {
    try {
      Files.deleteIfExists(part);
      channel.close();
    } catch (IOException e) {
      System.getLogger("pathwise").log(System.Logger.Level.WARNING, part + " could not be removed: " + e.getMessage());
    }
  }
}
