package io.pathwise.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pathwise.engine.code.Interpreter;
import java.util.BitSet;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The points of the sequence, and what scrambling must keep and must change. */
class SobolTest {

  private static final int RANDOMISATIONS = 32;
  private static final long LOW = 0xFFFFFFFFL;

  /** Unscrambled points against the generator of Commons Math, which visits them in the order of the Gray code. */
  @Test
  void directionNumbersAreThoseOfCommonsMath() {
    SobolSequenceGenerator generator = new SobolSequenceGenerator(SobolWords.dimensions());
    for (int index = 0; index < 700; index++) {
      double[] expected = generator.nextVector();
      for (int dimension = 0; dimension < expected.length; dimension++) {
        int digits = 0;
        int gray = index ^ (index >>> 1);
        for (int bit = 0; bit < SobolDirections.BITS; bit++) {
          digits ^= ((gray >>> bit) & 1) != 0 ? SobolDirections.reversed(dimension, bit) : 0;
        }
        assertThat(Integer.toUnsignedLong(Integer.reverse(digits)) * 0x1p-32).isEqualTo(expected[dimension]);
      }
    }
  }

  /** All paths of blocks of a randomisation, one coordinate. */
  private static double[] uniforms(long seed, int randomisation, int dimension, int blocks, boolean antithetic) {
    Interpreter interpreter = new Interpreter(SobolCode.build(NoiseKind.UNIFORM, antithetic));
    double[] result = new double[256 * blocks];
    long[] inputs = new long[1 + SobolWords.COUNT];
    for (int index = 0; index < blocks; index++) {
      long block = (long) index * RANDOMISATIONS + randomisation;
      SobolWords.fill(inputs, 1, seed, 0, RANDOMISATIONS, block, dimension, antithetic);
      for (int lane = 0; lane < 256; lane++) {
        inputs[SobolCode.PATH] = block * 256 + lane;
        interpreter.run(inputs);
        result[256 * index + lane] = Double.longBitsToDouble(interpreter.output(0));
      }
    }
    return result;
  }

  /** With all keys neutral the code gives the sequence itself: the words of a block are put together rightly. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 999})
  void aBlockHoldsConsecutivePoints(int dimension) {
    long[] words = new long[SobolWords.COUNT];
    for (long block : new long[]{0, RANDOMISATIONS, 77 * RANDOMISATIONS + 5}) {
      SobolWords.fill(words, 0, 1, 0, RANDOMISATIONS, block, dimension, false);
      for (int lane = 0; lane < 256; lane++) {
        long point = words[0];
        for (int bit = 0; bit < 8; bit++) {
          point ^= ((lane >>> bit) & 1) * words[1 + bit];
        }
        long index = block / RANDOMISATIONS * 256 + lane;
        long expected = 0;
        for (int bit = 0; bit < 32; bit++) {
          expected ^= ((index >>> bit) & 1) * (SobolDirections.reversed(dimension, bit) & LOW);
        }
        assertThat(point).isEqualTo(expected);
      }
    }
  }

  /** 2^k points have one each in every stretch of length 2^-k, in every coordinate and after scrambling too. */
  @ParameterizedTest
  @CsvSource({"0,1,false", "1,4,false", "17,2,false", "999,4,false", "0,2,true", "3,4,true"})
  void everyStretchHoldsOnePoint(int dimension, int blocks, boolean antithetic) {
    double[] u = uniforms(5, 3, dimension, blocks, antithetic);
    int step = antithetic ? 2 : 1;
    int points = u.length / step;
    BitSet hit = new BitSet();
    for (int i = 0; i < u.length; i += step) {
      hit.set((int) (u[i] * points));
      if (antithetic) {
        assertThat(u[i + 1]).isEqualTo(1 - u[i]);
      }
    }
    assertThat(hit.cardinality()).isEqualTo(points);
  }

  /** The first two coordinates are a (0, 2)-sequence: every box of area 1/1024 holds one of 1024 points. */
  @Test
  void everyElementaryBoxOfTheFirstTwoCoordinatesHoldsOnePoint() {
    double[] u = uniforms(9, 1, 0, 4, false);
    double[] v = uniforms(9, 1, 1, 4, false);
    for (int bits = 0; bits <= 10; bits++) {
      BitSet hit = new BitSet();
      for (int i = 0; i < u.length; i++) {
        hit.set(((int) (u[i] * (1 << bits)) << (10 - bits)) | (int) (v[i] * (1 << (10 - bits))));
      }
      assertThat(hit.cardinality()).as("%s digits of the first", bits).isEqualTo(1024);
    }
  }

  /** Over seeds a single point is uniform: χ² with 63 degrees of freedom, for its upper and for its lower digits. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 500})
  void aPointIsUniformOverSeeds(int dimension) {
    int samples = 64 * 256;
    int[][] counts = new int[3][64];
    Interpreter interpreter = new Interpreter(SobolCode.build(NoiseKind.UNIFORM, false));
    long[] inputs = new long[1 + SobolWords.COUNT];
    inputs[SobolCode.PATH] = 41;
    for (int seed = 0; seed < samples; seed++) {
      SobolWords.fill(inputs, 1, seed, 0, RANDOMISATIONS, 0, dimension, false);
      interpreter.run(inputs);
      double u = Double.longBitsToDouble(interpreter.output(0));
      for (int part = 0; part < counts.length; part++) {
        double shifted = Math.scalb(u, 18 * part);
        counts[part][(int) ((shifted - Math.floor(shifted)) * 64)]++;
      }
    }
    for (int[] count : counts) {
      assertThat(chiSquare(count, samples)).isBetween(63 - 4.5 * Math.sqrt(126), 63 + 4.5 * Math.sqrt(126));
    }
  }

  /**
   * Pairs of points, of dimensions and of randomisations are independent as far as the net allows: over seeds, the
   * joint cell of two numbers that share their first digit is uniform among those that the net leaves (χ²).
   */
  @Test
  void pointsDimensionsAndRandomisationsAreIndependent() {
    int samples = 16 * 1024;
    int[] dimensions = new int[256];
    int[] randomisations = new int[256];
    int[] seconds = new int[256];
    Interpreter interpreter = new Interpreter(SobolCode.build(NoiseKind.UNIFORM, false));
    for (int seed = 0; seed < samples; seed++) {
      int base = cell(interpreter, seed, 0, 7, 12);
      dimensions[16 * base + cell(interpreter, seed, 0, 8, 12)]++;
      randomisations[16 * base + cell(interpreter, seed, 1, 7, 268)]++;
      // Points 12 and 12 ^ 16 of a (0, 1)-sequence lie in different stretches of 1/32 only, or in the same of 1/16.
      seconds[16 * base + cell(interpreter, seed, 0, 0, 12)]++;
    }
    for (int[] counts : new int[][]{dimensions, randomisations, seconds}) {
      assertThat(chiSquare(counts, samples)).isLessThan(255 + 4.5 * Math.sqrt(510));
    }
  }

  private static int cell(Interpreter interpreter, long seed, int randomisation, int dimension, int path) {
    long[] inputs = new long[1 + SobolWords.COUNT];
    inputs[SobolCode.PATH] = path;
    SobolWords.fill(inputs, 1, seed, 0, RANDOMISATIONS, randomisation, dimension, false);
    interpreter.run(inputs);
    return (int) (Double.longBitsToDouble(interpreter.output(0)) * 16);
  }

  private static double chiSquare(int[] counts, int samples) {
    double expected = (double) samples / counts.length;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  /** The scramble is nested: points that agree in k digits agree in k digits afterwards, and in no more. */
  @Test
  void commonDigitsStayCommon() {
    double[] u = uniforms(1, 0, 0, 1, false);
    for (int i = 0; i < 256; i++) {
      for (int j = 0; j < i; j++) {
        int common = 7 - (31 - Integer.numberOfLeadingZeros(Integer.reverse(i ^ j) >>> 24));
        int actual = Long.numberOfLeadingZeros((long) (u[i] * 0x1p52) ^ (long) (u[j] * 0x1p52)) - 12;
        assertThat(actual).isEqualTo(common);
      }
    }
  }

  @Test
  void pointsEndAfterFourBillion() {
    long[] words = new long[SobolWords.COUNT];
    long last = ((1L << 24) - 1) * RANDOMISATIONS;
    SobolWords.fill(words, 0, 1, 0, RANDOMISATIONS, last, 3, false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SobolWords.fill(words, 0, 1, 0, RANDOMISATIONS, last + RANDOMISATIONS, 3, false))
        .withMessageContaining("2^32 points");
    SobolWords.fill(words, 0, 1, 0, RANDOMISATIONS, 2 * last, 3, true);
  }
}
