package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.StochasticVariance;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.math3.complex.Complex;

/**
 * Heston's model (1993), simulated by {@link HestonReturn}.
 *
 * @param v
 *          its parameters
 */
record HestonDynamics(StochasticVariance v) implements Dynamics {

  /** What an adjoint keeps of a step that has a variance. */
  static final double TAPE_BYTES = 64 << 10;

  private static final double STEP_COST = 4;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    return HestonReturn.write(step, asset, v, noise, carry);
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.of(law(v, time));
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, TAPE_BYTES);
  }

  /**
   * Heston (1993) in the form of Albrecher, Mayer, Schoutens and Tistaert ("The little Heston trap", 2007), whose
   * logarithm stays on its principal branch; β − d is written as (s² − s) ξ²/(β + d), so that nothing is lost where κ
   * is large or ξ is small.
   */
  static ReturnLaw law(StochasticVariance v, double time) {
    return s -> logMoment(v, time, s);
  }

  private static Complex logMoment(StochasticVariance v, double time, Complex s) {
    double squaredXi = v.xi() * v.xi();
    Complex beta = s.multiply(-v.rho() * v.xi()).add(v.kappa());
    Complex d = beta.multiply(beta).add(s.subtract(s.multiply(s)).multiply(squaredXi)).sqrt();
    Complex perSquaredXi = s.multiply(s).subtract(s).divide(beta.add(d));
    Complex g = perSquaredXi.multiply(squaredXi).divide(beta.add(d));
    Complex decay = d.multiply(-time).exp();
    Complex decayed = decay.negate().add(1);
    Complex logarithm = log1p(g.multiply(decayed).divide(g.negate().add(1)));
    Complex longRun = perSquaredXi.multiply(time).subtract(logarithm.multiply(2 / squaredXi))
        .multiply(v.kappa() * v.theta());
    Complex today = perSquaredXi.multiply(decayed.divide(g.multiply(decay).negate().add(1)));
    return longRun.add(today.multiply(v.v0()));
  }

  /** log(1 + z) on the principal branch. */
  private static Complex log1p(Complex z) {
    double x = z.getReal();
    double y = z.getImaginary();
    return new Complex(0.5 * Math.log1p(x * (2 + x) + y * y), Math.atan2(y, 1 + x));
  }
}
