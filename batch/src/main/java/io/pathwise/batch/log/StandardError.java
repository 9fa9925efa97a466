package io.pathwise.batch.log;

import java.io.Console;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The destination of stderr. Start at {@link #isTerminal}. */
public final class StandardError {
  private static final int STDERR = 2;

  private StandardError() {}

  /** Whether people watch it; Java itself tells that of stdin and stdout together only. */
  public static boolean isTerminal() {
    return Linker.nativeLinker().defaultLookup().find("isatty").map(StandardError::isTerminal)
        .orElseGet(() -> Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /** As the C library tells. */
  @SuppressWarnings("restricted") // every start of the program allows native access
  private static boolean isTerminal(MemorySegment isatty) {
    try {
      return (int) Linker.nativeLinker()
          .downcallHandle(isatty, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
          .invokeExact(STDERR) != 0;
    } catch (Throwable e) {
      throw new IllegalStateException("isatty cannot be called", e);
    }
  }
}
