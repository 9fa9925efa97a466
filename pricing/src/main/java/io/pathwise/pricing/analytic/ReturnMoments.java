package io.pathwise.pricing.analytic;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.StochasticVariance;
import org.apache.commons.math3.complex.Complex;

/**
 * The law of the price S of an asset at a time, over its forward price F, by its moments: log E (S/F)^s for complex s
 * with real part between 0 and 1, where they are always finite. With s = iu it is the logarithm of the characteristic
 * function of log S/F.
 */
final class ReturnMoments {

  private ReturnMoments() {}

  /** log E (S/F)^s. */
  static Complex log(AssetModel model, double time, Complex s) {
    return switch (model) {
      case AssetModel.BlackScholes black -> diffusion(black.vols().totalVariance(time), s);
      case AssetModel.Merton merton ->
        diffusion(merton.vol() * merton.vol() * time, s).add(jumps(merton.jumps(), time, s));
      case AssetModel.Heston heston -> stochasticVariance(heston.variance(), time, s);
      case AssetModel.Bates bates ->
        stochasticVariance(bates.variance(), time, s).add(jumps(bates.jumps(), time, s));
      case AssetModel.VarianceGamma gamma -> varianceGamma(gamma, time, s);
    };
  }

  private static Complex diffusion(double variance, Complex s) {
    return s.multiply(s.subtract(1)).multiply(0.5 * variance);
  }

  /** λ t (E e^{sJ} − 1 − s E(e^J − 1)) (Merton 1976). */
  private static Complex jumps(Jumps jumps, double time, Complex s) {
    Complex exponent = s.multiply(jumps.mean()).add(s.multiply(s).multiply(0.5 * jumps.vol() * jumps.vol()));
    return exponent.exp().subtract(1).subtract(s.multiply(jumps.expectedChange()))
        .multiply(jumps.intensity() * time);
  }

  /** (t/ν) (s log(1 − δ ν − ½ σ² ν) − log(1 − s δ ν − ½ s² σ² ν)) (Madan, Carr and Chang 1998). */
  private static Complex varianceGamma(AssetModel.VarianceGamma gamma, double time, Complex s) {
    double half = 0.5 * gamma.vol() * gamma.vol();
    double compensator = Math.log1p(-(gamma.drift() + half) * gamma.nu());
    Complex quadratic = s.multiply(gamma.drift()).add(s.multiply(s).multiply(half)).multiply(-gamma.nu()).add(1);
    return s.multiply(compensator).subtract(quadratic.log()).multiply(time / gamma.nu());
  }

  /**
   * Heston (1993) in the form of Albrecher, Mayer, Schoutens and Tistaert ("The little Heston trap", 2007), whose
   * logarithm stays on its principal branch; β − d is written as (s² − s) ξ²/(β + d), so that nothing is lost where κ
   * is large or ξ is small.
   */
  private static Complex stochasticVariance(StochasticVariance v, double time, Complex s) {
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
