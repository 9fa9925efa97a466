package io.pathwise.greeks.execution;

import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greeks;
import java.util.Optional;

/** A trade on the way to its numbers. */
public sealed interface Evaluation {

  /** Its numbers. */
  Greeks greeks();

  /**
   * Nothing is left to do.
   *
   * @param greeks
   *          what was kept
   */
  record Found(Greeks greeks) implements Evaluation {}

  /**
   * Paths are to be simulated.
   *
   * @param run
   *          to be extended to the accuracy before numbers are asked for
   * @param accuracy
   *          when it is long enough
   * @param kept
   *          where the numbers are to be kept
   */
  record Running(TradeRun run, Accuracy accuracy, Optional<KeptNumbers> kept) implements Evaluation {

    /** Also keeps them. */
    @Override
    public Greeks greeks() {
      Greeks greeks = run.greeks(accuracy);
      kept.ifPresent(place -> place.keep(greeks.numbers()));
      return greeks;
    }
  }
}
