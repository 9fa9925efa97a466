package io.pathwise.batch.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock that tells which processes use a cache file, on a file beside it, {@code NAME.lock}. The operating system
 * drops the locks of a killed process, and a count of users that stays behind tells that one was killed: it may have
 * left the cache half-written, or locked inside. Start at {@link #enter}.
 *
 * <p>
 * Byte 0 is locked while somebody opens or closes; byte 1 is shared by all users. Behind them lies the count.
 */
final class CacheLock implements AutoCloseable {
  private static final long GATE = 0;
  private static final long USE = 1;
  private static final long COUNT = 2;
  /** Locks of files belong to the process, so a second user in the same process would not be noticed. */
  private static final Set<Path> IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  /** Work to be done on the cache file while nobody else opens or closes it. */
  interface Opening<T> {
    /**
     * Opens.
     *
     * @param state
     *          who else there is
     */
    T open(State state) throws IOException;
  }

  /** In which state a process finds a cache. */
  enum State {
    /** Nobody uses it, and all who did have closed it. */
    ALONE,
    /** Nobody uses it, and somebody was killed while using it. */
    LEFT_BEHIND,
    /** Others use it. */
    SHARED
  }

  private CacheLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * A lock together with what was opened under it.
   *
   * @param lock
   *          to be closed after what was opened
   * @param opened
   *          by {@link Opening#open}
   */
  record Held<T>(CacheLock lock, T opened) {}

  /**
   * Becomes a user of the cache file.
   *
   * @throws IOException
   *           when the lock file cannot be used, or from {@link Opening#open}; nothing is held then
   */
  static <T> Held<T> enter(Path cache, Opening<T> opening) throws IOException {
    Path file = lockFile(cache);
    FileChannel channel = open(cache, file);
    boolean entered = false;
    try {
      FileLock gate = channel.lock(GATE, 1, false);
      State state = state(channel);
      T opened = opening.open(state);
      channel.lock(USE, 1, true);
      writeCount(channel, state == State.SHARED ? readCount(channel) + 1 : 1);
      gate.release();
      entered = true;
      return new Held<>(new CacheLock(file, channel), opened);
    } finally {
      if (!entered) {
        leave(file, channel);
      }
    }
  }

  /**
   * Does something to the cache file that suffers no other user.
   *
   * @return empty if there are others
   */
  static <T> Optional<T> alone(Path cache, Opening<T> work) throws IOException {
    Path file = lockFile(cache);
    FileChannel channel = open(cache, file);
    try {
      channel.lock(GATE, 1, false);
      State state = state(channel);
      if (state == State.SHARED) {
        return Optional.empty();
      }
      T result = work.open(state);
      writeCount(channel, 0);
      return Optional.of(result);
    } finally {
      leave(file, channel);
    }
  }

  private static Path lockFile(Path cache) {
    return cache.resolveSibling(cache.getFileName() + ".lock").toAbsolutePath().normalize();
  }

  private static FileChannel open(Path cache, Path file) throws IOException {
    if (!IN_THIS_PROCESS.add(file)) {
      throw new UnusableCacheException(cache, "this process uses it already");
    }
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      IN_THIS_PROCESS.remove(file);
      throw e;
    }
  }

  private static void leave(Path file, FileChannel channel) throws IOException {
    channel.close();
    IN_THIS_PROCESS.remove(file);
  }

  private static State state(FileChannel channel) throws IOException {
    FileLock all = channel.tryLock(USE, 1, false);
    if (all == null) {
      return State.SHARED;
    }
    all.release();
    return readCount(channel) == 0 ? State.ALONE : State.LEFT_BEHIND;
  }

  private static int readCount(FileChannel channel) throws IOException {
    ByteBuffer count = ByteBuffer.allocate(Integer.BYTES);
    return channel.read(count, COUNT) == Integer.BYTES ? count.getInt(0) : 0;
  }

  private static void writeCount(FileChannel channel, int count) throws IOException {
    channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, count), COUNT);
  }

  /** Is a user no more; closing the channel drops the locks. */
  @Override
  public void close() throws IOException {
    try {
      channel.lock(GATE, 1, false);
      writeCount(channel, Math.max(0, readCount(channel) - 1));
    } finally {
      leave(file, channel);
    }
  }
}
