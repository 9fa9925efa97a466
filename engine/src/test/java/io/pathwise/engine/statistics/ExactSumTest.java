package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pathwise.engine.bytes.Damage;
import io.pathwise.engine.bytes.RecordCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link ExactSum} against BigDecimal, under shuffling and regrouping, at the borders of the doubles, and as bytes. */
class ExactSumTest {
  private static final RecordCodec<ExactSum.Snapshot> CODEC = RecordCodec.of(ExactSum.Snapshot.class);

  private final SplittableRandom random = new SplittableRandom(20261120);

  @Test
  void sumIsTheRoundedExactSum() {
    for (int repetition = 0; repetition < 300; repetition++) {
      double[] numbers = NastyNumbers.finite(random, 1 + random.nextInt(60));
      BigDecimal exact = Arrays.stream(numbers).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
      assertSameBits(sumOf(numbers).value(), exact.doubleValue() + 0.0);
    }
  }

  @Test
  void sumOfProductsIsTheRoundedExactSum() {
    for (int repetition = 0; repetition < 300; repetition++) {
      double[] x = NastyNumbers.finite(random, 1 + random.nextInt(30));
      double[] y = NastyNumbers.finite(random, x.length);
      ExactSum sum = new ExactSum();
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < x.length; i++) {
        sum.addProduct(x[i], y[i]);
        exact = exact.add(new BigDecimal(x[i]).multiply(new BigDecimal(y[i])));
      }
      assertSameBits(sum.value(), exact.doubleValue() + 0.0);
    }
  }

  @Test
  void productEqualsThePairOfRoundedProductAndErrorWhereThatIsExact() {
    for (int repetition = 0; repetition < 2000; repetition++) {
      double x = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-200, 200));
      double y = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-200, 200));
      ExactSum product = new ExactSum();
      product.addProduct(x, y);
      assertThat(product).isEqualTo(sumOf(x * y, Math.fma(x, y, -(x * y))));
    }
  }

  @Test
  void productsBeyondTheRangeOfDoublesAreExact() {
    ExactSum sum = new ExactSum();
    sum.addProduct(1e300, 1e300);
    sum.addProduct(Double.MIN_VALUE, Double.MIN_VALUE);
    assertThat(sum.value()).isInfinite();
    sum.addProduct(-1e300, 1e300);
    assertSameBits(sum.value(), 0.0);
    assertThat(sum).isNotEqualTo(new ExactSum());
    sum.addProduct(-Double.MIN_VALUE, Double.MIN_VALUE);
    assertThat(sum).isEqualTo(new ExactSum());
  }

  @Test
  void orderAndGroupingLeaveNoTrace() {
    double[] numbers = NastyNumbers.finite(random, 5000);
    ExactSum first = sumOf(numbers);
    for (int repetition = 0; repetition < 20; repetition++) {
      NastyNumbers.shuffle(random, numbers);
      ExactSum[] groups = new ExactSum[1 + random.nextInt(7)];
      Arrays.setAll(groups, i -> new ExactSum());
      for (double number : numbers) {
        groups[random.nextInt(groups.length)].add(number);
      }
      ExactSum merged = new ExactSum();
      for (ExactSum group : groups) {
        ExactSum before = group.copy();
        merged.merge(group);
        assertThat(group).isEqualTo(before);
      }
      assertThat(merged).isEqualTo(first);
      assertThat(merged).isEqualTo(first).hasSameHashCodeAs(first);
      assertSameBits(merged.value(), first.value());
    }
  }

  /** Negative control: the shuffles above do change an ordinary sum. */
  @Test
  void ordinarySummationDependsOnTheOrder() {
    double[] numbers = NastyNumbers.moderate(random, 5000);
    Set<Double> ordinary = new HashSet<>();
    Set<Double> exact = new HashSet<>();
    for (int repetition = 0; repetition < 20; repetition++) {
      NastyNumbers.shuffle(random, numbers);
      double sum = 0;
      for (double number : numbers) {
        sum += number;
      }
      ordinary.add(sum);
      exact.add(sumOf(numbers).value());
    }
    assertThat(ordinary).hasSizeGreaterThan(5);
    assertThat(exact).hasSize(1);
  }

  @Test
  void carriesSurviveLongRunsOfTheLargestSignificands() {
    // The first fills the upper of its two digits most, with 52 bits.
    double[] widest = {0x1.fffffffffffffp15, Double.MAX_VALUE, -Double.MAX_VALUE, -0x1.fffffffffffffp-1041};
    for (double number : widest) {
      int count = 1 << 13;
      ExactSum sum = new ExactSum();
      for (int i = 0; i < count; i++) {
        sum.add(number);
      }
      ExactSum doubled = sum.copy();
      doubled.merge(sum);
      assertThat(sum.finitePart()).isEqualTo(Dyadic.of(number).times(count));
      assertThat(doubled.finitePart()).isEqualTo(Dyadic.of(number).times(2L * count));
      ExactSum squares = new ExactSum();
      for (int i = 0; i < count; i++) {
        squares.addProduct(number, -number);
      }
      squares.merge(squares.copy());
      assertThat(squares.finitePart()).isEqualTo(Dyadic.of(number).times(Dyadic.of(number)).times(-2L * count));
      for (int i = 0; i < count; i++) {
        sum.add(-number);
      }
      assertThat(sum).isEqualTo(new ExactSum());
    }
  }

  @Test
  void tiesGoToEvenAndAnythingBeyondATieDecides() {
    assertSameBits(sumOf(1, 0x1p-53).value(), 1);
    assertSameBits(sumOf(1, 0x1p-53, Double.MIN_VALUE).value(), 1 + 0x1p-52);
    assertSameBits(sumOf(1, 0x1p-53, -Double.MIN_VALUE).value(), 1);
    assertSameBits(sumOf(1 + 0x1p-52, 0x1p-53).value(), 1 + 0x1p-51);
    assertSameBits(sumOf(-1 - 0x1p-52, -0x1p-53).value(), -1 - 0x1p-51);
  }

  @Test
  void overflowsWhereRoundingSays() {
    assertSameBits(sumOf(Double.MAX_VALUE, 0x1p970, -Double.MIN_VALUE).value(), Double.MAX_VALUE);
    assertSameBits(sumOf(Double.MAX_VALUE, 0x1p970).value(), Double.POSITIVE_INFINITY);
    assertSameBits(sumOf(-Double.MAX_VALUE, -0x1p970).value(), Double.NEGATIVE_INFINITY);
    assertThat(sumOf(Double.MAX_VALUE, Double.MAX_VALUE).isFinite()).isTrue();
    assertSameBits(sumOf(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE).value(), Double.MAX_VALUE);
  }

  @Test
  void underflowsGradually() {
    ExactSum half = new ExactSum();
    half.addProduct(Double.MIN_VALUE, 0.5);
    assertSameBits(half.value(), 0.0);
    half.addProduct(Double.MIN_VALUE, Double.MIN_VALUE);
    assertSameBits(half.value(), Double.MIN_VALUE);
    assertSameBits(sumOf(Double.MIN_NORMAL, -Double.MIN_VALUE).value(), Double.MIN_NORMAL - Double.MIN_VALUE);
  }

  @Test
  void zeroIsPositive() {
    assertSameBits(new ExactSum().value(), 0.0);
    assertSameBits(sumOf(-0.0, -0.0).value(), 0.0);
    assertSameBits(sumOf(1e-300, -1e-300).value(), 0.0);
    ExactSum tiny = new ExactSum();
    tiny.addProduct(-Double.MIN_VALUE, Double.MIN_VALUE);
    assertSameBits(tiny.value(), 0.0);
  }

  @Test
  void infinitiesAndNaNsAreCounted() {
    double infinity = Double.POSITIVE_INFINITY;
    assertSameBits(sumOf(1, infinity, -1e308).value(), infinity);
    assertSameBits(sumOf(1, -infinity).value(), -infinity);
    assertSameBits(sumOf(infinity, -infinity).value(), Double.NaN);
    assertSameBits(sumOf(1, Double.longBitsToDouble(0xfff8_dead_beef_0001L)).value(), Double.NaN);
    ExactSum products = new ExactSum();
    products.addProduct(-infinity, 2);
    assertSameBits(products.value(), -infinity);
    products.addProduct(infinity, 0);
    assertSameBits(products.value(), Double.NaN);
    assertThat(sumOf(infinity)).isNotEqualTo(sumOf(infinity, infinity)).isNotEqualTo(sumOf(infinity, 1));
    assertThat(bytes(sumOf(infinity, 1, Double.NaN))).isEqualTo(bytes(sumOf(Double.NaN, infinity, 1)));
  }

  @Test
  void bytesRestoreTheSum() {
    for (int repetition = 0; repetition < 200; repetition++) {
      ExactSum sum = sumOf(NastyNumbers.finite(random, random.nextInt(20)));
      sum.addProduct(NastyNumbers.finite(random, 1)[0], NastyNumbers.finite(random, 1)[0]);
      if (repetition % 4 == 0) {
        sum.add(Double.NaN);
        sum.add(Double.NEGATIVE_INFINITY);
      }
      ExactSum restored = CODEC.fromBytes(bytes(sum)).restore();
      assertThat(restored).isEqualTo(sum);
      restored.add(0.1);
      sum.add(0.1);
      assertThat(bytes(restored)).isEqualTo(bytes(sum));
    }
    assertThat(bytes(sumOf(NastyNumbers.moderate(random, 1000)))).hasSizeLessThan(20);
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] good = bytes(sumOf(1e10, 1e-10, -1e300, Double.NaN));
    for (byte[] flipped : Damage.flips(good, random, 2000)) {
      try {
        ExactSum sum = CODEC.fromBytes(Damage.forged(flipped, good)).restore();
        assertThat(CODEC.fromBytes(bytes(sum)).restore()).isEqualTo(sum);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageStartingWith("these bytes are no Snapshot");
      }
    }
    BigInteger one = BigInteger.ONE;
    assertThat(new ExactSum.Snapshot(new Dyadic(one.negate(), 2139), 0, 0, 0).restore().value()).isInfinite();
    for (Dyadic outside : new Dyadic[]{new Dyadic(one, 2139), new Dyadic(one.negate(), 2140), new Dyadic(one, -2149),
        new Dyadic(one, Integer.MAX_VALUE), new Dyadic(one, Integer.MIN_VALUE)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new ExactSum.Snapshot(outside, 0, 0, 0))
          .withMessageContaining("range");
    }
  }

  private static byte[] bytes(ExactSum sum) {
    return CODEC.toBytes(sum.snapshot());
  }

  private static ExactSum sumOf(double... numbers) {
    ExactSum sum = new ExactSum();
    for (double number : numbers) {
      sum.add(number);
    }
    return sum;
  }

  private static void assertSameBits(double actual, double expected) {
    assertThat(Double.doubleToRawLongBits(actual)).as("%s, expected %s", actual, expected)
        .isEqualTo(Double.doubleToRawLongBits(expected));
  }
}
