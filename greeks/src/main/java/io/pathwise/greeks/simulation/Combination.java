package io.pathwise.greeks.simulation;

import io.pathwise.engine.program.Inputs;
import java.util.List;

/** A number that is a linear combination of runs of one program on different data with the same noise. */
public sealed interface Combination permits Bump, Extrapolation, SharedShifts {

  /**
   * Data and the weight with which its results count.
   *
   * @param weight
   *          in the combination
   * @param inputs
   *          the changed data
   */
  record Term(double weight, Inputs inputs) {}

  /** The data of the runs. */
  List<Term> terms(Inputs inputs);

  /** What people should know. */
  String note(Inputs inputs);
}
