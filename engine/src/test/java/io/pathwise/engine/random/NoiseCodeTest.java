package io.pathwise.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.random.NoiseCode.Method;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The noise of a pair of draws: its words, its antithetic form, and its distribution. */
class NoiseCodeTest {

  private static final long SEED = 0x0123456789abcdefL;

  private static double[] draws(Code code, long path, long pair, long purpose, long seed) {
    Interpreter interpreter = new Interpreter(code);
    interpreter.run(new long[]{path, pair, purpose, seed});
    return new double[]{Double.longBitsToDouble(interpreter.output(0)),
        Double.longBitsToDouble(interpreter.output(1))};
  }

  @Test
  void joinsThePublishedWords() {
    Code code = NoiseCode.build(NoiseKind.UNIFORM, NoiseKind.UNIFORM, false, Method.IN_PAIRS);
    double[] draws = draws(code, 0x85a308d3_243f6a88L, 0x13198a2eL, 0x03707344L, 0x299f31d0_a4093822L);
    assertThat(draws[0]).isEqualTo(((0xd16cfe09_94fdccebL >>> 12) + 0.5) * 0x1p-52);
    assertThat(draws[1]).isEqualTo(((0x5001e420_24126ea1L >>> 12) + 0.5) * 0x1p-52);
  }

  @Test
  void mirrorsOddPathsWhenAntithetic() {
    Code plain = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.UNIFORM, false, Method.IN_PAIRS);
    Code antithetic = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.UNIFORM, true, Method.IN_PAIRS);
    for (long path = 0; path < 1000; path++) {
      double[] base = draws(plain, path, 3, 1, SEED);
      double[] even = draws(antithetic, 2 * path, 3, 1, SEED);
      double[] odd = draws(antithetic, 2 * path + 1, 3, 1, SEED);
      assertThat(even).containsExactly(base);
      assertThat(odd).containsExactly(-base[0], 1 - base[1]);
    }
  }

  @Test
  void mirrorsBothNormalsOfAPairWhenAntithetic() {
    Code plain = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false, Method.IN_PAIRS);
    Code antithetic = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, true, Method.IN_PAIRS);
    for (long path = 0; path < 1000; path++) {
      double[] base = draws(plain, path, 3, 1, SEED);
      assertThat(draws(antithetic, 2 * path, 3, 1, SEED)).containsExactly(base);
      assertThat(draws(antithetic, 2 * path + 1, 3, 1, SEED)).containsExactly(-base[0], -base[1]);
    }
  }

  @Test
  void invertsEveryDrawOnItsOwnUnlessBothAreNormal() {
    double[] uniforms = draws(NoiseCode.build(NoiseKind.UNIFORM, NoiseKind.UNIFORM, false, Method.IN_PAIRS), 7, 5, 2,
        SEED);
    double[] mixed = draws(NoiseCode.build(NoiseKind.UNIFORM, NoiseKind.NORMAL, false, Method.IN_PAIRS), 7, 5, 2, SEED);
    double[] monotone = draws(NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false, Method.MONOTONE), 7, 5, 2,
        SEED);
    double[] paired = draws(NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false, Method.IN_PAIRS), 7, 5, 2, SEED);
    assertThat(mixed[0]).isEqualTo(uniforms[0]);
    assertThat(mixed[1]).isEqualTo(monotone[1]);
    assertThat(paired[0]).isNotEqualTo(monotone[0]);
    assertThat(paired[0] * paired[0] + paired[1] * paired[1])
        .as("the radius comes from the first word alone").isCloseTo(-2 * Math.log(uniforms[0]), within(1e-13));
  }

  @Test
  void changesWithEveryInput() {
    Code code = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false, Method.IN_PAIRS);
    double base = draws(code, 1, 2, 3, SEED)[0];
    assertThat(Arrays.asList(draws(code, 1, 2, 3, SEED)[1], draws(code, 0, 2, 3, SEED)[0],
        draws(code, 1 + (1L << 40), 2, 3, SEED)[0], draws(code, 1, 0, 3, SEED)[0], draws(code, 1, 2, 0, SEED)[0],
        draws(code, 1, 2, 3, SEED + 1)[0], draws(code, 1, 2, 3, SEED + (1L << 32))[0])).doesNotContain(base)
        .doesNotHaveDuplicates();
  }

  @Test
  void looksNormal() {
    Code code = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false, Method.IN_PAIRS);
    int pairs = 20_000;
    double[] z = new double[2 * pairs];
    double product = 0;
    for (int i = 0; i < pairs; i++) {
      double[] draws = draws(code, i, 0, 0, SEED);
      z[2 * i] = draws[0];
      z[2 * i + 1] = draws[1];
      product += draws[0] * draws[1];
    }
    int n = z.length;
    double mean = Arrays.stream(z).sum() / n;
    double second = Arrays.stream(z).map(x -> x * x).sum() / n;
    double fourth = Arrays.stream(z).map(x -> x * x * x * x).sum() / n;
    assertThat(Math.abs(mean)).as("standard error 1/√n").isLessThan(4 / Math.sqrt(n));
    assertThat(Math.abs(second - 1)).as("standard error √(2/n)").isLessThan(4 * Math.sqrt(2.0 / n));
    assertThat(Math.abs(fourth - 3)).as("standard error √(96/n)").isLessThan(4 * Math.sqrt(96.0 / n));
    assertThat(Math.abs(product / pairs)).as("the two of a pair are uncorrelated").isLessThan(4 / Math.sqrt(pairs));
  }

  @Test
  void looksUniform() {
    Code code = NoiseCode.build(NoiseKind.UNIFORM, NoiseKind.UNIFORM, false, Method.IN_PAIRS);
    int pairs = 20_000;
    int cells = 256;
    int[] counts = new int[cells];
    double[] u = new double[2 * pairs];
    for (int i = 0; i < pairs; i++) {
      double[] draws = draws(code, 12, i, 0, SEED);
      int row = (int) (draws[0] * 16);
      int column = (int) (draws[1] * 16);
      counts[16 * row + column]++;
      u[2 * i] = draws[0];
      u[2 * i + 1] = draws[1];
    }
    double expected = (double) pairs / cells;
    double chiSquare = Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    assertThat(chiSquare).as("255 degrees of freedom: mean 255, standard deviation 22.6").isBetween(165.0, 345.0);
    Arrays.sort(u);
    double distance = IntStream.range(0, u.length).mapToDouble(i -> Math.abs(u[i] - (i + 0.5) / u.length)).max()
        .orElseThrow();
    assertThat(distance * Math.sqrt(u.length)).as("Kolmogorov–Smirnov: 0.1 % are above 1.95, 0.1 % below 0.37")
        .isBetween(0.35, 1.95);
  }

  @Test
  void marksWhatDependsOnThePath() {
    Code code = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false, Method.IN_PAIRS);
    BitSet depending = NoiseCode.dependingOnPath(code);
    code.outputs().forEach(output -> assertThat(depending.get(output)).isTrue());
    long keySteps = IntStream.range(0, code.size()).filter(i -> !depending.get(i))
        .filter(i -> code.instructions().get(i).op() == Op.INTEGER_ADD).count();
    assertThat(keySteps).as("two for each round but the first").isEqualTo(18);
    assertThat(IntStream.range(0, code.size()).filter(depending::get)
        .filter(i -> code.instructions().get(i).op() == Op.MULTIPLY_LOW_WORDS).count())
        .as("the first round's multiple of the pair number is common to all paths").isEqualTo(19);
  }
}
