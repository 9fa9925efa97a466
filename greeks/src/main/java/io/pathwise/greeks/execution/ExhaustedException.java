package io.pathwise.greeks.execution;

import org.jspecify.annotations.Nullable;

/** A computation that took more memory or stack than there is. Others may succeed all the same. */
public final class ExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ExhaustedException(String message, VirtualMachineError cause) {
    super(message, cause);
  }

  /** What to report of something thrown: a lack of memory or stack as such, anything else as it is. */
  public static RuntimeException of(Throwable thrown) {
    for (@Nullable
    Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError error) {
        return new ExhaustedException(message(error), error);
      }
    }
    return thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
  }

  private static String message(VirtualMachineError error) {
    return switch (error) {
      case OutOfMemoryError memory ->
        "it needs more memory than there is: the heap has at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB";
      case StackOverflowError stack -> "it is nested too deeply for the stack";
      default -> "the Java machine fails: " + error;
    };
  }

  /** Whether memory was short, of which there is more when nothing else is computed at the same time. */
  public boolean isOfMemory() {
    return getCause() instanceof OutOfMemoryError;
  }
}
