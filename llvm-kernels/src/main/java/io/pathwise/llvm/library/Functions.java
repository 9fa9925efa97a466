package io.pathwise.llvm.library;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of LLVM's C interface that are called, by their names there without the prefix. Errors come back as
 * status codes and messages; a fatal error of LLVM ends the process, so only modules that are known to be well-formed
 * may be given to it.
 */
@SuppressWarnings("restricted") // native access is what this is for
final class Functions {

  private static final Linker LINKER = Linker.nativeLinker();
  /** C's {@code int}, which LLVM's truth values and enumerations are. */
  private static final MemoryLayout INT = JAVA_INT;

  private final SymbolLookup library;

  final MethodHandle contextCreate;
  final MethodHandle contextDispose;
  final MethodHandle createMemoryBufferCopy;
  final MethodHandle getBufferStart;
  final MethodHandle getBufferSize;
  final MethodHandle disposeMemoryBuffer;
  final MethodHandle parseIr;
  final MethodHandle disposeModule;
  final MethodHandle disposeMessage;
  final MethodHandle getDefaultTargetTriple;
  final MethodHandle getHostCpuName;
  final MethodHandle getHostCpuFeatures;
  final MethodHandle getTargetFromTriple;
  final MethodHandle createTargetMachine;
  final MethodHandle disposeTargetMachine;
  final MethodHandle createPassBuilderOptions;
  final MethodHandle disposePassBuilderOptions;
  final MethodHandle runPasses;
  final MethodHandle emitToMemoryBuffer;
  final MethodHandle getErrorMessage;
  final MethodHandle disposeErrorMessage;
  final MethodHandle createJit;
  final MethodHandle getMainLibrary;
  final MethodHandle createResourceTracker;
  final MethodHandle removeResources;
  final MethodHandle releaseResourceTracker;
  final MethodHandle addObjectFile;
  final MethodHandle lookUp;

  Functions(Path file) {
    library = SymbolLookup.libraryLookup(file, Arena.global());
    contextCreate = function("ContextCreate", ADDRESS);
    contextDispose = procedure("ContextDispose", ADDRESS);
    createMemoryBufferCopy = function("CreateMemoryBufferWithMemoryRangeCopy", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    getBufferStart = function("GetBufferStart", ADDRESS, ADDRESS);
    getBufferSize = function("GetBufferSize", JAVA_LONG, ADDRESS);
    disposeMemoryBuffer = procedure("DisposeMemoryBuffer", ADDRESS);
    parseIr = function("ParseIRInContext", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    disposeModule = procedure("DisposeModule", ADDRESS);
    disposeMessage = procedure("DisposeMessage", ADDRESS);
    getDefaultTargetTriple = function("GetDefaultTargetTriple", ADDRESS);
    getHostCpuName = function("GetHostCPUName", ADDRESS);
    getHostCpuFeatures = function("GetHostCPUFeatures", ADDRESS);
    getTargetFromTriple = function("GetTargetFromTriple", INT, ADDRESS, ADDRESS, ADDRESS);
    createTargetMachine = function("CreateTargetMachine", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, INT, INT, INT);
    disposeTargetMachine = procedure("DisposeTargetMachine", ADDRESS);
    createPassBuilderOptions = function("CreatePassBuilderOptions", ADDRESS);
    disposePassBuilderOptions = procedure("DisposePassBuilderOptions", ADDRESS);
    runPasses = function("RunPasses", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    emitToMemoryBuffer = function("TargetMachineEmitToMemoryBuffer", INT, ADDRESS, ADDRESS, INT, ADDRESS, ADDRESS);
    getErrorMessage = function("GetErrorMessage", ADDRESS, ADDRESS);
    disposeErrorMessage = procedure("DisposeErrorMessage", ADDRESS);
    createJit = function("OrcCreateLLJIT", ADDRESS, ADDRESS, ADDRESS);
    getMainLibrary = function("OrcLLJITGetMainJITDylib", ADDRESS, ADDRESS);
    createResourceTracker = function("OrcJITDylibCreateResourceTracker", ADDRESS, ADDRESS);
    removeResources = function("OrcResourceTrackerRemove", ADDRESS, ADDRESS);
    releaseResourceTracker = procedure("OrcReleaseResourceTracker", ADDRESS);
    addObjectFile = function("OrcLLJITAddObjectFileWithRT", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    lookUp = function("OrcLLJITLookup", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  }

  /** Makes a target's code generator known. */
  void initializeTarget(String target) {
    for (String part : new String[]{"TargetInfo", "Target", "TargetMC", "AsmPrinter"}) {
      call(() -> {
        MethodHandle handle = procedure("Initialize" + target + part);
        handle.invokeExact();
        return true;
      });
    }
  }

  private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(result, arguments));
  }

  private MethodHandle procedure(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.ofVoid(arguments));
  }

  private MethodHandle handle(String name, FunctionDescriptor shape) {
    MemorySegment address = library.find("LLVM" + name)
        .orElseThrow(() -> new LlvmException("libLLVM has no function LLVM" + name));
    return LINKER.downcallHandle(address, shape);
  }

  /** A call of one of the handles. */
  interface Call<T> {
    T invoke() throws Throwable;
  }

  /** Calls; a handle never throws, but Java does not know it. */
  static <T> T call(Call<T> call) {
    try {
      return call.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text at an address, which stays LLVM's. */
  static String text(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** The text at an address that is given back afterwards. */
  String message(MemorySegment address) {
    String text = text(address);
    call(() -> {
      disposeMessage.invokeExact(address);
      return true;
    });
    return text;
  }

  /**
   * Looks at what a function returns that may fail.
   *
   * @throws LlvmException
   *           with LLVM's message if it did
   */
  void check(MemorySegment error) {
    if (error.address() != 0) {
      MemorySegment message = call(() -> (MemorySegment) getErrorMessage.invokeExact(error));
      String text = text(message);
      call(() -> {
        disposeErrorMessage.invokeExact(message);
        return true;
      });
      throw new LlvmException(text);
    }
  }
}
