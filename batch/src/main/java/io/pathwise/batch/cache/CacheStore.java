package io.pathwise.batch.cache;

import io.pathwise.batch.log.Event;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * A {@link Store} in a file that several processes may use at once. Start at {@link #open}.
 *
 * <ul>
 * <li>An entry whose checksum does not fit is dropped with a warning, and is then computed anew.
 * <li>When the file is full, entries of other versions of the code make room; if there are none, the half that was not
 * used for longest does. If that does not help, nothing further is kept, with a warning.
 * <li>If the file fails in any other way, the cache is left alone for the rest of the run, with a warning. No failure
 * of the cache ends a run or changes a number.
 * </ul>
 */
public final class CacheStore implements Store, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("pathwise");
  /** An entry that is found again after so long is marked as used. */
  private static final Duration FRESH = Duration.ofHours(12);
  /** How many entries must fit after room was made; otherwise the file is too small for the run. */
  private static final long WORTHWHILE = 64;
  private static final int MOST_WARNINGS = 10;

  private final Path file;
  private final CacheLock lock;
  private final ChronicleMap<byte[], byte[]> map;
  private final long codeVersion = CodeVersion.current();
  private long hits;
  private long misses;
  private long damaged;
  private long kept;
  private long keptAtLastRoom = -WORTHWHILE;
  private long rooms;
  private boolean failed;
  private boolean full;

  private CacheStore(Path file, CacheLock.Held<ChronicleMap<byte[], byte[]>> held) {
    this.file = file;
    this.lock = held.lock();
    this.map = held.opened();
  }

  /**
   * What a cache did in a run.
   *
   * @param hits
   *          entries found
   * @param misses
   *          entries looked for in vain
   * @param kept
   *          entries written
   * @param damaged
   *          entries dropped because they were damaged
   */
  public record Usage(long hits, long misses, long kept, long damaged) {}

  /**
   * Opens a cache, or makes it.
   *
   * @param maximumBytes
   *          what the file takes of the disk if it is made now
   * @throws UnusableCacheException
   *           when that is not possible
   */
  public static CacheStore open(Path file, long maximumBytes) {
    try {
      if (Files.exists(file)) {
        CacheFile.check(file); // before a lock is put beside a file of others
      } else {
        CacheFile.checkRoom(file, maximumBytes);
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      return new CacheStore(file, CacheLock.enter(file, state -> CacheFile.open(file, state, maximumBytes)));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  static UnusableCacheException unusable(Path file, IOException cause) {
    return new UnusableCacheException(file, switch (cause) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such directory, or nothing can be made there";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> String.valueOf(cause.getMessage());
    }, cause);
  }

  /** The key of the map: that of the engine and the version of the code. */
  private byte[] bytes(Key key) {
    return Fingerprint.builder().add(key.kind().name()).add(codeVersion).add(key.fingerprint().sha256()).build()
        .toBytes();
  }

  @Override
  public synchronized Optional<byte[]> find(Key key) {
    Optional<CacheEntry> entry = failed ? Optional.empty() : find(bytes(key));
    if (entry.isPresent()) {
      hits++;
    } else {
      misses++;
    }
    return entry.map(CacheEntry::content);
  }

  private Optional<CacheEntry> find(byte[] key) {
    try {
      byte[] bytes = map.get(key);
      if (bytes == null) {
        return Optional.empty();
      }
      Optional<CacheEntry> entry = CacheEntry.fromBytes(key, bytes);
      if (entry.isEmpty()) {
        map.remove(key);
        damaged++;
        if (damaged <= MOST_WARNINGS) {
          warn("cache-entry-damaged", "an entry is damaged; it is dropped and computed again");
        }
      } else if (now() - entry.get().used() > FRESH.toSeconds()) {
        put(entry.get().usedAt(now()));
      }
      return entry;
    } catch (RuntimeException | InternalError e) {
      giveUp(e);
      return Optional.empty();
    }
  }

  @Override
  public synchronized void keep(Key key, byte[] value) {
    if (!failed && !full) {
      put(new CacheEntry(bytes(key), key.kind(), codeVersion, now(), value));
    }
  }

  private void put(CacheEntry entry) {
    try {
      if (tryPut(entry)) {
        kept++;
        return;
      }
      if (kept - keptAtLastRoom >= WORTHWHILE) {
        keptAtLastRoom = kept;
        makeRoom();
        if (tryPut(entry)) {
          kept++;
          return;
        }
      }
      full = true;
      warn("cache-full",
          "it is full; nothing further is kept in it (--cache-size with 'cache compact' makes it larger)");
    } catch (RuntimeException | InternalError e) {
      giveUp(e);
    }
  }

  /** Chronicle tells a lack of room by these exceptions, and that an entry is larger than any may be. */
  private boolean tryPut(CacheEntry entry) {
    try {
      map.put(entry.key(), entry.toBytes());
      return true;
    } catch (IllegalStateException | IllegalArgumentException noRoom) {
      LOG.log(System.Logger.Level.DEBUG, "no room in the cache", noRoom);
      return false;
    }
  }

  private void makeRoom() {
    long[] times = new long[Math.toIntExact(map.longSize())];
    int[] count = new int[2];
    map.forEachEntry(entry -> {
      Optional<CacheEntry> read = CacheEntry.fromBytes(entry.key().get(), entry.value().get());
      if (read.isEmpty() || read.get().codeVersion() != codeVersion) {
        count[1]++;
      } else if (count[0] < times.length) {
        times[count[0]++] = read.get().used();
      }
    });
    boolean strangersOnly = count[1] > 0;
    long[] sorted = Arrays.copyOf(times, count[0]);
    Arrays.sort(sorted);
    long oldest = sorted.length == 0 ? Long.MAX_VALUE : sorted[sorted.length / 2];
    int[] toDrop = {sorted.length / 2};
    map.forEachEntry(entry -> {
      Optional<CacheEntry> read = CacheEntry.fromBytes(entry.key().get(), entry.value().get());
      boolean stranger = read.isEmpty() || read.get().codeVersion() != codeVersion;
      boolean old = !strangersOnly && !stranger && read.get().used() <= oldest && toDrop[0]-- > 0;
      if (stranger || old) {
        entry.doRemove();
      }
    });
    Event.of("cache-room-made", file + ": the cache is full; "
        + (strangersOnly ? "entries of other versions of the program" : "the entries not used for longest")
        + " are dropped").with("cache", file.toString())
        .log(rooms++ == 0 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG);
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private void giveUp(Throwable cause) {
    failed = true;
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    warn("cache-failed", "it fails and is not used any more in this run: " + root.getMessage());
    LOG.log(System.Logger.Level.DEBUG, "cache", cause);
  }

  private void warn(String event, String message) {
    Event.of(event, "cache " + file + ": " + message).with("cache", file.toString()).log(System.Logger.Level.WARNING);
  }

  /** What it did so far. */
  public synchronized Usage usage() {
    return new Usage(hits, misses, kept, damaged);
  }

  /** Lets the file go; what was kept is in it. */
  @Override
  public synchronized void close() {
    failed = true;
    map.close();
    try {
      lock.close();
    } catch (IOException e) {
      warn("cache-lock", "its lock could not be given back: " + e.getMessage());
    }
  }
}
