package io.pathwise.engine.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Direction numbers of the Sobol sequence: S. Joe, F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional
 * projections", SIAM J. Sci. Comput. 30, 2008, file new-joe-kuo-6 as Commons Math ships it. Point i is the exclusive or
 * of the direction numbers of the bits of i that are set (the natural order, not the Gray code's).
 *
 * <p>
 * Numbers have 32 binary digits and are stored with the first digit after the point in bit 0, since scrambling works
 * from the first digit on and carries run upwards.
 */
final class SobolDirections {

  /** How many dimensions there are. */
  static final int DIMENSIONS = 1000;
  /** How many direction numbers a dimension has: binary logarithm of the number of points. */
  static final int BITS = 32;

  private static final String RESOURCE = "/assets/org/apache/commons/math3/random/new-joe-kuo-6." + DIMENSIONS;
  private static final int[] REVERSED = read();

  private SobolDirections() {}

  /** The direction number of a bit of the index, first digit in bit 0. */
  static int reversed(int dimension, int bit) {
    return REVERSED[dimension * BITS + bit];
  }

  private static int[] read() {
    List<int[]> dimensions = new ArrayList<>();
    dimensions.add(vanDerCorput());
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(SobolSequenceGenerator.class.getResourceAsStream(RESOURCE), RESOURCE),
        StandardCharsets.US_ASCII))) {
      reader.lines().skip(1).forEach(line -> dimensions.add(directions(line)));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    if (dimensions.size() != DIMENSIONS) {
      throw new IllegalStateException(RESOURCE + " has " + dimensions.size() + " dimensions");
    }
    int[] all = new int[DIMENSIONS * BITS];
    for (int d = 0; d < DIMENSIONS; d++) {
      for (int bit = 0; bit < BITS; bit++) {
        all[d * BITS + bit] = Integer.reverse(dimensions.get(d)[bit]);
      }
    }
    return all;
  }

  private static int[] vanDerCorput() {
    int[] numbers = new int[BITS];
    for (int bit = 0; bit < BITS; bit++) {
      numbers[bit] = 1 << (BITS - 1 - bit);
    }
    return numbers;
  }

  /**
   * Equation (2) and (3) of Joe and Kuo: a line holds the dimension, the degree s of its primitive polynomial, the
   * polynomial's inner coefficients as the bits of a, and the first s odd numbers m.
   */
  private static int[] directions(String line) {
    String[] fields = line.trim().split("\\s+", -1);
    int degree = Integer.parseInt(fields[1]);
    int a = Integer.parseInt(fields[2]);
    int[] numbers = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      if (i < degree) {
        numbers[i] = Integer.parseInt(fields[3 + i]) << (BITS - 1 - i);
        continue;
      }
      int number = numbers[i - degree] ^ (numbers[i - degree] >>> degree);
      for (int k = 1; k < degree; k++) {
        if (((a >>> (degree - 1 - k)) & 1) != 0) {
          number ^= numbers[i - k];
        }
      }
      numbers[i] = number;
    }
    return numbers;
  }
}
