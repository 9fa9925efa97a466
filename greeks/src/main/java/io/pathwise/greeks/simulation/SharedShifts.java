package io.pathwise.greeks.simulation;

import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.engine.program.Inputs;
import java.util.List;

/**
 * Importance sampling with several shifts, each of which is run on the same noise and counts with its share.
 *
 * @param sampling
 *          knows the shifts
 */
record SharedShifts(ImportanceSampling sampling) implements Combination {

  @Override
  public List<Term> terms(Inputs inputs) {
    return sampling.terms(inputs).stream().map(term -> new Term(term.share(), term.inputs())).toList();
  }

  @Override
  public String note(Inputs inputs) {
    return "";
  }
}
