package io.pathwise.engine.random;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The steps of a grid that have a length, in their order. */
final class ActiveSteps {

  private final int[] numbers;
  private final double[] lengths;
  private final int[] inactive;

  private ActiveSteps(int[] numbers, double[] lengths, int[] inactive) {
    this.numbers = numbers;
    this.lengths = lengths;
    this.inactive = inactive;
  }

  /**
   * Sorts the steps.
   *
   * @throws IllegalArgumentException
   *           naming a length that is negative or not finite
   */
  static ActiveSteps of(double[] stepLengths) {
    for (int step = 0; step < stepLengths.length; step++) {
      if (!(stepLengths[step] >= 0) || stepLengths[step] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "step " + step + " has the length " + stepLengths[step] + ", must be finite and not negative");
      }
    }
    int[] numbers = IntStream.range(0, stepLengths.length).filter(step -> stepLengths[step] > 0).toArray();
    int[] inactive = IntStream.range(0, stepLengths.length).filter(step -> stepLengths[step] == 0).toArray();
    return new ActiveSteps(numbers, Arrays.stream(numbers).mapToDouble(step -> stepLengths[step]).toArray(), inactive);
  }

  /** The number of an active step among all steps. */
  int number(int active) {
    return numbers[active];
  }

  /** Their lengths. */
  double[] lengths() {
    return lengths;
  }

  /** How many there are. */
  int count() {
    return numbers.length;
  }

  /** Active steps in the given order, then the others. */
  int[] slots(int[] order) {
    int[] slots = new int[numbers.length + inactive.length];
    for (int rank = 0; rank < order.length; rank++) {
      slots[rank] = numbers[order[rank]];
    }
    System.arraycopy(inactive, 0, slots, order.length, inactive.length);
    return slots;
  }
}
