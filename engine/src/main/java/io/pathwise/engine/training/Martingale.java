package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import java.util.List;
import java.util.Map;

/**
 * A martingale of a program whose coefficients {@link MartingaleTraining} fits.
 *
 * @param stage
 *          in which it moves, at every step
 * @param stepLength
 *          the per-step value that holds the length of the steps
 * @param increments
 *          what it moves by
 * @param spreads
 *          numbers whose standard deviation grows like the root of time, by the per-step value that receives one over
 *          that of a unit of time
 */
public record Martingale(String stage, String stepLength, List<Increment> increments, Map<String, Expr> spreads) {

  /** Copies the list and the map. */
  public Martingale {
    increments = List.copyOf(increments);
    spreads = Map.copyOf(spreads);
  }
}
