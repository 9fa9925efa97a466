package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values have equal fingerprints exactly when they are equal; what cannot be told apart is refused. */
class FingerprintTest {

  /** A record as it was, and with a field that came later. */
  private record Before(String id, double strike) {}

  private record After(String id, double strike, double rebate) {}

  @SuppressWarnings("ArrayRecordComponent") // which is what is tried
  private record WithArray(double[] weights) {}

  private record WithLambda(DoubleUnaryOperator payoff) {}

  private record WithText(String first, String second) {}

  private static final class Plain {
    private final double number;

    Plain(double number) {
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Plain plain && plain.number == number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(number);
    }
  }

  private static String of(Object value) {
    return Fingerprint.builder().addValue(value).build().sha256();
  }

  /** Any two of these differ; texts of some are the same. */
  @Test
  void differentValuesHaveDifferentFingerprints() {
    BitSet bits = new BitSet();
    bits.set(70);
    List<Object> values = List.of("", "1", 1, 1L, 1.0, 1.0f, true, -0.0, 0.0, Double.NaN, List.of(), List.of(1),
        List.of(1, 2), List.of(2, 1), List.of(List.of(1), 2), List.of(List.of(1, 2)), Set.of(), Set.of(1, 2), Map.of(),
        Map.of("a", 1), Map.of("a", 2), Map.of(1, "a"), Optional.empty(), Optional.of("x"), OptionalInt.of(7),
        OptionalDouble.of(7), DayOfWeek.MONDAY, "MONDAY", LocalDate.of(2026, 11, 22), "2026-11-22",
        new Before("a", 1), new Before("a", 2), new After("a", 1, 0), new After("a", 1, 1), "Before[id=a, strike=1.0]",
        new WithArray(new double[]{1}), new WithArray(new double[]{2}), new double[]{1}, new int[]{1},
        new double[][]{{1}, {2}}, new double[][]{{1, 2}}, bits, new BitSet(), new WithText("a, second=b", "c"),
        new WithText("a", "b, second=c"));
    for (int i = 0; i < values.size(); i++) {
      for (int k = 0; k < i; k++) {
        assertThat(of(values.get(i))).as("%s and %s", values.get(i), values.get(k)).isNotEqualTo(of(values.get(k)));
      }
    }
  }

  @Test
  void arraysAreKnownByTheirElements() {
    assertThat(of(new WithArray(new double[]{1, 2}))).isEqualTo(of(new WithArray(new double[]{1, 2})));
  }

  @Test
  void orderDoesNotCountInSetsAndMaps() {
    Map<Integer, String> up = new LinkedHashMap<>();
    Map<Integer, String> down = new LinkedHashMap<>();
    Set<Integer> rising = new LinkedHashSet<>();
    IntStream.range(0, 20).forEach(i -> {
      up.put(i, "x" + i);
      down.put(19 - i, "x" + (19 - i));
      rising.add(i);
    });
    assertThat(of(up)).isEqualTo(of(down)).isEqualTo(of(Map.copyOf(up)));
    assertThat(of(rising)).isEqualTo(of(Set.copyOf(rising))).isEqualTo(of(down.keySet()));
  }

  @Test
  void listsOfAnyClassAreLists() {
    assertThat(of(new ArrayList<>(List.of(1, 2)))).isEqualTo(of(List.of(1, 2)));
  }

  @Test
  void lambdasAndObjectsWithoutPartsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(new WithLambda(x -> x)))
        .withMessageContaining("use a record");
    assertThatIllegalArgumentException().isThrownBy(() -> of(List.of(new Plain(1))))
        .withMessageContaining("Plain cannot be known by its parts");
  }
}
