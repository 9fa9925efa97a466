package io.pathwise.greeks.simulation;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.rewrite.Smoothed;
import java.util.List;

/**
 * Richardson's extrapolation of a smoothed program from its width and half of it to none, see
 * {@link Smoothed#richardson}: the bias that remains is of the order of the width's fourth power.
 */
record Extrapolation() implements Combination {

  @Override
  public List<Term> terms(Inputs inputs) {
    return Smoothed.richardson(inputs.parameter(Smoothed.WIDTH)).stream()
        .map(weighted -> new Term(weighted.weight(), inputs.withParameter(Smoothed.WIDTH, weighted.width()))).toList();
  }

  @Override
  public String note(Inputs inputs) {
    double width = inputs.parameter(Smoothed.WIDTH);
    return "biased: extrapolated from the widths " + width + " and " + 0.5 * width;
  }
}
