package io.pathwise.pricing.model;

import org.apache.commons.math3.complex.Complex;

/** The law of the price S of an asset at a time, over its forward price F, by its moments. */
@FunctionalInterface
public interface ReturnLaw {

  /**
   * log E (S/F)^s for complex s with real part between 0 and 1, where they are always finite. With s = iu it is the
   * logarithm of the characteristic function of log S/F.
   */
  Complex logMoment(Complex s);
}
