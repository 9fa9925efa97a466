package io.pathwise.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Interpreter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Known answers from the file kat_vectors of the Random123 library (Salmon et al. 2011). */
class PhiloxTest {

  private static final Interpreter PHILOX = philox();

  private static Interpreter philox() {
    CodeBuilder code = new CodeBuilder();
    List<Value> words = new ArrayList<>();
    for (String name : List.of("c0", "c1", "c2", "c3", "k0", "k1")) {
      words.add(code.integerInput(name));
    }
    Philox.expand(code, words.get(0), words.get(1), words.get(2), words.get(3), words.get(4), words.get(5))
        .forEach(code::output);
    return new Interpreter(code.build());
  }

  private static String words(long... counterAndKey) {
    PHILOX.run(counterAndKey);
    return "%08x %08x %08x %08x".formatted((int) PHILOX.output(0), (int) PHILOX.output(1), (int) PHILOX.output(2),
        (int) PHILOX.output(3));
  }

  @Test
  void givesTheKnownAnswers() {
    assertThat(words(0, 0, 0, 0, 0, 0)).isEqualTo("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    long ones = 0xffffffffL;
    assertThat(words(ones, ones, ones, ones, ones, ones)).isEqualTo("408f276d 41c83b0e a20bc7c6 6d5451fd");
    assertThat(words(0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L, 0xa4093822L, 0x299f31d0L))
        .isEqualTo("d16cfe09 94fdcceb 5001e420 24126ea1");
  }

  @Test
  void ignoresTheHighHalves() {
    long rubbish = 0x9abcdef0L << 32;
    assertThat(words(rubbish | 1, rubbish | 2, rubbish | 3, rubbish | 4, rubbish | 5, rubbish | 6))
        .isEqualTo(words(1, 2, 3, 4, 5, 6)).isNotEqualTo(words(1, 2, 3, 4, 5, 7));
  }
}
