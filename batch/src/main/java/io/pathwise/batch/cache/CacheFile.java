package io.pathwise.batch.cache;

import io.pathwise.batch.log.Event;
import io.pathwise.batch.output.LeftBehind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.util.jna.PosixFallocate;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;

/**
 * The Chronicle Map in a cache file: makes, opens, recovers and replaces it. Only {@link CacheStore} and
 * {@link CacheAdministration} use it, and only while they hold the {@link CacheLock}. Start at {@link #open}.
 */
final class CacheFile {
  private static final System.Logger LOG = System.getLogger("pathwise");
  /**
   * Chronicle complains of closed packages of the JDK that it can do without. Kept here, as loggers are weakly held.
   */
  private static final Logger CHRONICLE = Logger.getLogger("net.openhft");

  private static final int KEY_BYTES = 32;
  /** What entries take on average; larger and smaller ones share the room. */
  private static final int AVERAGE_BYTES = 768;
  private static final int CHUNK_BYTES = 128;
  /** An entry of up to 4 MiB. */
  private static final int MOST_CHUNKS = 1 << 15;
  /** The file's growth included: a segment may get as much room again when it is full. */
  private static final int FILE_BYTES_PER_ENTRY = 2 * 1152;
  private static final long FEWEST_ENTRIES = 256;
  /** Keys are spread over segments at random. */
  private static final int SEARCHES_PER_SEGMENT = 8;
  /** Processes that use a cache hold its locks for much shorter. */
  private static final long LOCK_SECONDS = 3;

  private CacheFile() {}

  /**
   * The map in a file, which is made if it is not there. A file that was left half-written by a killed process is
   * recovered; one that is damaged beyond that is put aside.
   *
   * @param maximumBytes
   *          what a new file takes of the disk
   * @throws UnusableCacheException
   *           when the file is none of a cache or cannot be accessed
   */
  static ChronicleMap<byte[], byte[]> open(Path file, CacheLock.State state, long maximumBytes) throws IOException {
    CHRONICLE.setLevel(Level.SEVERE);
    if (!Files.exists(file)) {
      create(file, maximumBytes);
    }
    sweep(file);
    try {
      if (check(file) == CacheHead.DAMAGED) {
        throw new IllegalStateException("its head is missing");
      }
      allocate(file, Files.size(file));
      return searchable(switch (state) {
        case ALONE, SHARED -> builder(maximumBytes).createPersistedTo(file.toFile());
        case LEFT_BEHIND -> {
          Event.of("cache-left-behind",
              file + ": a process was killed while it used this cache; looking it over").with("cache", file.toString())
              .log(System.Logger.Level.INFO);
          yield builder(maximumBytes).recoverPersistedTo(file.toFile(), false);
        }
      });
    } catch (FileSystemException | UnusableCacheException inaccessible) {
      throw inaccessible;
    } catch (IOException | RuntimeException damaged) {
      if (state == CacheLock.State.SHARED) {
        throw new UnusableCacheException(file, "it is damaged, and other processes use it", damaged);
      }
      Path aside = file.resolveSibling(file.getFileName() + ".damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      Event.of("cache-damaged", file + ": this cache is damaged; it is put aside as " + aside + " and begun afresh")
          .with("cache", file.toString()).with("aside", aside.toString()).log(System.Logger.Level.WARNING);
      LOG.log(System.Logger.Level.DEBUG, "damage", damaged);
      create(file, maximumBytes);
      return builder(maximumBytes).createPersistedTo(file.toFile());
    }
  }

  /** Removes what killed processes left of files that they were making; nobody makes one while this one opens it. */
  private static void sweep(Path file) throws IOException {
    for (Path part : LeftBehind.parts(file, 1)) {
      Files.deleteIfExists(part);
    }
  }

  /**
   * The same map, if its tables can be locked and searched: where they are overwritten, locks are held by nobody, which
   * Chronicle itself would wait a minute for, and searches for keys that are not there find no end.
   *
   * @throws IllegalStateException
   *           when they cannot
   */
  private static ChronicleMap<byte[], byte[]> searchable(ChronicleMap<byte[], byte[]> map) {
    SplittableRandom keys = new SplittableRandom(1);
    byte[] key = new byte[KEY_BYTES];
    try {
      for (int i = 0; i < SEARCHES_PER_SEGMENT * map.segments(); i++) {
        keys.nextBytes(key);
        search(map, key);
      }
      return map;
    } catch (RuntimeException | InternalError damaged) {
      map.close();
      throw new IllegalStateException("its tables are damaged", damaged);
    } catch (InterruptedException e) {
      map.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void search(ChronicleMap<byte[], byte[]> map, byte[] key) throws InterruptedException {
    try (ExternalMapQueryContext<byte[], byte[], ?> context = map.queryContext(key)) {
      if (!context.writeLock().tryLock(LOCK_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a part is locked by nobody");
      }
      if (context.entry() != null) {
        throw new IllegalStateException("a key is found that nobody kept");
      }
    }
  }

  /** Makes a file that appears when it is whole. */
  private static void create(Path file, long maximumBytes) throws IOException {
    fill(file, maximumBytes, map -> {
    });
  }

  /** Work on a map. */
  interface Filling {
    /** Puts something in. */
    void fill(ChronicleMap<byte[], byte[]> map);
  }

  /** Makes a file, or replaces it, by one that is filled before it appears. All its room is taken from the disk. */
  static void fill(Path file, long maximumBytes, Filling filling) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    checkRoom(file, maximumBytes);
    try {
      try (ChronicleMap<byte[], byte[]> map = builder(maximumBytes).createPersistedTo(part.toFile())) {
        filling.fill(map);
      }
      allocate(part, Math.max(Files.size(part), maximumBytes));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** What is there of the directories above a file. */
  private static Path nearestThere(Path file) {
    Path above = file.getParent();
    return above == null ? file : Files.exists(above) ? above : nearestThere(above);
  }

  /** Refuses to make a file for which there is no room, or in a directory that it cannot be made in. */
  static void checkRoom(Path file, long bytes) throws IOException {
    Path directory = nearestThere(file.toAbsolutePath());
    if (!Files.isDirectory(directory)) {
      throw new UnusableCacheException(file, directory + " is not a directory");
    }
    if (!Files.isWritable(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < bytes) {
      throw new UnusableCacheException(file, "it takes " + (bytes >> 20) + " MiB of the disk, of which " + (free >> 20)
          + " MiB are free; a smaller --cache-size makes a smaller one");
    }
  }

  /**
   * Takes room from the disk for all of a file, so that nothing can be written to a part that has none: the memory
   * mapped to it would fail in a way that can end the process. Costs nothing where room has been taken before.
   */
  private static void allocate(Path file, long bytes) throws IOException {
    if (!OS.isLinux()) {
      return;
    }
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      PosixFallocate.fallocate(access.getFD(), 0, bytes);
    } catch (FileNotFoundException e) {
      throw new AccessDeniedException(file.toString());
    } catch (IOException e) {
      throw new UnusableCacheException(file, "the disk has no room for all of it", e);
    }
  }

  /** Tells a cache from a damaged one, and refuses files of others before anything is done to them. */
  static CacheHead check(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableCacheException(file, "it is no file");
    }
    if (!Files.isReadable(file) || !Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    CacheHead head = CacheHead.of(file);
    if (head == CacheHead.OTHER) {
      throw new UnusableCacheException(file, "it is another kind of file; delete it or name another");
    }
    return head;
  }

  /** Processes that end abruptly must not unmap the file under working threads, hence no exit hook. */
  private static ChronicleMapBuilder<byte[], byte[]> builder(long maximumBytes) {
    return ChronicleMapBuilder.of(byte[].class, byte[].class).name("pathwise")
        .constantKeySizeBySample(new byte[KEY_BYTES])
        .averageValueSize(AVERAGE_BYTES).actualChunkSize(CHUNK_BYTES).maxChunksPerEntry(MOST_CHUNKS)
        .entries(Math.max(FEWEST_ENTRIES, maximumBytes / FILE_BYTES_PER_ENTRY)).maxBloatFactor(1.0)
        .checksumEntries(true)
        .skipCloseOnExitHook(true);
  }
}
