package io.pathwise.batch.risk;

import io.pathwise.batch.evaluation.BackendMissingException;
import io.pathwise.greeks.execution.ExhaustedException;
import io.pathwise.greeks.execution.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Computes something for each of many trades at once so that none costs another anything: what fails as a whole is done
 * one by one, and what found no memory left beside others is done again alone. A backend that is gone ends the run: it
 * would fail every trade. Start at {@link #outcomes}.
 */
public final class WindowEvaluation {
  private static final System.Logger LOG = System.getLogger("pathwise");

  private WindowEvaluation() {}

  /**
   * An outcome for each item, in their order.
   *
   * @param together
   *          gives the outcomes of all
   * @param again
   *          gives those of a few, a second time
   * @throws BackendMissingException
   *           when there is nothing left to compute with
   */
  public static <I, T> List<Outcome<T>> outcomes(List<I> items, Function<List<I>, List<Outcome<T>>> together,
      Function<List<I>, List<Outcome<T>>> again) {
    List<Outcome<T>> outcomes;
    try {
      outcomes = new ArrayList<>(together.apply(items));
    } catch (BackendMissingException e) {
      throw e;
    } catch (RuntimeException | VirtualMachineError e) {
      LOG.log(System.Logger.Level.DEBUG, "trades as a whole", e);
      outcomes = new ArrayList<>();
      for (I item : items) {
        outcomes.add(alone(item, again));
      }
      return outcomes;
    }
    for (int i = 0; i < items.size() && items.size() > 1; i++) {
      if (outcomes.get(i) instanceof Outcome.Refused<T>(ExhaustedException cause) && cause.isOfMemory()) {
        outcomes.set(i, alone(items.get(i), again));
      }
    }
    return outcomes;
  }

  private static <I, T> Outcome<T> alone(I item, Function<List<I>, List<Outcome<T>>> again) {
    return switch (Outcome.of(() -> again.apply(List.of(item)).getFirst())) {
      case Outcome.Done<Outcome<T>>(Outcome<T> outcome) -> outcome;
      case Outcome.Refused<Outcome<T>>(BackendMissingException gone) -> throw gone;
      case Outcome.Refused<Outcome<T>>(RuntimeException cause) -> new Outcome.Refused<>(cause);
    };
  }
}
