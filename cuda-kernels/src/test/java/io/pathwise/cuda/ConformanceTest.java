package io.pathwise.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.cuda.interpreter.PtxException;
import io.pathwise.cuda.ptx.Argument;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import io.pathwise.engine.run.TestPrograms.Case;
import io.pathwise.engine.run.TestPrograms.Derivatives;
import io.pathwise.engine.sample.Normal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated PTX, executed by an interpreter that knows the ISA's text only, gives the reference backend's bits. The
 * interpreter also refuses races, misaligned and foreign memory, and registers and memory that nobody wrote.
 */
class ConformanceTest {

  private static final NoiseKey KEY = NoiseKey.results(0x123456789ABCDEFL);
  private static final int BLOCKS = 2;
  private static final String BARRIER = "bar.sync 0;";

  static List<Case> programs() {
    return TestPrograms.small();
  }

  /** Every way to make noise; one thread block takes one block of paths after the other. */
  @ParameterizedTest
  @MethodSource("programs")
  void everySamplingGivesTheReferencesBits(Case program) {
    for (Sampling sampling : TestPrograms.samplings()) {
      assertReferencesBits(program, sampling, 63, 1);
    }
  }

  /** One block, several, and a first block that is not 0, in every number of thread blocks. */
  @ParameterizedTest
  @CsvSource({"0,1", "0,2", "0,3", "1,1", "32,3", "536870910,2", "1099511627775,2"})
  void everyRangeOfBlocksGivesTheReferencesBits(long first, int blocks) {
    Case program = TestPrograms.basket(2, 4, Derivatives.ADJOINT);
    boolean isBeyondSobol = first >>> 29 > 0;
    for (Sampling sampling : isBeyondSobol
        ? List.of(Sampling.ANTITHETIC)
        : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, Ordering.STEPS))) {
      long[] expected = reference(program, sampling, KEY, first, blocks);
      for (int grid = 1; grid <= blocks; grid++) {
        assertThat(run(kernel(program, sampling, grid), program, KEY, first, blocks)).isEqualTo(expected);
      }
    }
  }

  @Test
  void everyLawGivesTheReferencesBits() {
    assertReferencesBits(TestPrograms.everyLaw(), Sampling.INDEPENDENT, 5, 1);
    assertReferencesBits(TestPrograms.everyLaw(), Sampling.sobol(32, Ordering.STEPS), 5, 2);
  }

  @Test
  void everyScoreGivesTheReferencesBits() {
    assertReferencesBits(TestPrograms.everyScore(), Sampling.ANTITHETIC, 5, 1);
  }

  /** As many steps as a year has fixings, a tape as long. */
  @Test
  void aYearOfStepsGivesTheReferencesBits() {
    assertReferencesBits(TestPrograms.basket(1, 252, Derivatives.ADJOINT), Sampling.INDEPENDENT, 7, 2);
  }

  /** Draws with higher numbers than Sobol points have coordinates. */
  @Test
  void drawsBeyondTheSobolDimensionsGiveTheReferencesBits() {
    Case program = TestPrograms.unequalNoises(SobolWords.dimensions() / 3 + 3);
    for (Ordering ordering : List.of(Ordering.STEPS, new Ordering.Bridge("step_length"))) {
      Sampling sampling = Sampling.sobol(33, ordering).mirrored();
      assertThat(run(kernel(program, sampling, 1), program, KEY, 40, 1))
          .isEqualTo(reference(program, sampling, KEY, 40, 1));
    }
  }

  /** More blocks of paths than a block has threads, one of which makes the outputs of a block of paths. */
  @Test
  void manyBlocksGiveTheReferencesBits() {
    Case program = TestPrograms.basket(1, 0, Derivatives.TANGENT);
    assertThat(run(kernel(program, Sampling.INDEPENDENT, 5), program, KEY, 3, 257))
        .isEqualTo(reference(program, Sampling.INDEPENDENT, KEY, 3, 257));
  }

  /** More numbers that all paths share than a kernel has room for arguments. */
  @Test
  void manyParametersGiveTheReferencesBits() {
    assertReferencesBits(manyParameters(), Sampling.INDEPENDENT, 0, 2);
  }

  private static Case manyParameters() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr next = builder.sample(new Normal(), x, g.literal(1.0));
    Map<String, Double> parameters = new HashMap<>();
    for (int i = 0; i < 450; i++) {
      parameters.put("p" + i, 1.0 / (i + 1));
      next = g.fma(next, builder.parameter("p" + i), g.literal(0.5));
    }
    builder.stage("step").update("step", x, next);
    builder.output("x", x);
    return new Case("many parameters", Lowering.lower(builder.build()), new Inputs(2, parameters, Map.of(), Map.of()));
  }

  /** Seeds and purposes, negative ones too, reach the noise. */
  @Test
  void noiseFollowsTheKey() {
    Case program = TestPrograms.unequalNoises(3);
    for (Sampling sampling : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, Ordering.STEPS))) {
      for (NoiseKey key : List.of(new NoiseKey(-1, 1), new NoiseKey(Long.MIN_VALUE, -7), new NoiseKey(0, 0))) {
        assertThat(run(kernel(program, sampling, 1), program, key, 2, 1))
            .isEqualTo(reference(program, sampling, key, 2, 1))
            .isNotEqualTo(reference(program, sampling, KEY, 2, 1));
      }
    }
  }

  /** Zeros, infinities and NaN as data; a NaN sum is the one NaN, although the interpreter makes others. */
  @ParameterizedTest
  @CsvSource({"vol0,0", "vol0,NaN", "spot1,Infinity", "spot0,-1", "rate,-0.0", "strike,0", "count,0",
      "maturity,-Infinity",
      "vol1,4e-320"})
  void strangeDataGiveTheReferencesBits(String parameter, double value) {
    for (Derivatives derivatives : List.of(Derivatives.TANGENT, Derivatives.ADJOINT)) {
      Case ordinary = TestPrograms.basket(2, 3, derivatives);
      Map<String, Double> parameters = new HashMap<>(ordinary.inputs().parameters());
      assertThat(parameters).containsKey(parameter);
      parameters.put(parameter, value);
      Inputs inputs = new Inputs(3, parameters, ordinary.inputs().stepValues(), ordinary.inputs().schedules());
      assertReferencesBits(new Case("strange", ordinary.program(), inputs), Sampling.INDEPENDENT, 0, 2);
    }
  }

  /**
   * Negative controls: a change of one instruction is seen, as other bits or as a refusal.
   */
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
      "fma\\.rn\\.f64 (\\S+), (\\S+), (\\S+), ~ mul.rn.f64 $1, $2, $3; add.rn.f64 $1, $1, ",
      "sub\\.rn\\.f64 ~ add.rn.f64 ", "shr\\.u64 (\\S+), (\\S+), 32 ~ shr.u64 $1, $2, 31",
      "div\\.rn\\.f64 ~ mul.rn.f64 ",
      "mul\\.wide\\.u32 (\\S+), (\\S+), 0xD2511F53 ~ mul.wide.u32 $1, $2, 0xD2511F57", "setp\\.lt\\.f64 ~ setp.gt.f64 ",
      "add\\.rn\\.f64 (\\S+), (%f[0-9]+), (%f[0-9]+); ~ add.rn.f64 $1, $2, $2;"})
  void aChangedInstructionIsSeen(String pattern, String replacement) {
    Case program = TestPrograms.basket(2, 4, Derivatives.TANGENT);
    String text = PtxRenderer.render(program.program(), Sampling.INDEPENDENT);
    long[] expected = reference(program, Sampling.INDEPENDENT, KEY, 0, 1);
    String changed = text.replaceAll(pattern, replacement);
    assertThat(changed).isNotEqualTo(text);
    KernelArguments arguments = new KernelArguments(program.program(), Sampling.INDEPENDENT);
    assertThat(run(new InterpretedKernel(arguments, text, 1), program, KEY, 0, 1)).isEqualTo(expected);
    assertThat(run(new InterpretedKernel(arguments, changed, 1), program, KEY, 0, 1)).isNotEqualTo(expected);
  }

  /** Without one of its barriers a kernel races with itself. */
  @Test
  void barriersAreNeeded() {
    Case program = TestPrograms.basket(1, 3, Derivatives.ADJOINT);
    for (Sampling sampling : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, Ordering.STEPS))) {
      KernelArguments arguments = new KernelArguments(program.program(), sampling);
      String[] parts = PtxRenderer.render(arguments).split(BARRIER, -1);
      // The barrier before Sobol words are written is needed only by programs that end without sums.
      int first = arguments.layout().isSobol() ? 2 : 1;
      assertThat(parts).hasSizeGreaterThan(first + 3);
      for (int i = first; i < parts.length; i++) {
        String without = String.join(BARRIER, Arrays.copyOfRange(parts, 0, i))
            + String.join(BARRIER, Arrays.copyOfRange(parts, i, parts.length));
        assertThatThrownBy(() -> run(new InterpretedKernel(arguments, without, 1), program, KEY, 0, 2))
            .as("without barrier %s", i).isInstanceOf(PtxException.class).hasMessageContaining("race");
      }
    }
  }

  /** The cases above have every argument that a kernel can have. */
  @Test
  void everyArgumentIsUsed() {
    Set<Argument> used = EnumSet.noneOf(Argument.class);
    for (Case program : List.of(TestPrograms.basket(2, 4, Derivatives.ADJOINT), manyParameters())) {
      for (Sampling sampling : TestPrograms.samplings()) {
        used.addAll(new KernelArguments(program.program(), sampling).list());
      }
    }
    assertThat(used).containsExactly(Argument.values());
  }

  private static void assertReferencesBits(Case program, Sampling sampling, long first, int threadBlocks) {
    assertThat(run(kernel(program, sampling, threadBlocks), program, KEY, first, BLOCKS))
        .as("%s, %s", program, sampling)
        .isEqualTo(reference(program, sampling, KEY, first, BLOCKS));
  }

  private static Kernel kernel(Case program, Sampling sampling, int threadBlocks) {
    KernelArguments arguments = new KernelArguments(program.program(), sampling);
    return new InterpretedKernel(arguments, PtxRenderer.render(arguments), threadBlocks);
  }

  private static long[] reference(Case program, Sampling sampling, NoiseKey key, long first, int blocks) {
    return run(new ReferenceBackend().compile(program.program(), sampling), program, key, first, blocks);
  }

  /** The bits of the results. */
  private static long[] run(Kernel kernel, Case program, NoiseKey key, long first, int blocks) {
    double[] results = new double[blocks * program.program().outputs().size()];
    kernel.run(new Binding(program.program(), program.inputs()), key, first, blocks, results);
    return Arrays.stream(results).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
