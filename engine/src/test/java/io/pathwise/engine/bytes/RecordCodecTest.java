package io.pathwise.engine.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is read; what was not written is refused, and nothing else happens. */
class RecordCodecTest {
  private static final RecordCodec<Everything> CODEC = RecordCodec.of(Everything.class);

  record Everything(boolean flag, int number, long large, double real, String text, BigInteger integer,
      LocalDate date, DayOfWeek day, Numbers numbers, List<Figure> figures, Map<String, Pair<Integer>> pairs,
      Optional<Figure> figure, OptionalDouble optional) {}

  /** Compared by content. */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(byte[] bytes, float[] floats, double[] doubles) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Numbers that && Arrays.equals(bytes, that.bytes) && Arrays.equals(floats, that.floats)
          && Arrays.equals(doubles, that.doubles);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(doubles);
    }
  }

  sealed interface Figure {
  }

  sealed interface Round extends Figure {
  }

  record Circle(double radius) implements Round {
    Circle {
      if (!(radius > 0)) {
        throw new IllegalStateException("no circle");
      }
    }
  }

  record Point() implements Round {}

  record Square(int side) implements Figure {}

  record Pair<T>(T first, List<? extends T> others) {}

  record Node(Optional<Node> next) {}

  record Box(Object content) {}

  record Text(String text) {}

  record OtherText(String text) {}

  record Texts(List<String> texts) {}

  record Doubles(List<Numbers> doubles) {}

  private static Everything anything(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    float[] floats = new float[random.nextInt(5)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = random.nextFloat();
    }
    Map<String, Pair<Integer>> pairs = new LinkedHashMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      pairs.put(text(random), new Pair<>(random.nextInt(), List.of(1, random.nextInt(9))));
    }
    return new Everything(random.nextBoolean(), random.nextInt(), random.nextLong() >> random.nextInt(64),
        Double.longBitsToDouble(random.nextLong()), text(random),
        new BigInteger(random.nextInt(200), new java.util.Random(random.nextLong())).negate(),
        LocalDate.ofEpochDay(random.nextInt()), DayOfWeek.of(random.nextInt(1, 8)),
        new Numbers(bytes, floats, random.doubles(random.nextInt(6)).toArray()),
        Stream.generate(() -> figure(random)).limit(random.nextInt(6)).toList(), pairs,
        random.nextBoolean() ? Optional.empty() : Optional.of(figure(random)),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextGaussian()));
  }

  private static Figure figure(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Circle(1 + random.nextDouble());
      case 1 -> new Point();
      default -> new Square(random.nextInt());
    };
  }

  private static String text(SplittableRandom random) {
    return random.ints(random.nextInt(8), 0, 4).mapToObj(i -> List.of("a", "€", "\uFFFD", "𝛿").get(i))
        .reduce("", String::concat);
  }

  @SuppressWarnings("unused") // the parameterised tests name it
  private static Stream<Everything> examples() {
    return Stream.generate(() -> new SplittableRandom(20261124)).limit(1)
        .flatMap(random -> Stream.generate(() -> anything(random)).limit(40));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatWasWrittenIsRead(Everything example) {
    byte[] bytes = CODEC.toBytes(example);
    assertThat(CODEC.fromBytes(bytes)).isEqualTo(example);
    assertThat(CODEC.toBytes(CODEC.fromBytes(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void damageIsFoundOut(Everything example) {
    byte[] good = CODEC.toBytes(example);
    Damage.cuts(good).forEach(RecordCodecTest::assertRefused);
    Damage.flips(good, new SplittableRandom(7), 200).forEach(RecordCodecTest::assertRefused);
    assertRefused(Arrays.copyOf(good, good.length + 1));
  }

  /** As if the checksum had been formed of the damaged bytes. */
  @ParameterizedTest
  @MethodSource("examples")
  void damageBehindAValidChecksumGivesARecordOrTheDeclaredException(Everything example) {
    byte[] good = CODEC.toBytes(example);
    Damage.cuts(good).forEach(cut -> assertRefused(Damage.forged(cut, good)));
    assertRefused(Damage.forged(Arrays.copyOf(good, good.length + 1), good));
    for (byte[] flipped : Damage.flips(good, new SplittableRandom(8), 500)) {
      try {
        assertThat(CODEC.fromBytes(Damage.forged(flipped, good))).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageStartingWith("these bytes are no Everything");
      }
    }
  }

  private static void assertRefused(byte[] bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> CODEC.fromBytes(bytes))
        .withMessageStartingWith("these bytes are no Everything: ");
  }

  /** Whatever the length says, ten bytes hold no more than ten things. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 11, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, Long.MIN_VALUE})
  void absurdLengthsAreRefused(long length) {
    Output out = new Output();
    out.room(Integer.BYTES).putInt(0);
    out.whole(length);
    out.room(10).put(new byte[10]);
    byte[] bytes = out.toBytes();
    byte[] text = RecordCodec.of(Text.class).toBytes(new Text(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(Text.class).fromBytes(Damage.forged(bytes, text)))
        .withMessage("these bytes are no Text: a length of " + length + " with 10 bytes left");
    byte[] texts = RecordCodec.of(Texts.class).toBytes(new Texts(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(Texts.class).fromBytes(Damage.forged(bytes, texts)))
        .withMessageContaining("a length of " + length);
    byte[] doubles = RecordCodec.of(Doubles.class).toBytes(new Doubles(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(Doubles.class).fromBytes(Damage.forged(bytes, doubles)));
  }

  @Test
  void smallNumbersTakeAByteOrTwo() {
    record Small(int zero, int minus, long hundred, String text, List<Integer> list) {}
    assertThat(RecordCodec.of(Small.class).toBytes(new Small(0, -1, 100, "ab", List.of(3))))
        .endsWith(0, 1, 200, 1, 4, 'a', 'b', 2, 6).hasSize(Integer.BYTES + 9);
  }

  /** As when a component was added, renamed or given another type. */
  @Test
  void bytesOfAnotherClassAreRefused() {
    byte[] bytes = RecordCodec.of(Text.class).toBytes(new Text("abc"));
    assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(OtherText.class).fromBytes(bytes))
        .withMessage("these bytes are no OtherText: the checksum is another");
  }

  @Test
  void constructorsCheckWhatTheyGet() {
    record Drawing(Circle circle) {}
    RecordCodec<Drawing> codec = RecordCodec.of(Drawing.class);
    byte[] good = codec.toBytes(new Drawing(new Circle(1)));
    byte[] bytes = good.clone();
    ByteBuffer.wrap(bytes).putDouble(Integer.BYTES, -1);
    assertThatIllegalArgumentException().isThrownBy(() -> codec.fromBytes(Damage.forged(bytes, good)))
        .withMessageContaining("no circle");
  }

  @Test
  @SuppressWarnings("NullAway") // which is what is tried
  void whatHasNoFormIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(Box.class))
        .withMessage("a java.lang.Object has no form in bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(Node.class))
        .withMessageContaining("Node within itself has no form");
    assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(Pair.class));
    assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(Text.class).toBytes(new Text(null)))
        .withMessageContaining("no text in");
  }
}
