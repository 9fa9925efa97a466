package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * Two independent standard normal numbers from two random words (Box &amp; Muller 1958, "A note on the generation of
 * random normal deviates", equations 1 and 2). With u and v the {@link UniformNoise} of the words, R = √(−2 log u) and
 * t = v − ½ on (−½, ½), the numbers are R sin πt and ±R cos πt, the sign being the lowest bit of the second word, which
 * v does not use. The angle covers the half circle on the right of the vertical axis and the sign the other half, so
 * that no quadrant has to be chosen, and a lone number needs one polynomial only.
 *
 * <p>
 * cos πt = sin π(½ − |t|), where ½ − |t| is exact, so both come from one function and both are relatively accurate
 * everywhere: sin πt = t (π + t² q(t²)), q of degree 7 on t² in [0, ¼] with a relative error of 2^-61.6 of the whole.
 * The numbers are within 4 ulp, reach from −8.57 to 8.57 and are never 0.
 *
 * <p>
 * Neither number is a monotone function of a word. Where that is needed (points of a net, strata), {@link NormalNoise}
 * serves.
 */
public final class BoxMuller {

  /** RN(π). */
  private static final double PI = 0x1.921fb54442d18p+1;
  /** π − {@link #PI}. */
  private static final double PI_LOW = 1.2246467991473532e-16;
  private static final double[] SINE = {-0x1.4abbce625be52p+2, 0x1.466bc6775aa82p+1, -0x1.32d2cce627d1ap-1,
      0x1.507834854cae0p-4, -0x1.e3074df539452p-8, 0x1.e8f36507eedbdp-12, -0x1.6f7a5f397f381p-16,
      0x1.9d3693bb92860p-21};

  private BoxMuller() {}

  /**
   * Two independent standard normal numbers.
   *
   * @param first
   *          R sin πt
   * @param second
   *          ±R cos πt
   */
  public record Normals(Value first, Value second) {}

  /**
   * Two numbers from the 64 bits of two integers.
   *
   * @param radius
   *          the word of u
   * @param angle
   *          the word of v and of the sign
   */
  public static Normals expand(CodeBuilder code, Value radius, Value angle) {
    Value logarithm = Log.expandNormal(code, UniformNoise.expand(code, radius));
    Value r = code.sqrt(code.mul(code.constant(-2), logarithm));
    Value signedR = code.fromBits(code.op(Op.INTEGER_XOR, code.bits(r), code.shiftLeft(angle, 63)));

    Value half = code.constant(0.5);
    Value t = code.sub(UniformNoise.expand(code, angle), half);
    Value rest = code.sub(half, code.abs(t));
    return new Normals(code.mul(r, sineOfPi(code, t)), code.mul(signedR, sineOfPi(code, rest)));
  }

  /** sin πt for t in [−½, ½]. */
  private static Value sineOfPi(CodeBuilder code, Value t) {
    Value square = code.mul(t, t);
    Value rest = code.fma(Polynomial.expand(code, square, SINE), square, code.constant(PI_LOW));
    return code.fma(t, code.constant(PI), code.mul(t, rest));
  }
}
