package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * x^y = e^(y log x), within 1 ulp. The logarithm is that of {@link Log} carried as a sum of two numbers with about 66
 * correct bits, so that its error, multiplied by y log x up to 745, stays below an eighth of an ulp.
 *
 * <p>
 * log(1 + f) = 2s + s w, w = z (2/3 + z q(z)), z = s²; q has degree 7 on [0, 0.02946], and what it leaves is 2^-69
 * relative to the logarithm.
 *
 * <p>
 * Special values as {@link StrictMath#pow}, all of them: among others y = 0 gives 1 even for NaN, y = 1 gives x, other
 * NaN give NaN, negative x with a y that is not whole gives NaN, and (±1)^±∞ is NaN.
 */
public final class Pow {

  private static final double TWO_THIRDS = 0x1.5555555555555p-1;
  private static final double TWO_THIRDS_LOW = 0x1.5555555555555p-55;
  private static final double[] COEFFICIENTS = {0x1.999999999999ap-2, 0x1.24924924922fep-2, 0x1.c71c71c74c6cbp-3,
      0x1.745d173cf43b1p-3, 0x1.3b13a9c32b3c2p-3, 0x1.1115532d88dd1p-3, 0x1.e018f67713fc4p-4, 0x1.daaabc8ec3f83p-4};
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private Pow() {}

  /** x^y. */
  public static Value expand(CodeBuilder code, Value x, Value y) {
    Value size = code.abs(x);
    Value power = ofPositive(code, size, y);
    Value zero = code.constant(0);
    Value infinity = code.constant(INFINITY);
    Value finite = code.op(Op.AND, code.less(zero, x),
        code.op(Op.AND, code.less(x, infinity), code.less(code.abs(y), infinity)));
    Value usual = code.op(Op.AND, finite, code.notEqual(y, code.constant(1)));
    return code.selectRare(code.op(Op.NOT, usual), special(code, x, y, size, power), power);
  }

  /** A sum of two numbers, the second much smaller. */
  private record Pair(Value high, Value low) {}

  private static Value ofPositive(CodeBuilder code, Value x, Value y) {
    Pair log = log(code, x);
    Value product = code.mul(y, log.high());
    Value low = code.fma(y, log.low(), code.fma(y, log.high(), code.neg(product)));
    return Exp.expandSum(code, product, low);
  }

  private static Pair log(CodeBuilder code, Value x) {
    Value small = code.less(x, code.constant(1));
    Value scaled = code.mul(x, code.select(small, code.constant(0x1p54), code.constant(0x1p-54)));
    Log.Exponent exponent = Log.exponent(code, scaled);
    Value e = code.add(exponent.e(), code.select(small, code.constant(-54), code.constant(54)));
    Value f = code.fma(scaled, exponent.scale(), code.constant(-1));

    Pair s = quotient(code, f);
    Pair v = product(code, s, polynomial(code, product(code, s, s)));
    Value twice = code.add(s.high(), s.high());
    Value exponentPart = code.mul(e, code.constant(Log.LN2_HIGH));
    Value first = code.add(exponentPart, twice);
    Value firstLost = code.sub(twice, code.sub(first, exponentPart));
    Value high = code.add(first, v.high());
    Value highLost = code.sub(v.high(), code.sub(high, first));
    Value small1 = code.fma(code.constant(2), s.low(), v.low());
    Value small2 = code.fma(e, code.constant(Log.LN2_LOW), small1);
    return new Pair(high, code.add(small2, code.add(firstLost, highLost)));
  }

  /** f / (2 + f). */
  private static Pair quotient(CodeBuilder code, Value f) {
    Value two = code.constant(2);
    Value denominator = code.add(f, two);
    Value lost = code.sub(f, code.sub(denominator, two));
    Value reciprocal = code.div(code.constant(1), denominator);
    Value s = code.mul(f, reciprocal);
    Value minus = code.neg(s);
    Value remainder = code.fma(minus, lost, code.fma(minus, denominator, f));
    return new Pair(s, code.mul(remainder, reciprocal));
  }

  /** w = z (2/3 + z q(z)). */
  private static Pair polynomial(CodeBuilder code, Pair z) {
    Value q = Polynomial.expand(code, z.high(), COEFFICIENTS);
    Value twoThirds = code.constant(TWO_THIRDS);
    Value high = code.fma(z.high(), q, twoThirds);
    Value lost = code.fma(z.high(), q, code.sub(twoThirds, high));
    return product(code, z, new Pair(high, code.add(lost, code.constant(TWO_THIRDS_LOW))));
  }

  private static Pair product(CodeBuilder code, Pair a, Pair b) {
    Value high = code.mul(a.high(), b.high());
    Value lost = code.fma(a.high(), b.high(), code.neg(high));
    return new Pair(high, code.fma(a.low(), b.high(), code.fma(a.high(), b.low(), lost)));
  }

  /** For x that is not positive and finite, y that is not finite, and y = 1; power is |x|^y where that is ordinary. */
  private static Value special(CodeBuilder code, Value x, Value y, Value size, Value power) {
    Value zero = code.constant(0);
    Value one = code.constant(1);
    Value infinity = code.constant(INFINITY);
    Value nan = code.constant(Double.NaN);
    Value endless = code.equal(code.abs(y), infinity);
    Value extreme = code.op(Op.OR, endless,
        code.op(Op.OR, code.equal(size, zero), code.equal(size, infinity)));
    Value grows = code.op(Op.OR, code.op(Op.AND, code.less(zero, y), code.less(one, size)),
        code.op(Op.AND, code.less(y, zero), code.less(size, one)));
    Value ofSize = code.select(extreme, code.select(grows, infinity, zero), power);

    Value whole = code.equal(Floor.expand(code, y), y);
    Value half = code.mul(y, code.constant(0.5));
    Value odd = code.op(Op.AND, whole, code.notEqual(Floor.expand(code, half), half));
    Value signed = code.select(code.op(Op.AND, odd, hasSignBit(code, x)), code.neg(ofSize), ofSize);
    Value negative = code.op(Op.AND, code.less(x, zero), code.less(code.neg(infinity), x));
    Value noRealPower = code.op(Op.AND, negative, code.op(Op.NOT, whole));
    Value undecided = code.op(Op.AND, endless, code.equal(size, one));
    Value unordered = code.op(Op.OR, code.isNaN(x), code.isNaN(y));
    Value undefined = code.op(Op.OR, unordered, code.op(Op.OR, noRealPower, undecided));
    Value defined = code.select(undefined, nan, signed);
    return code.select(code.equal(y, zero), one, code.select(code.equal(y, one), x, defined));
  }

  private static Value hasSignBit(CodeBuilder code, Value x) {
    Value sign = code.op(Op.INTEGER_AND, code.bits(x), code.integer(Long.MIN_VALUE));
    Value signedOne = code.op(Op.INTEGER_OR, sign, code.integer(Double.doubleToLongBits(1)));
    return code.less(code.fromBits(signedOne), code.constant(0));
  }
}
