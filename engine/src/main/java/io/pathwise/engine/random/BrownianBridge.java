package io.pathwise.engine.random;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The Brownian bridge as rotations of normalised increments. Let a stretch of steps have the length T and the Brownian
 * motion's increment √T · Z, and be split into parts of lengths L and R. Given Z, the increments of the parts are √L ·
 * Z₁ and √R · Z₂ with
 *
 * <pre>
 * Z₁ = √(L/T) Z + √(R/T) y,    Z₂ = √(R/T) Z − √(L/T) y
 * </pre>
 *
 * and a fresh normal y. So a split is a rotation of (Z, y), which needs no room of its own, and the whole is orthogonal
 * up to rounding whatever the lengths are. The stretch that is split next is the one with the largest variance L·R/T of
 * the new point, as near to its middle as steps allow.
 */
public final class BrownianBridge {

  private BrownianBridge() {}

  /** Steps from one to before another, to be split. */
  private record Stretch(int from, int middle, int to, double left, double right) {
    double variance() {
      return left * (right / (left + right));
    }
  }

  /**
   * The bridge for steps of the given lengths.
   *
   * @throws IllegalArgumentException
   *           naming a length that is negative or not finite
   */
  public static Reordering of(double[] stepLengths) {
    ActiveSteps steps = ActiveSteps.of(stepLengths);
    int count = steps.count();
    double[] times = new double[count + 1];
    for (int i = 0; i < count; i++) {
      times[i + 1] = times[i] + steps.lengths()[i];
    }
    int rotations = Math.max(0, count - 1);
    int[] order = new int[count];
    int[] first = new int[rotations];
    int[] second = new int[rotations];
    double[] cosineSine = new double[2 * rotations];
    PriorityQueue<Stretch> open = new PriorityQueue<>(
        Comparator.comparingDouble((Stretch stretch) -> -stretch.variance()).thenComparingInt(Stretch::from));
    offer(open, times, 0, count);
    for (int i = 0; i < rotations; i++) {
      Stretch stretch = open.remove();
      order[i + 1] = stretch.middle;
      first[i] = steps.number(stretch.from);
      second[i] = steps.number(stretch.middle);
      double total = stretch.left + stretch.right;
      cosineSine[2 * i] = Math.sqrt(stretch.left / total);
      cosineSine[2 * i + 1] = Math.sqrt(stretch.right / total);
      offer(open, times, stretch.from, stretch.middle);
      offer(open, times, stretch.middle, stretch.to);
    }
    return new Reordering.Rotations(steps.slots(order), count, first, second, cosineSine);
  }

  private static void offer(PriorityQueue<Stretch> open, double[] times, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int low = from + 1;
    int high = to - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] - times[from] < times[to] - times[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // The first step end at or beyond the middle, or the one before it if that is nearer.
    if (low > from + 1 && times[to] - times[low - 1] - (times[low - 1] - times[from]) < times[low] - times[from]
        - (times[to] - times[low])) {
      low--;
    }
    open.add(new Stretch(from, low, to, length(times, from, low), length(times, low, to)));
  }

  /** Never 0, which differences of large times might round to. */
  private static double length(double[] times, int from, int to) {
    return Math.max(times[to] - times[from], Double.MIN_NORMAL);
  }
}
