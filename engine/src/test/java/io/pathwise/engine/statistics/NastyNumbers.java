package io.pathwise.engine.statistics;

import java.util.random.RandomGenerator;

/**
 * Seeded numbers that break careless summation: every exponent, subnormals, exact cancellation, long runs of carries.
 */
final class NastyNumbers {
  private NastyNumbers() {}

  /** Finite numbers of both signs. */
  static double[] finite(RandomGenerator random, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = switch (random.nextInt(8)) {
        case 0 -> anyFinite(random);
        case 1 -> random.nextGaussian();
        case 2 -> i == 0 ? 0.0 : -numbers[random.nextInt(i)];
        case 3 -> i == 0 ? -0.0 : Math.nextUp(-numbers[random.nextInt(i)]);
        case 4 -> Double.longBitsToDouble(random.nextLong() & 0x800f_ffff_ffff_ffffL);
        case 5 -> Math.copySign(Double.MAX_VALUE, random.nextGaussian());
        case 6 -> Math.copySign(Double.MIN_VALUE, random.nextGaussian());
        default -> Math.scalb(1.0, random.nextInt(-1074, 1024));
      };
      if (!Double.isFinite(numbers[i])) {
        numbers[i] = 1.0;
      }
    }
    return numbers;
  }

  /** Numbers like block sums: of one size, with some spread. */
  static double[] moderate(RandomGenerator random, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 2560 + 160 * random.nextGaussian();
    }
    return numbers;
  }

  static void shuffle(RandomGenerator random, double[] numbers) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }

  private static double anyFinite(RandomGenerator random) {
    while (true) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        return number;
      }
    }
  }
}
