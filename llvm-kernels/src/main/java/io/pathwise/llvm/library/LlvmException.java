package io.pathwise.llvm.library;

/** LLVM is not there, or refused something. The message says what, for people. */
public final class LlvmException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LlvmException(String message) {
    super(message);
  }

  LlvmException(String message, Throwable cause) {
    super(message, cause);
  }
}
