package io.pathwise.batch.cache;

import io.pathwise.batch.log.Event;
import io.pathwise.engine.run.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.openhft.chronicle.map.ChronicleMap;

/** The administration of a cache: statistics, verification, clearing, compaction. Start at {@link #stats}. */
public final class CacheAdministration {
  private CacheAdministration() {}

  /**
   * A number of entries.
   *
   * @param entries
   *          how many
   * @param bytes
   *          of their content
   */
  public record Amount(long entries, long bytes) {
    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0);

    Amount plus(long more) {
      return new Amount(entries + 1, bytes + more);
    }
  }

  /**
   * What a cache holds.
   *
   * @param current
   *          entries of this version of the program, by kind
   * @param others
   *          entries of other versions, of no use to this one
   * @param damaged
   *          entries whose checksum does not fit
   * @param fileBytes
   *          the size of the file
   */
  public record Stats(Map<Store.Kind, Amount> current, Amount others, Amount damaged, long fileBytes) {}

  /**
   * Counts the entries of a cache, which others may be using.
   *
   * @param drop
   *          whether damaged entries are dropped
   * @throws UnusableCacheException
   *           when there is no cache at that place, or it cannot be opened
   */
  public static Stats stats(Path file, boolean drop) {
    requireThere(file);
    try {
      long fileBytes = Files.size(file);
      var held = CacheLock.enter(file, state -> CacheFile.open(file, state, fileBytes));
      try {
        return count(held.opened(), drop, Files.size(file));
      } finally {
        held.opened().close();
        held.lock().close();
      }
    } catch (IOException e) {
      throw CacheStore.unusable(file, e);
    }
  }

  private static Stats count(ChronicleMap<byte[], byte[]> map, boolean drop, long fileBytes) {
    long codeVersion = CodeVersion.current();
    Map<Store.Kind, Amount> current = new EnumMap<>(Store.Kind.class);
    for (Store.Kind kind : Store.Kind.values()) {
      current.put(kind, Amount.NONE);
    }
    Amount[] others = {Amount.NONE};
    Amount[] damaged = {Amount.NONE};
    map.forEachEntry(entry -> {
      byte[] bytes = entry.value().get();
      Optional<CacheEntry> read = CacheEntry.fromBytes(entry.key().get(), bytes);
      if (read.isEmpty()) {
        damaged[0] = damaged[0].plus(bytes.length);
        if (drop) {
          entry.doRemove();
        }
      } else if (read.get().codeVersion() != codeVersion) {
        others[0] = others[0].plus(bytes.length);
      } else {
        current.merge(read.get().kind(), new Amount(1, bytes.length),
            (before, more) -> before.plus(more.bytes()));
      }
    });
    return new Stats(current, others[0], damaged[0], fileBytes);
  }

  /**
   * Deletes a cache.
   *
   * @throws UnusableCacheException
   *           when there is none, or others use it
   */
  public static void clear(Path file) {
    requireThere(file);
    try {
      boolean others = CacheLock.alone(file, state -> {
        CacheFile.check(file);
        Files.delete(file);
        return file;
      }).isEmpty();
      if (others) {
        throw inUse(file);
      }
    } catch (IOException e) {
      throw CacheStore.unusable(file, e);
    }
  }

  /**
   * Writes a cache anew with those of its entries that are intact and of this version of the program.
   *
   * @param size
   *          what the new file takes of the disk; as much as the old one unless given
   * @return what it held before
   * @throws UnusableCacheException
   *           when there is none, others use it, or the entries do not fit; it stays as it was then
   */
  public static Stats compact(Path file, OptionalLong size) {
    requireThere(file);
    long codeVersion = CodeVersion.current();
    try {
      long maximumBytes = size.orElse(Files.size(file));
      return CacheLock.alone(file, state -> {
        try (ChronicleMap<byte[], byte[]> old = CacheFile.open(file, state, maximumBytes)) {
          Stats before = count(old, false, Files.size(file));
          CacheFile.fill(file, maximumBytes, map -> old.forEachEntry(entry -> {
            byte[] key = entry.key().get();
            byte[] bytes = entry.value().get();
            if (CacheEntry.fromBytes(key, bytes).filter(read -> read.codeVersion() == codeVersion).isPresent()) {
              map.put(key, bytes);
            }
          }));
          return before;
        }
      }).orElseThrow(() -> inUse(file));
    } catch (IllegalStateException full) {
      throw new UnusableCacheException(file, "its entries need more room; a larger --cache-size gives it to them",
          full);
    } catch (IOException e) {
      throw CacheStore.unusable(file, e);
    }
  }

  /**
   * Makes sure that a cache can be opened, or made if it is not there, and changes nothing.
   *
   * @param maximumBytes
   *          what the file would take of the disk if it were made
   * @throws UnusableCacheException
   *           when that is not so
   */
  public static void check(Path file, long maximumBytes) {
    try {
      if (Files.exists(file)) {
        if (CacheFile.check(file) == CacheHead.DAMAGED) {
          Event.of("cache-damaged", file + ": this cache is damaged; a run puts it aside and begins it afresh")
              .with("cache", file.toString()).log(System.Logger.Level.WARNING);
        }
      } else {
        CacheFile.checkRoom(file, maximumBytes);
      }
    } catch (IOException e) {
      throw CacheStore.unusable(file, e);
    }
  }

  private static UnusableCacheException inUse(Path file) {
    return new UnusableCacheException(file, "other processes use it");
  }

  private static void requireThere(Path file) {
    if (!Files.exists(file)) {
      throw new UnusableCacheException(file, "there is no such file");
    }
    try {
      CacheFile.check(file);
    } catch (IOException e) {
      throw CacheStore.unusable(file, e);
    }
  }
}
