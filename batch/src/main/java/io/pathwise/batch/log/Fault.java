package io.pathwise.batch.log;

import io.pathwise.greeks.execution.ExhaustedException;

/** Puts what went wrong into words, for the row of the trade that it happened to. Start at {@link #message}. */
public final class Fault {
  private Fault() {}

  /** What to tell of something thrown: a reason meant for people as it is, a fault of the program as such. */
  public static String message(Throwable thrown) {
    return switch (ExhaustedException.of(thrown)) {
      case IllegalArgumentException refused -> String.valueOf(refused.getMessage());
      case ExhaustedException exhausted -> String.valueOf(exhausted.getMessage());
      case RuntimeException fault -> "internal error: " + fault;
    };
  }
}
