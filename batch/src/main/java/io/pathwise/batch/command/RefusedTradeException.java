package io.pathwise.batch.command;

import io.pathwise.batch.log.Fault;
import io.pathwise.greeks.execution.ExhaustedException;
import java.util.function.Supplier;

/** The one trade of a command cannot be evaluated. The message is for people. Start at {@link #orResult}. */
final class RefusedTradeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private RefusedTradeException(RuntimeException cause) {
    super(Fault.message(cause), cause);
  }

  /**
   * What is computed of a trade.
   *
   * @throws RefusedTradeException
   *           when the engine refuses it, or it takes more memory than there is
   */
  static <T> T orResult(Supplier<T> computation) {
    try {
      return computation.get();
    } catch (IllegalArgumentException e) {
      throw new RefusedTradeException(e);
    } catch (VirtualMachineError e) {
      throw new RefusedTradeException(ExhaustedException.of(e));
    }
  }
}
