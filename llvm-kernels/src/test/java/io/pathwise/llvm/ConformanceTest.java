package io.pathwise.llvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelWriter;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import io.pathwise.engine.run.TestPrograms.Case;
import io.pathwise.engine.run.TestPrograms.Derivatives;
import io.pathwise.llvm.ir.KernelRenderer;
import io.pathwise.llvm.ir.Shape;
import io.pathwise.llvm.library.Llvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machine code has the reference backend's bits, for every width and on older CPUs. */
class ConformanceTest {

  private static final NoiseKey KEY = NoiseKey.results(0x123456789ABCDEFL);
  private static final int BLOCKS = 2;

  static List<Case> programs() {
    return TestPrograms.small();
  }

  /** Every way to make noise, in every width that pays. */
  @ParameterizedTest
  @MethodSource("programs")
  void everySamplingGivesTheReferencesBits(Case program) {
    for (Sampling sampling : TestPrograms.samplings()) {
      long[] expected = reference(program, sampling, KEY, 63, BLOCKS);
      for (int lanes : new int[]{8, 32}) {
        assertThat(run(LlvmBackend.ofWidth(lanes), program, sampling, KEY, 63, BLOCKS))
            .as("%s, %s lanes", sampling, lanes)
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32, 64, 128, 256})
  void everyWidthGivesTheReferencesBits(int lanes) {
    Case program = TestPrograms.basket(2, 4, Derivatives.ADJOINT);
    assertThat(run(LlvmBackend.ofWidth(lanes), program, Sampling.INDEPENDENT, KEY, 5, BLOCKS))
        .isEqualTo(reference(program, Sampling.INDEPENDENT, KEY, 5, BLOCKS));
  }

  @BeforeAll
  static void needLlvm() {
    assumeTrue(Llvm.obstacle().isEmpty(), () -> Llvm.obstacle().orElse(""));
  }

  /** CPUs with vectors of 512, 256 and 128 bits; on the last a fused multiply-add is a call. */
  @ParameterizedTest
  @CsvSource({"x86-64-v4,+avx512dq", "x86-64-v3,+avx2", "x86-64-v2,+sse4.2"})
  void olderCpusGiveTheReferencesBits(String cpu, String feature) {
    String machine = Llvm.get().compiler().machine();
    assumeTrue(machine.startsWith("x86_64") && machine.contains(feature + ","));
    for (Case program : List.of(TestPrograms.basket(3, 3, Derivatives.ADJOINT), TestPrograms.unequalNoises(5))) {
      KernelCode code = KernelWriter.write(program.program(), Sampling.ANTITHETIC, 4);
      String module = KernelRenderer.render(code, new Shape(16), Llvm.ENTRY, "\"target-cpu\"=\"" + cpu + "\"");
      assertThat(run(code, module, 16, program)).isEqualTo(reference(program, Sampling.ANTITHETIC, KEY, 0, BLOCKS));
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,3", "1,1", "32,3", "536870910,2", "1099511627775,2"})
  void everyRangeOfBlocksGivesTheReferencesBits(long first, int blocks) {
    Case program = TestPrograms.basket(2, 4, Derivatives.ADJOINT);
    boolean isBeyondSobol = first >>> 29 > 0;
    for (Sampling sampling : isBeyondSobol
        ? List.of(Sampling.ANTITHETIC)
        : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, Ordering.STEPS))) {
      assertThat(run(new LlvmBackend(), program, sampling, KEY, first, blocks))
          .isEqualTo(reference(program, sampling, KEY, first, blocks));
    }
  }

  @Test
  void everyLawAndScoreGivesTheReferencesBits() {
    for (Case program : List.of(TestPrograms.everyLaw(), TestPrograms.everyScore())) {
      assertThat(run(LlvmBackend.ofWidth(8), program, Sampling.ANTITHETIC, KEY, 5, 1))
          .isEqualTo(reference(program, Sampling.ANTITHETIC, KEY, 5, 1));
    }
  }

  /**
   * As many steps as a year has fixings; more totals than a call takes at once, by the same blocks one at a time, of
   * which the reference, which takes a second for each, makes the first and the last.
   */
  @Test
  void aYearOfStepsGivesTheReferencesBits() {
    Case program = TestPrograms.basket(3, 252, Derivatives.ADJOINT);
    int blocks = 30;
    try (Kernel kernel = new LlvmBackend().compile(program.program(), Sampling.INDEPENDENT)) {
      long[] alone = IntStream.range(0, blocks).boxed()
          .flatMapToLong(block -> Arrays.stream(run(kernel, program, KEY, 7 + block, 1))).toArray();
      assertThat(run(kernel, program, KEY, 7, blocks)).isEqualTo(alone);
      int outputs = alone.length / blocks;
      assertThat(Arrays.copyOf(alone, 2 * outputs))
          .isEqualTo(reference(program, Sampling.INDEPENDENT, KEY, 7, 2));
      assertThat(Arrays.copyOfRange(alone, alone.length - outputs, alone.length))
          .isEqualTo(reference(program, Sampling.INDEPENDENT, KEY, 7 + blocks - 1, 1));
    }
  }

  @Test
  void drawsBeyondTheSobolDimensionsGiveTheReferencesBits() {
    Case program = TestPrograms.unequalNoises(SobolWords.dimensions() / 3 + 3);
    for (Ordering ordering : List.of(Ordering.STEPS, new Ordering.Bridge("step_length"))) {
      Sampling sampling = Sampling.sobol(33, ordering).mirrored();
      assertThat(run(new LlvmBackend(), program, sampling, KEY, 40, 1))
          .isEqualTo(reference(program, sampling, KEY, 40, 1));
    }
  }

  /** Seeds and purposes, negative ones too, reach the noise. */
  @Test
  void noiseFollowsTheKey() {
    Case program = TestPrograms.unequalNoises(3);
    for (Sampling sampling : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, Ordering.STEPS))) {
      for (NoiseKey key : List.of(new NoiseKey(-1, 1), new NoiseKey(Long.MIN_VALUE, -7), new NoiseKey(0, 0))) {
        assertThat(run(new LlvmBackend(), program, sampling, key, 2, 1))
            .isEqualTo(reference(program, sampling, key, 2, 1))
            .isNotEqualTo(reference(program, sampling, KEY, 2, 1));
      }
    }
  }

  /** Zeros, infinities and NaN as data; a NaN sum is the one NaN. */
  @ParameterizedTest
  @CsvSource({"vol0,0", "vol0,NaN", "spot1,Infinity", "spot0,-1", "rate,-0.0", "strike,0", "count,0",
      "maturity,-Infinity", "vol1,4e-320"})
  void strangeDataGiveTheReferencesBits(String parameter, double value) {
    for (Derivatives derivatives : List.of(Derivatives.TANGENT, Derivatives.ADJOINT)) {
      Case ordinary = TestPrograms.basket(2, 3, derivatives);
      Map<String, Double> parameters = new HashMap<>(ordinary.inputs().parameters());
      assertThat(parameters).containsKey(parameter);
      parameters.put(parameter, value);
      Case strange = new Case("strange", ordinary.program(),
          new Inputs(3, parameters, ordinary.inputs().stepValues(), ordinary.inputs().schedules()));
      assertThat(run(new LlvmBackend(), strange, Sampling.INDEPENDENT, KEY, 0, BLOCKS))
          .isEqualTo(reference(strange, Sampling.INDEPENDENT, KEY, 0, BLOCKS));
    }
  }

  /** Negative controls: a change of one kind of instruction is seen as other bits. */
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
      "= fsub ~ = fadd ", "= fdiv ~ = fmul ", "fcmp olt ~ fcmp ogt ", "splat \\(i64 32\\) ~ splat (i64 31)",
      "splat \\(i64 3528531795\\) ~ splat (i64 3528531799)", "fadd <8 x double> ~ fsub <8 x double> "})
  void aChangedInstructionIsSeen(String pattern, String replacement) {
    Case program = TestPrograms.basket(2, 4, Derivatives.TANGENT);
    KernelCode code = KernelWriter.write(program.program(), Sampling.INDEPENDENT, 4);
    String module = KernelRenderer.render(code, new Shape(16), Llvm.ENTRY, Llvm.get().compiler().attributes());
    String changed = module.replaceAll(pattern, replacement);
    assertThat(changed).isNotEqualTo(module);
    long[] expected = reference(program, Sampling.INDEPENDENT, KEY, 0, BLOCKS);
    assertThat(run(code, module, 16, program)).isEqualTo(expected);
    assertThat(run(code, changed, 16, program)).isNotEqualTo(expected);
  }

  @Test
  void threadsShareAKernel() throws Exception {
    Case program = TestPrograms.basket(2, 9, Derivatives.ADJOINT);
    int blocks = 28;
    long[] expected = reference(program, Sampling.INDEPENDENT, KEY, 0, blocks);
    int outputs = program.program().outputs().size();
    Binding binding = new Binding(program.program(), program.inputs());
    double[] results = new double[blocks * outputs];
    try (Kernel kernel = new LlvmBackend().compile(program.program(), Sampling.INDEPENDENT);
        ExecutorService executor = Executors.newFixedThreadPool(7)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int block = 0; block < blocks; block++) {
        int number = block;
        tasks.add(() -> {
          double[] ofBlock = new double[outputs];
          kernel.run(binding, KEY, number, 1, ofBlock);
          System.arraycopy(ofBlock, 0, results, number * outputs, outputs);
          return true;
        });
      }
      for (Future<Boolean> task : executor.invokeAll(tasks)) {
        task.get();
      }
    }
    assertThat(bits(results)).isEqualTo(expected);
  }

  /** A kernel that has run for long is compiled again for wider groups, and gives the same bits before and after. */
  @Test
  void kernelsThatRunForLongBecomeWider() throws InterruptedException {
    Case program = TestPrograms.basket(2, 9, Derivatives.ADJOINT);
    long[] expected = reference(program, Sampling.INDEPENDENT, KEY, 0, BLOCKS);
    LlvmBackend backend = new LlvmBackend(new Shape(8), Optional.of(new Widening(new Shape(32), 0)));
    try (LlvmKernel kernel = (LlvmKernel) backend.compile(program.program(), Sampling.INDEPENDENT)) {
      assertThat(kernel.lanes()).isEqualTo(8);
      assertThat(run(kernel, program, KEY, 0, BLOCKS)).isEqualTo(expected);
      for (int wait = 0; wait < 1000 && kernel.lanes() == 8; wait++) {
        Thread.sleep(20);
      }
      assertThat(kernel.lanes()).isEqualTo(32);
      assertThat(run(kernel, program, KEY, 0, BLOCKS)).isEqualTo(expected);
    }
  }

  /** The same code in memory twice is one, and stays until the last user has gone. */
  @Test
  void kernelsOfOneProgramShareTheirCode() {
    Case program = TestPrograms.basket(1, 3, Derivatives.NONE);
    long[] expected = reference(program, Sampling.INDEPENDENT, KEY, 0, 1);
    LlvmBackend backend = new LlvmBackend();
    Kernel first = backend.compile(program.program(), Sampling.INDEPENDENT);
    Kernel second = backend.compile(program.program(), Sampling.INDEPENDENT);
    first.close();
    assertThat(run(second, program, KEY, 0, 1)).isEqualTo(expected);
    second.close();
    assertThat(run(backend, program, Sampling.INDEPENDENT, KEY, 0, 1)).isEqualTo(expected);
  }

  private static long[] run(KernelCode code, String module, int lanes, Case program) {
    try (Kernel kernel = new LlvmKernel(code, new Shape(lanes), module, Optional.empty(),
        new Reorderings(), new Scratch())) {
      return run(kernel, program, KEY, 0, BLOCKS);
    }
  }

  private static long[] run(LlvmBackend backend, Case program, Sampling sampling, NoiseKey key, long first,
      int blocks) {
    try (Kernel kernel = backend.compile(program.program(), sampling)) {
      return run(kernel, program, key, first, blocks);
    }
  }

  private static long[] reference(Case program, Sampling sampling, NoiseKey key, long first, int blocks) {
    return run(new ReferenceBackend().compile(program.program(), sampling), program, key, first, blocks);
  }

  private static long[] run(Kernel kernel, Case program, NoiseKey key, long first, int blocks) {
    double[] results = new double[blocks * program.program().outputs().size()];
    kernel.run(new Binding(program.program(), program.inputs()), key, first, blocks, results);
    return bits(results);
  }

  private static long[] bits(double[] results) {
    return Arrays.stream(results).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
