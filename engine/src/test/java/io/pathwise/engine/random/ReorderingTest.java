package io.pathwise.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bridge and principal components are orthogonal, and put the widest directions first. */
class ReorderingTest {

  static List<double[]> grids() {
    double[] equal = new double[252];
    Arrays.fill(equal, 1.0 / 252);
    double[] random = new SplittableRandom(1).doubles(60, 1e-3, 2).toArray();
    random[3] = 0;
    random[59] = 0;
    return List.of(new double[0], new double[]{0}, new double[]{2}, new double[]{0.25, 0.75}, equal, random,
        new double[]{1e-9, 1, 1e-12, 30, 0, 1e-9}, IntStream.range(0, 40).mapToDouble(i -> Math.pow(2, -i)).toArray());
  }

  private static double[][] matrix(Reordering reordering) {
    int count = reordering.slots().length;
    double[][] columns = new double[count][];
    for (int rank = 0; rank < count; rank++) {
      double[] unit = new double[count];
      unit[rank] = 1;
      columns[rank] = reordering.apply(unit);
    }
    return columns;
  }

  @ParameterizedTest
  @MethodSource("grids")
  void areOrthogonal(double[] lengths) {
    for (Reordering reordering : List.of(BrownianBridge.of(lengths), PrincipalComponents.of(lengths))) {
      double[][] columns = matrix(reordering);
      for (int i = 0; i < columns.length; i++) {
        for (int j = 0; j <= i; j++) {
          double product = 0;
          for (int k = 0; k < columns.length; k++) {
            product += columns[i][k] * columns[j][k];
          }
          assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-13 * Math.max(1, columns.length)));
        }
      }
      for (int step = 0; step < lengths.length; step++) {
        if (lengths[step] == 0) {
          assertThat(Arrays.stream(reordering.slots()).skip(reordering.active())).contains(step);
        }
      }
    }
  }

  /** Brownian motion at the ends of the steps, from the first coordinate alone and so on. */
  private static double[] path(double[] lengths, double[] noises) {
    double[] path = new double[lengths.length];
    double sum = 0;
    for (int step = 0; step < lengths.length; step++) {
      sum += Math.sqrt(lengths[step]) * noises[step];
      path[step] = sum;
    }
    return path;
  }

  @Test
  void theFirstCoordinateOfABridgeIsTheEndOfThePath() {
    double[] lengths = {0.5, 0.1, 0, 1.4, 1, 0.25};
    double[][] columns = matrix(BrownianBridge.of(lengths));
    double total = Arrays.stream(lengths).sum();
    assertThat(path(lengths, columns[0])[5]).isCloseTo(Math.sqrt(total), within(1e-14));
    for (int rank = 1; rank < 6; rank++) {
      assertThat(path(lengths, columns[rank])[5]).isCloseTo(0, within(1e-14));
    }
    // The second is the middle: of the ends 0.5, 0.6, 2 and 3, the one nearest to 1.625 is 2.
    double middle = path(lengths, columns[1])[3];
    assertThat(middle).isCloseTo(Math.sqrt(2.0 * 1.25 / 3.25), within(1e-14));
    assertThat(path(lengths, columns[2])[3]).isCloseTo(0, within(1e-14));
  }

  /** The variances that components explain are the eigenvalues of min(s, t) on an equidistant grid. */
  @Test
  void principalComponentsHaveTheKnownVariances() {
    int count = 100;
    double[] lengths = new double[count];
    Arrays.fill(lengths, 1.0 / count);
    double[][] columns = matrix(PrincipalComponents.of(lengths));
    for (int k = 0; k < count; k++) {
      double explained = Arrays.stream(path(lengths, columns[k])).map(x -> x * x).sum();
      double sine = Math.sin((2 * k + 1) * Math.PI / (4 * count + 2));
      assertThat(explained).isCloseTo(1 / (4.0 * count * sine * sine), within(1e-10));
    }
  }

  /** No orthonormal coordinates explain more of the variance, so the bridge explains less than the components. */
  @Test
  void principalComponentsExplainMoreThanTheBridge() {
    double[] lengths = new SplittableRandom(7).doubles(30, 0.1, 1).toArray();
    double[][] bridge = matrix(BrownianBridge.of(lengths));
    double[][] components = matrix(PrincipalComponents.of(lengths));
    double gap = 0;
    for (int k = 0; k < 29; k++) {
      gap += explained(lengths, components[k]) - explained(lengths, bridge[k]);
      assertThat(gap).isPositive();
    }
  }

  private static double explained(double[] lengths, double[] noises) {
    return Arrays.stream(path(lengths, noises)).map(x -> x * x).sum();
  }

  @Test
  void refusesWhatIsNoGrid() {
    for (double wrong : new double[]{-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] lengths = {1, wrong};
      assertThatIllegalArgumentException().isThrownBy(() -> BrownianBridge.of(lengths)).withMessageContaining("step 1");
      assertThatIllegalArgumentException().isThrownBy(() -> PrincipalComponents.of(lengths));
    }
    double[] many = new double[PrincipalComponents.MOST_STEPS + 1];
    Arrays.fill(many, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> PrincipalComponents.of(many)).withMessageContaining("bridge");
    assertThatIllegalArgumentException().isThrownBy(() -> new Reorderings().get(Ordering.STEPS, many));
  }

  @Test
  void equalGridsShareAReordering() {
    Reorderings reorderings = new Reorderings();
    Ordering bridge = new Ordering.Bridge("t");
    Reordering first = reorderings.get(bridge, new double[]{1, 2, 3});
    assertThat(reorderings.get(bridge, new double[]{1, 2, 3})).isSameAs(first);
    assertThat(reorderings.get(new Ordering.PrincipalComponents("t"), new double[]{1, 2, 3})).isNotSameAs(first);
    assertThat(reorderings.get(bridge, new double[]{1, 2, 4})).isNotSameAs(first);
  }
}
