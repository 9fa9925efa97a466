package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.RiskFactor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The context in which a model writes the law of one step.
 *
 * @param builder
 *          of the program
 * @param inputs
 *          of its data
 * @param grid
 *          the steps
 * @param curves
 *          of the assets' currencies, with the valuation time
 */
public record ModelStep(ProgramBuilder builder, InputsBuilder inputs, TimeGrid grid, Curves curves) {

  /** The per-step value that holds the length of each step in years. */
  public static final String STEP_LENGTH = "step length";

  /** The stage that moves the prices, at every step. */
  public static final String STAGE = "step";

  public Graph graph() {
    return builder.graph();
  }

  /** The length of the current step in years, which changes as the valuation time moves on. */
  public Expr length() {
    Expr slope = inputs.stepValue("step length.slope", step -> grid.endMoves(step) - grid.startMoves(step));
    return graph().fma(graph().neg(slope), curves.valuationTime(), quotedLength());
  }

  /** The end of the current step in years, which comes nearer as the valuation time moves on. */
  Expr end() {
    Expr slope = inputs.stepValue("step end.slope", grid::endMoves);
    return graph().fma(graph().neg(slope), curves.valuationTime(), inputs.stepValue("step end", grid::end));
  }

  /** Whether the current step has a length: one that observes today's price has none. */
  public Expr hasLength() {
    return graph().less(graph().literal(0.0), quotedLength());
  }

  /** The length where there is one, elsewhere a year: for laws that do not exist over no time. */
  public Expr regularLength() {
    return graph().select(hasLength(), length(), graph().literal(1.0));
  }

  /** The length of the step before; a year where there is none. */
  public Expr previousLength() {
    Expr slope = inputs.stepValue("previous step length.slope",
        step -> hasLengthBefore(step) ? grid.endMoves(step - 1) - grid.startMoves(step - 1) : 0.0);
    return graph().fma(graph().neg(slope), curves.valuationTime(),
        inputs.stepValue("previous step length", step -> hasLengthBefore(step) ? grid.length(step - 1) : 1.0));
  }

  /** Whether there is a step before that has a length. */
  public Expr hasPrevious() {
    return graph().less(graph().literal(0.0), inputs.stepValue("has previous step",
        step -> hasLengthBefore(step) ? 1.0 : 0.0));
  }

  private boolean hasLengthBefore(int step) {
    return step > 0 && grid.length(step - 1) > 0;
  }

  private Expr quotedLength() {
    return inputs.stepValue(STEP_LENGTH, grid::length);
  }

  /** An asset's price today. */
  Expr spot(Asset asset) {
    return inputs.parameter(new RiskFactor.Spot(asset.id()), asset.spot());
  }

  /** The parameters of an asset's model as parameters of the program, by name. */
  public Map<String, Expr> parameters(Asset asset) {
    Map<String, Expr> parameters = new LinkedHashMap<>();
    asset.model().parameters().forEach((name, value) -> {
      Expr parameter = asset.isFactor(name)
          ? inputs.parameter(RiskFactor.modelParameter(asset.id(), name), value)
          : inputs.parameter(asset.id() + ".model." + name, value);
      parameters.put(name, asset.calibration()
          .map(calibration -> movedByQuotes(parameter, asset.id(), name, calibration))
          .orElseGet(() -> asset.model().parallelVols().contains(name)
              ? graph().add(parameter, inputs.parameter(new RiskFactor.Vol(asset.id()), 0.0))
              : parameter));
    });
    return parameters;
  }

  /**
   * A parameter as it follows from moves of the quotes, which are parameters of value 0: to first order, which is what
   * first derivatives need. Quotes that do not move it are left out, on a surface those of other expiries.
   */
  private Expr movedByQuotes(Expr parameter, String asset, String name, CalibratedQuotes calibration) {
    Expr moved = parameter;
    for (RiskFactor factor : calibration.factors(asset)) {
      double slope = calibration.slope(asset, name, factor);
      if (slope != 0) {
        moved = graph().fma(inputs.parameter(asset + "." + name + " by " + factor, slope),
            inputs.parameter(factor, 0.0), moved);
      }
    }
    return moved;
  }
}
