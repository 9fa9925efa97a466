package io.pathwise.llvm.library;

import static io.pathwise.llvm.library.Functions.call;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Makes machine code of modules, and of machine code functions that can be called. Thread-safe. */
@SuppressWarnings("restricted") // native access is what this is for
public final class Compiler {

  /** Passes that pay: others take long and gain nothing on straight lines of vectors. */
  private static final String PASSES = "sroa,early-cse,simplifycfg,loop-mssa(licm),early-cse";
  /** LLVMCodeGenLevelLess: level 0 runs 2.5 times slower, higher levels gain nothing. */
  private static final int LEVEL = 1;
  private static final int POSITION_INDEPENDENT = 2;
  /** LLVMCodeModelSmall: constants lie near the code. */
  private static final int SMALL = 3;
  private static final int OBJECT_FILE = 1;

  private final Functions llvm;
  private final Target platform;
  private final String triple;
  private final String cpu;
  private final String features;
  private final MemorySegment target;
  private final MemorySegment jit;
  private final MemorySegment jitLibrary;
  private final Arena arena = Arena.ofShared();

  Compiler(Functions llvm, Target machine) {
    this.llvm = llvm;
    this.platform = machine;
    llvm.initializeTarget(machine.codeGenerator());
    this.triple = llvm.message(call(() -> (MemorySegment) llvm.getDefaultTargetTriple.invokeExact()));
    this.cpu = llvm.message(call(() -> (MemorySegment) llvm.getHostCpuName.invokeExact()));
    this.features = llvm.message(call(() -> (MemorySegment) llvm.getHostCpuFeatures.invokeExact()));
    if (!machine.fusedMultiplyAdd().isEmpty() && !(features + ",").contains("+" + machine.fusedMultiplyAdd() + ",")) {
      throw new LlvmException("this CPU (" + cpu + ") has no fused multiply-add instruction");
    }
    MemorySegment result = arena.allocate(ADDRESS);
    MemorySegment message = arena.allocate(ADDRESS);
    int failed = call(() -> (int) llvm.getTargetFromTriple.invokeExact(arena.allocateFrom(triple), result, message));
    if (failed != 0) {
      throw new LlvmException(llvm.message(message.get(ADDRESS, 0)));
    }
    this.target = result.get(ADDRESS, 0);
    llvm.check(call(() -> (MemorySegment) llvm.createJit.invokeExact(result, MemorySegment.NULL)));
    this.jit = result.get(ADDRESS, 0);
    this.jitLibrary = call(() -> (MemorySegment) llvm.getMainLibrary.invokeExact(jit));
  }

  /** The CPU that code is made for, and what it can do: code for one must not run on another. */
  public String machine() {
    return triple + " " + cpu + " " + features;
  }

  /** The name of the CPU. */
  public String cpu() {
    return cpu;
  }

  /** What a function needs to say so that it is compiled for this CPU. */
  public String attributes() {
    return "\"target-cpu\"=\"" + cpu + "\" \"target-features\"=\"" + features + "\"" + platform.attributes();
  }

  /**
   * Machine code of a module.
   *
   * @return an object file
   * @throws LlvmException
   *           when the module is not well-formed
   */
  public byte[] compile(String module) {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment result = local.allocate(ADDRESS);
      MemorySegment message = local.allocate(ADDRESS);
      MemorySegment context = call(() -> (MemorySegment) llvm.contextCreate.invokeExact());
      try {
        // Parsing takes the buffer.
        MemorySegment buffer = copied(module.getBytes(StandardCharsets.UTF_8), local);
        if (call(() -> (int) llvm.parseIr.invokeExact(context, buffer, result, message)) != 0) {
          throw new LlvmException(llvm.message(message.get(ADDRESS, 0)));
        }
        return objectOf(result.get(ADDRESS, 0), local);
      } finally {
        run(() -> {
          llvm.contextDispose.invokeExact(context);
        });
      }
    }
  }

  private byte[] objectOf(MemorySegment module, Arena local) {
    MemorySegment machine = call(() -> (MemorySegment) llvm.createTargetMachine.invokeExact(target,
        local.allocateFrom(triple), local.allocateFrom(cpu), local.allocateFrom(features), LEVEL, POSITION_INDEPENDENT,
        SMALL));
    MemorySegment options = call(() -> (MemorySegment) llvm.createPassBuilderOptions.invokeExact());
    try {
      llvm.check(call(() -> (MemorySegment) llvm.runPasses.invokeExact(module, local.allocateFrom(PASSES), machine,
          options)));
      MemorySegment result = local.allocate(ADDRESS);
      MemorySegment message = local.allocate(ADDRESS);
      if (call(() -> (int) llvm.emitToMemoryBuffer.invokeExact(machine, module, OBJECT_FILE, message, result)) != 0) {
        throw new LlvmException(llvm.message(message.get(ADDRESS, 0)));
      }
      MemorySegment buffer = result.get(ADDRESS, 0);
      long size = call(() -> (long) llvm.getBufferSize.invokeExact(buffer));
      MemorySegment start = call(() -> (MemorySegment) llvm.getBufferStart.invokeExact(buffer));
      byte[] object = start.reinterpret(size).toArray(JAVA_BYTE);
      run(() -> {
        llvm.disposeMemoryBuffer.invokeExact(buffer);
      });
      return object;
    } finally {
      run(() -> {
        llvm.disposePassBuilderOptions.invokeExact(options);
      });
      run(() -> {
        llvm.disposeModule.invokeExact(module);
      });
      run(() -> {
        llvm.disposeTargetMachine.invokeExact(machine);
      });
    }
  }

  /**
   * Puts machine code into memory.
   *
   * @param object
   *          an object file
   * @param entry
   *          the name of its function, which no other code in memory has
   * @throws LlvmException
   *           when the file is damaged
   */
  public MachineCode link(byte[] object, String entry) {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment tracker = call(() -> (MemorySegment) llvm.createResourceTracker.invokeExact(jitLibrary));
      try {
        // The code takes the buffer.
        MemorySegment buffer = copied(object, local);
        llvm.check(call(() -> (MemorySegment) llvm.addObjectFile.invokeExact(jit, tracker, buffer)));
        MemorySegment result = local.allocate(ADDRESS);
        llvm.check(call(() -> (MemorySegment) llvm.lookUp.invokeExact(jit, result, local.allocateFrom(entry))));
        return new MachineCode(result.get(ADDRESS, 0), tracker);
      } catch (LlvmException e) {
        release(tracker);
        throw e;
      }
    }
  }

  /** Frees the memory of code that is no longer run. */
  public void release(MachineCode code) {
    release(code.tracker());
  }

  private void release(MemorySegment tracker) {
    llvm.check(call(() -> (MemorySegment) llvm.removeResources.invokeExact(tracker)));
    run(() -> {
      llvm.releaseResourceTracker.invokeExact(tracker);
    });
  }

  private MemorySegment copied(byte[] bytes, Arena local) {
    MemorySegment source = local.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, source, JAVA_BYTE, 0, bytes.length);
    return call(() -> (MemorySegment) llvm.createMemoryBufferCopy.invokeExact(source, (long) bytes.length,
        local.allocateFrom("kernel")));
  }

  private interface Procedure {
    void invoke() throws Throwable;
  }

  private static void run(Procedure procedure) {
    call(() -> {
      procedure.invoke();
      return true;
    });
  }

  /**
   * A function in memory.
   *
   * @param address
   *          where it starts
   * @param tracker
   *          what holds it there
   */
  public record MachineCode(MemorySegment address, MemorySegment tracker) {}
}
