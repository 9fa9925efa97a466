package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * The inverse Φ⁻¹ of the standard normal distribution function, within 4 ulp over all of (0, 1), in both tails: the
 * hottest function of the engine, so its usual path has no logarithm, no root and one division. Exactly odd: Φ⁻¹(1 − u)
 * = −Φ⁻¹(u) whenever 1 − u is a number.
 *
 * <p>
 * <b>Centre</b>, t = u (1 − u) ≥ 0.0004, so all but 8 of 10 000 uniform u. With h = u − ½ the quotient Φ⁻¹(u)/h is an
 * analytic function of t whose only singularity is the cut (−∞, 0], where rational functions converge fast: Φ⁻¹(u) = h
 * (√(2π) + h² P(t)/Q(t)), degrees 17 and 18, relative error 2^-56.4 of the whole. All coefficients are positive, so
 * nothing cancels. t is one fused multiply-add, hence correctly rounded and the same for u and 1 − u.
 *
 * <p>
 * <b>Tails</b>, with s = √(−log r), r = min(u, 1 − u): |Φ⁻¹| = √2 s − P(s)/Q(s), both of degree 9, for r from 0.00042
 * down to 2^-1074; relative error 2^-55.2. The variable s is that of Wichura 1988, "Algorithm AS 241"; the idea of a
 * long centre and rare tails is that of Giles 2010, "Approximating the erfinv function".
 *
 * <p>
 * Special values: 0 gives −∞, 1 gives +∞, ½ gives +0; u outside [0, 1] and NaN give NaN.
 */
public final class InverseNormalCdf {

  /** RN(√(2π)). */
  private static final double SQRT_TWO_PI = 0x1.40d931ff62706p+1;
  /** √(2π) − {@link #SQRT_TWO_PI}. */
  private static final double SQRT_TWO_PI_LOW = -1.8328579980459167e-16;
  private static final double SQRT_TWO = 0x1.6a09e667f3bcdp0;
  private static final double CENTRE = 0.0004;
  private static final double[] CENTRAL_NUMERATOR = {0x1.820a01cba01a9p-35, 0x1.a0140dfad0384p-19,
      0x1.834b016f042bbp-5, 0x1.0425cc4c8e072p+8, 0x1.36977655eebfdp+19, 0x1.6f5c9657f8a64p+29, 0x1.ca6c35b1924bep+38,
      0x1.395b0af8c4b22p+47, 0x1.df95b361ade59p+54, 0x1.9f016bb4f2d78p+61, 0x1.963e3c17d1042p+67,
      0x1.bdb61fe9c0918p+72, 0x1.0c819dce40bcdp+77, 0x1.56d179111bb25p+80, 0x1.b52091311df9ep+82,
      0x1.f70802bbc1a7dp+83, 0x1.afa9990fdc5d3p+83, 0x1.5ea1fbb6a16b7p+81};
  private static final double[] CENTRAL_DENOMINATOR = {0x1.da283b754f7d4p-40, 0x1.2d146cdcc7253p-23,
      0x1.3a0939ab5e078p-9, 0x1.d1d91b3963924p+3, 0x1.31d786c8997dfp+15, 0x1.8e63515422babp+25, 0x1.13262fe9a4a20p+35,
      0x1.a3e20f1e6d923p+43, 0x1.6ae89255ccc3dp+51, 0x1.684e00644bbdcp+58, 0x1.9d119273128b8p+64,
      0x1.10aadd2893f53p+70, 0x1.99e0f057d32adp+74, 0x1.57297aa72aa74p+78, 0x1.346c835284b2ep+81,
      0x1.180f7ba1b01aep+83, 0x1.cf7845e3753f8p+83, 0x1.1fca81116dbc3p+83, 0x1.51bd8ba6c038ep+80};
  private static final double[] TAIL_NUMERATOR = {0x1.1265d1bdfc849p+2, 0x1.0a310481233e3p+4, 0x1.0b0a6fd3f30f7p+3,
      0x1.8921cb21c20b0p+1, 0x1.4f8378c0a69c3p+0, 0x1.b88c34780531ap-3, 0x1.8e58da10037efp-7, 0x1.d7e9cdf8014d4p-13,
      0x1.1427fa66a79cbp-20, 0x1.77245bd615c96p-33};
  private static final double[] TAIL_DENOMINATOR = {0x1.5b35b771a207fp+0, 0x1.4494e58cc6073p+3, 0x1.8dd578a5d8d98p+3,
      0x1.31c094a426d02p+2, 0x1.0400e3fe95812p+1, 0x1.489b5e95ce8abp-1, 0x1.420a77b75d3b2p-4, 0x1.cc18d5c966a47p-9,
      0x1.b59ed21bac35ap-15, 0x1.8abbca1da1fb8p-23};

  private InverseNormalCdf() {}

  /** Φ⁻¹(u). */
  public static Value expand(CodeBuilder code, Value u) {
    return expand(code, u, false);
  }

  /** Φ⁻¹(u) for u from 2^-1021 to 1 − 2^-53, with the bits that {@link #expand} gives but fewer instructions. */
  static Value expandInside(CodeBuilder code, Value u) {
    return expand(code, u, true);
  }

  private static Value expand(CodeBuilder code, Value u, boolean inside) {
    Value h = code.sub(u, code.constant(0.5));
    Value t = code.fma(code.neg(u), u, u);
    Value tail = tail(code, u, h, inside);
    return code.selectRare(code.less(t, code.constant(CENTRE)), tail, centre(code, h, t));
  }

  private static Value centre(CodeBuilder code, Value h, Value t) {
    Value quotient = code.div(Polynomial.expand(code, t, CENTRAL_NUMERATOR),
        Polynomial.expand(code, t, CENTRAL_DENOMINATOR));
    Value excess = code.fma(code.mul(h, h), quotient, code.constant(SQRT_TWO_PI_LOW));
    return code.fma(h, code.constant(SQRT_TWO_PI), code.mul(h, excess));
  }

  private static Value tail(CodeBuilder code, Value u, Value h, boolean inside) {
    Value lower = code.less(h, code.constant(0));
    Value r = code.select(lower, u, code.sub(code.constant(1), u));
    Value s = code.sqrt(code.neg(inside ? Log.expandNormal(code, r) : Log.expand(code, r)));
    Value quotient = code.div(Polynomial.expand(code, s, TAIL_NUMERATOR),
        Polynomial.expand(code, s, TAIL_DENOMINATOR));
    Value size = code.fma(s, code.constant(SQRT_TWO), code.neg(quotient));
    if (!inside) {
      size = code.select(code.equal(r, code.constant(0)), code.constant(Double.POSITIVE_INFINITY), size);
    }
    return code.select(lower, code.neg(size), size);
  }
}
