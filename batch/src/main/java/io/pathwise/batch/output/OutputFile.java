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

/**
 * A file that appears whole or not at all: everything is written to a file beside it, which {@link #publish} forces to
 * the disk and renames. Until then a file that was there before stays as it was. When the process is asked to end
 * (Ctrl-C, SIGTERM) the file beside it is removed; only a kill that a process cannot notice leaves it, under a name
 * that begins with a dot and ends with {@code .part}. Start at {@link #create}.
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
   * Begins a file, in a directory that is there.
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
    Path part = target.resolveSibling(
        "." + target.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".part");
    try {
      return new OutputFile(target, part,
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UnwritableOutputException(target, e);
    }
  }

  /**
   * Makes sure that files can be written to a directory, or that it can be made, and makes nothing.
   *
   * @throws UnwritableOutputException
   *           when that is not so
   */
  public static void checkDirectory(Path directory) {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new UnwritableOutputException(directory, there + " is not a directory");
    }
    if (!Files.isWritable(there)) {
      throw new UnwritableOutputException(directory, "permission denied");
    }
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
      stream.close();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      published = true;
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
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException ending) {
      // The process is ending: the removal has run or is running.
    }
  }

  private void removePart() {
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      System.getLogger("pathwise").log(System.Logger.Level.WARNING, part + " could not be removed: " + e.getMessage());
    }
  }
}
