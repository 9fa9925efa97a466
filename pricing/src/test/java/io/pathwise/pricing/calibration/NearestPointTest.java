package io.pathwise.pricing.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.calibration.NearestPoint.HalfSpace;
import io.pathwise.pricing.calibration.NearestPoint.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearest points that are known otherwise. */
class NearestPointTest {

  @Test
  void theOriginStaysWhereItMay() {
    assertThat(NearestPoint.of(2, List.of(new HalfSpace(List.of(new Term(0, 3)), -1)))).containsExactly(0, 0);
  }

  /** Coordinates of which nothing is asked are exactly 0. */
  @Test
  void theFootOfThePlane() {
    assertThat(NearestPoint.of(3, List.of(new HalfSpace(List.of(new Term(0, 3), new Term(2, 4)), 25))))
        .containsExactly(new double[]{3, 0, 4}, within(1e-14)).satisfies(point -> assertThat(point[1]).isZero());
  }

  /** The least squares fit that rises, against the rule to pool adjacent violators (Barlow and others 1972). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void risingNumbers(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = random.doubles(40).toArray();
    List<HalfSpace> rises = new ArrayList<>();
    for (int i = 1; i < numbers.length; i++) {
      rises.add(new HalfSpace(List.of(new Term(i, 1), new Term(i - 1, -1)), numbers[i - 1] - numbers[i]));
    }
    double[] moves = NearestPoint.of(numbers.length, rises);
    double[] pooled = pooled(numbers);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i] + moves[i]).isCloseTo(pooled[i], within(1e-12));
    }
  }

  private static double[] pooled(double[] numbers) {
    List<double[]> pools = new ArrayList<>();
    for (double number : numbers) {
      pools.add(new double[]{number, 1});
      while (pools.size() > 1 && pools.getLast()[0] < pools.get(pools.size() - 2)[0]) {
        double[] last = pools.removeLast();
        double[] before = pools.removeLast();
        double count = last[1] + before[1];
        pools.add(new double[]{(last[0] * last[1] + before[0] * before[1]) / count, count});
      }
    }
    return pools.stream().flatMapToDouble(pool -> DoubleStream.generate(() -> pool[0])
        .limit((long) pool[1])).toArray();
  }

  /** Half-spaces that say the same, or more than is needed, are no hindrance. */
  @Test
  void conditionsMayDependOnEachOther() {
    HalfSpace first = new HalfSpace(List.of(new Term(0, 1)), 1);
    HalfSpace sum = new HalfSpace(List.of(new Term(0, 1), new Term(1, 1)), 3);
    HalfSpace second = new HalfSpace(List.of(new Term(1, 2)), 4);
    assertThat(NearestPoint.of(2, List.of(first, sum, second, first, sum))).containsExactly(new double[]{1, 2},
        within(1e-14));
  }

  @Test
  void contradictionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> NearestPoint.of(1,
        List.of(new HalfSpace(List.of(new Term(0, 1)), 1), new HalfSpace(List.of(new Term(0, -1)), 0))))
        .withMessage("no point meets all of 2 conditions");
  }
}
