package io.pathwise.llvm.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * LLVM in this process: functions by the text of their modules, compiled when nobody has done so before. Start at
 * {@link #get}. Thread-safe.
 */
public final class Llvm {

  /** The name that a module gives its function; in memory it has another. */
  public static final String ENTRY = "kernel";

  private final Compiler compiler;
  private final String version;
  private final Optional<ObjectCache> cache;
  private final Map<String, Function> functions = new HashMap<>();

  private Llvm(Compiler compiler, String version, Optional<ObjectCache> cache) {
    this.compiler = compiler;
    this.version = version;
    this.cache = cache;
  }

  /** Loads the library once, or finds out once that it cannot. */
  private static final class Holder {
    static final Object LLVM = load();

    private static Object load() {
      try {
        Target target = Target.ofThisMachine().orElseThrow(() -> new LlvmException("libLLVM is not there for "
            + System.getProperty("os.name") + " on " + System.getProperty("os.arch")));
        LibraryFile file = LibraryFile.of(target);
        Path path = file.unpacked();
        return new Llvm(new Compiler(new Functions(path), target), file.version(), cache());
      } catch (LlvmException e) {
        return e;
      } catch (IllegalArgumentException | IllegalCallerException | UnsatisfiedLinkError e) {
        return new LlvmException("libLLVM cannot be loaded: " + e.getMessage(), e);
      }
    }

    private static Optional<ObjectCache> cache() {
      try {
        return Optional.of(new ObjectCache(UserDirectory.get().resolve("kernels"), ObjectCache.MOST_BYTES));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /** Why LLVM cannot be used here, in a sentence; empty if it can. */
  public static Optional<String> obstacle() {
    return Holder.LLVM instanceof LlvmException e ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
  }

  /**
   * LLVM.
   *
   * @throws LlvmException
   *           with the obstacle, if there is one
   */
  public static Llvm get() {
    return switch (Holder.LLVM) {
      case Llvm llvm -> llvm;
      case LlvmException e -> throw e;
      case Object other -> throw new IllegalStateException(other.toString());
    };
  }

  /** What makes machine code. */
  public Compiler compiler() {
    return compiler;
  }

  /** A function in memory, shared by all who asked for it. */
  public final class Function implements AutoCloseable {
    private final String hash;
    private final Compiler.MachineCode code;
    private int users;

    private Function(String hash, Compiler.MachineCode code) {
      this.hash = hash;
      this.code = code;
    }

    /** Where it starts; valid until it is closed. */
    public java.lang.foreign.MemorySegment address() {
      return code.address();
    }

    /** Frees it when nobody else uses it. */
    @Override
    public void close() {
      synchronized (functions) {
        users--;
        if (users == 0) {
          functions.remove(hash);
          compiler.release(code);
        }
      }
    }
  }

  /**
   * The function of a module: from memory, from disk, or compiled.
   *
   * @param module
   *          with one function, {@link #ENTRY}
   */
  public Function function(String module) {
    String hash = Hash.name(version, compiler.machine(), module);
    synchronized (functions) {
      Function known = functions.get(hash);
      if (known != null) {
        known.users++;
        return known;
      }
    }
    String entry = ENTRY + "_" + hash;
    Optional<byte[]> kept = cache.flatMap(objects -> objects.find(hash));
    byte[] object = kept.orElseGet(() -> {
      byte[] made = compiler.compile(module.replace("@" + ENTRY + "(", "@" + entry + "("));
      cache.ifPresent(objects -> objects.keep(hash, made));
      return made;
    });
    synchronized (functions) {
      // Another thread may have been faster.
      Function function = functions.computeIfAbsent(hash,
          missing -> new Function(missing, compiler.link(object, entry)));
      function.users++;
      return function;
    }
  }
}
