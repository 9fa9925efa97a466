package io.pathwise.cuda;

import io.pathwise.cuda.driver.DeviceInfo;
import io.pathwise.cuda.driver.DeviceSession;
import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.driver.DriverException.Kind;
import io.pathwise.cuda.ptx.PtxRenderer;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * An open device: the kernels loaded on it, and the lanes that run them. Kernels of equal text share one module, which
 * stays while any of them is open. Thread-safe.
 */
final class GpuDevice implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(GpuDevice.class.getName());
  /** How many launches may be under way at once, each on a stream of its own. */
  static final int LANES = 4;

  private final DeviceInfo info;
  private final DeviceSession session;
  private final int driverVersion;
  private final CubinCache cache;
  private final Map<String, Loaded> modules = new HashMap<>();
  private final Semaphore permits = new Semaphore(LANES);
  private final Deque<Lane> idle = new ArrayDeque<>();
  private volatile boolean lost;

  GpuDevice(DeviceInfo info, DeviceSession session, int driverVersion, CubinCache cache) {
    this.info = info;
    this.session = session;
    this.driverVersion = driverVersion;
    this.cache = cache;
  }

  /** A module, its entries, and how many kernels use it. */
  static final class Loaded {
    private final long module;
    private final long paths;
    private final long combine;
    private final int residentBlocks;
    private int users;

    private Loaded(long module, long paths, long combine, int residentBlocks) {
      this.module = module;
      this.paths = paths;
      this.combine = combine;
      this.residentBlocks = residentBlocks;
    }

    /** The entry that simulates. */
    long paths() {
      return paths;
    }

    /** The entry that makes outputs. */
    long combine() {
      return combine;
    }

    /** How many thread blocks of the former the device takes at once. */
    int residentBlocks() {
      return residentBlocks;
    }
  }

  /** What it is. */
  DeviceInfo info() {
    return info;
  }

  /** Whether it has failed for good. */
  boolean isLost() {
    return lost;
  }

  /** Takes it out of use. */
  void lose(DriverException reason) {
    if (!lost) {
      lost = true;
      LOGGER.log(Level.WARNING, "lost the GPU " + info.name() + " (" + reason.getMessage()
          + "); its work goes on on the CPU, with the same results");
    }
  }

  /** Loads a kernel, or joins the users of one that is loaded. */
  synchronized Loaded acquire(String text) {
    Loaded loaded = modules.get(text);
    if (loaded == null) {
      loaded = load(text);
      modules.put(text, loaded);
    }
    loaded.users++;
    return loaded;
  }

  /** Leaves the users of a kernel; the last one unloads it. */
  synchronized void release(String text) {
    Loaded loaded = modules.get(text);
    if (loaded != null && --loaded.users == 0) {
      modules.remove(text);
      if (!lost) {
        session.unload(loaded.module);
      }
    }
  }

  private Loaded load(String text) {
    String key = CubinCache.key(text, info.architecture(), driverVersion);
    long module = cached(key).orElseGet(() -> {
      byte[] code = session.assemble(text);
      long made = session.load(code);
      cache.write(key, code);
      return made;
    });
    long paths = session.function(module, PtxRenderer.PATHS);
    return new Loaded(module, paths, session.function(module, PtxRenderer.COMBINE),
        session.residentBlocks(paths, PtxRenderer.THREADS));
  }

  private Optional<Long> cached(String key) {
    Optional<byte[]> code = cache.read(key);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(session.load(code.get()));
    } catch (DriverException e) {
      if (e.kind() != Kind.WRONG_CODE) {
        throw e;
      }
      LOGGER.log(Level.WARNING, "machine code from the cache does not load, compiling anew: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Something to do on a lane. */
  interface Work {
    /** Does it. */
    void on(Lane lane);
  }

  /** Does something on a lane of its own, waiting for one if all are busy. */
  void run(Work work) {
    permits.acquireUninterruptibly();
    try {
      Lane lane = take();
      work.on(lane);
      // A lane whose work has failed is not used again.
      synchronized (idle) {
        idle.push(lane);
      }
    } finally {
      permits.release();
    }
  }

  private Lane take() {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new Lane(session);
  }

  /** Frees what lanes hold that nobody is using. */
  void trim() {
    synchronized (idle) {
      while (!idle.isEmpty()) {
        idle.pop().close();
      }
    }
  }

  @Override
  public void close() {
    if (!lost) {
      trim();
    }
    session.close();
  }
}
