package io.pathwise.greeks.execution;

import java.util.function.Supplier;

/**
 * The result of one of several independent computations: a value, or the failure, which leaves the others alone.
 *
 * @param <T>
 *          what each computes
 */
public sealed interface Outcome<T> {

  /**
   * It succeeded.
   *
   * @param <T>
   *          what was computed
   * @param result
   *          what came out
   */
  record Done<T>(T result) implements Outcome<T> {}

  /**
   * It failed.
   *
   * @param <T>
   *          what was to be computed
   * @param cause
   *          what it would have thrown if it had been the only one, or an {@link ExhaustedException}
   */
  record Refused<T>(RuntimeException cause) implements Outcome<T> {}

  /** What becomes of a computation. */
  static <T> Outcome<T> of(Supplier<T> computation) {
    try {
      return new Done<>(computation.get());
    } catch (RuntimeException | VirtualMachineError e) {
      return new Refused<>(ExhaustedException.of(e));
    }
  }
}
