package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.rewrite.Lognormal;

/** Payoffs on a {@link Lognormal} price that few paths reach. */
final class RarePayoffs {

  static final double SPOT = 100;
  static final double VOL = 0.2;

  private RarePayoffs() {}

  /** 1 beyond K, and also so far on the other side of 100. */
  static Lognormal twoSided() {
    return new Lognormal(model -> {
      Expr middle = model.g.literal(Math.log(SPOT) - 0.5 * VOL * VOL);
      Expr high = model.g.log(model.strike);
      Expr low = model.g.sub(model.g.add(middle, middle), high);
      return model.g.add(model.indicator(high, model.x), model.indicator(model.x, low));
    });
  }

  /** A call, and 1 below the spot. */
  static Lognormal callAndRebate() {
    return new Lognormal(model -> model.g.add(model.gain(), model.indicator(model.x, model.g.log(model.spot))));
  }

  /** The price, and a million beyond the strike. */
  static Lognormal priceAndDigital() {
    return new Lognormal(model -> model.g.fma(model.g.literal(1e6), model.indicator(model.g.log(model.strike), model.x),
        model.g.exp(model.x)));
  }

  static Inputs inputs(int steps, double strike) {
    return Lognormal.inputs(steps, SPOT, VOL, strike);
  }
}
