package io.pathwise.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.SamplePrograms.Case;
import io.pathwise.engine.cpu.SamplePrograms.Derivatives;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend gives the reference backend's bits on whole programs and on however many threads. */
class CpuBackendTest {

  private static final NoiseKey KEY = NoiseKey.results(0x123456789ABCDEFL);

  @ParameterizedTest
  @CsvSource({"1,1,TANGENT,false", "1,25,TANGENT,true", "1,25,ADJOINT,false", "1,12,ADJOINT,true", "3,7,NONE,false",
      "3,7,ADJOINT,true", "4,5,TANGENT,true", "1,0,TANGENT,false"})
  void givesTheReferencesBits(int assets, int steps, Derivatives derivatives, boolean scheduled) {
    assertReferencesBits(SamplePrograms.average(assets, steps, derivatives, scheduled));
  }

  @ParameterizedTest
  @CsvSource({"25,TANGENT", "10,ADJOINT"})
  void severalSweepsSeeTheSameNoise(int steps, Derivatives derivatives) {
    Case program = SamplePrograms.varianceInTwoSweeps(steps, derivatives);
    assertThat(program.program().sweeps()).hasSize(derivatives == Derivatives.ADJOINT ? 4 : 2);
    assertReferencesBits(program);
  }

  /** Draws by rejection, each with many noises, and their scores. */
  @ParameterizedTest
  @CsvSource({"3,TANGENT", "2,ADJOINT"})
  void rejectionGivesTheReferencesBits(int steps, TestPrograms.Derivatives derivatives) {
    TestPrograms.Case program = TestPrograms.rejection(steps, derivatives);
    assertReferencesBits(new Case(program.program(), program.inputs()));
  }

  private static void assertReferencesBits(Case program) {
    for (Sampling sampling : List.of(Sampling.INDEPENDENT, Sampling.ANTITHETIC)) {
      double[] expected = run(new ReferenceBackend().compile(program.program(), sampling), program, 5, 2);
      Kernel kernel = new CpuBackend().compile(program.program(), sampling);
      assertThat(run(kernel, program, 5, 2)).as("%s", sampling).isEqualTo(expected);
    }
  }

  /** Every way to make noise, on programs whose draws reach beyond the Sobol dimensions, and on uniform noise. */
  @ParameterizedTest
  @MethodSource("samplings")
  void everySamplingGivesTheReferencesBits(Sampling sampling) throws Exception {
    for (Case program : List.of(SamplePrograms.average(1, 21, Derivatives.ADJOINT, true),
        SamplePrograms.average(3, 5, Derivatives.NONE), SamplePrograms.average(2, 0, Derivatives.NONE),
        SamplePrograms.mixed(4), SamplePrograms.varianceInTwoSweeps(5, Derivatives.NONE))) {
      double[] expected = run(new ReferenceBackend().compile(program.program(), sampling), program, 63, 2);
      Kernel kernel = new CpuBackend().compile(program.program(), sampling);
      assertThat(run(kernel, program, 63, 2)).isEqualTo(expected);
    }
  }

  static List<Sampling> samplings() {
    Ordering bridge = new Ordering.Bridge("dt");
    Ordering components = new Ordering.PrincipalComponents("dt");
    return List.of(Sampling.sobol(32, Ordering.STEPS), Sampling.sobol(33, Ordering.STEPS).mirrored(),
        Sampling.stratified(Ordering.STEPS), Sampling.stratified(Ordering.STEPS).mirrored(),
        Sampling.sobol(32, bridge), Sampling.stratified(bridge).mirrored(),
        new Sampling(PointSet.INDEPENDENT, new Ordering.Bridge("no such step value"), false, false),
        Sampling.sobol(32, components).mirrored(), Sampling.stratified(components));
  }

  @Test
  void drawsBeyondTheSobolDimensionsAreIndependent() throws Exception {
    Case program = SamplePrograms.mixed(SobolWords.dimensions() / 3 + 3);
    for (Ordering ordering : List.of(Ordering.STEPS, new Ordering.Bridge("dt"))) {
      Sampling sampling = Sampling.sobol(33, ordering);
      double[] expected = run(new ReferenceBackend().compile(program.program(), sampling), program, 40, 1);
      Kernel kernel = new CpuBackend().compile(program.program(), sampling);
      assertThat(run(kernel, program, 40, 1)).isEqualTo(expected);
    }
  }

  private static double[] run(Kernel kernel, Case program, long firstBlock, int blocks) {
    Binding binding = new Binding(program.program(), program.inputs());
    double[] results = new double[blocks * program.program().outputs().size()];
    kernel.run(binding, KEY, firstBlock, blocks, results);
    return results;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void threadsShareAKernel(int threads) throws Exception {
    Case program = SamplePrograms.average(2, 9, Derivatives.TANGENT);
    int outputs = program.program().outputs().size();
    int blocks = 28;
    Kernel kernel = new CpuBackend().compile(program.program(), Sampling.INDEPENDENT);
    double[] expected = run(kernel, program, 0, blocks);
    double[] actual = new double[expected.length];
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      int first = block;
      tasks.add(() -> {
        System.arraycopy(run(kernel, program, first, 1), 0, actual, first * outputs, outputs);
        return first;
      });
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<Integer> done : executor.invokeAll(tasks)) {
        done.get();
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** Purposes, seeds and blocks lead to other noise, also when the kernel has been used before. */
  @Test
  void noiseFollowsTheKey() {
    Case program = SamplePrograms.average(1, 3, Derivatives.NONE);
    Binding binding = new Binding(program.program(), program.inputs());
    Kernel kernel = new CpuBackend().compile(program.program(), Sampling.INDEPENDENT);
    Kernel reference = new ReferenceBackend().compile(program.program(), Sampling.INDEPENDENT);
    List<Double> seen = new ArrayList<>();
    for (NoiseKey key : List.of(KEY, new NoiseKey(KEY.seed(), 1), new NoiseKey(-1, 0), KEY)) {
      double[] actual = new double[1];
      double[] expected = new double[1];
      kernel.run(binding, key, 1L << 33, 1, actual);
      reference.run(binding, key, 1L << 33, 1, expected);
      assertThat(actual).isEqualTo(expected);
      seen.add(actual[0]);
    }
    assertThat(seen.stream().distinct().count()).isEqualTo(3);
    assertThat(seen.getLast()).isEqualTo(seen.getFirst());
  }

  /** A negative control: the comparisons see a draw of another path. */
  @Test
  void anotherPathIsSeen() {
    Case program = SamplePrograms.average(1, 3, Derivatives.NONE);
    double[] expected = run(new ReferenceBackend().compile(program.program(), Sampling.INDEPENDENT), program, 5, 1);
    Kernel kernel = new CpuBackend().compile(program.program(), Sampling.INDEPENDENT);
    assertThat(run(kernel, program, 6, 1)).isNotEqualTo(expected);
  }

  @Test
  void emulatedFusedMultiplyAddIsRefused() throws Exception {
    assertThat(outputOfJvm("-XX:-UseFMA")).contains("UnsupportedOperationException")
        .contains("lack a fused multiply-add instruction");
  }

  private static String outputOfJvm(String option) throws Exception {
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), option,
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Alone.class.getName())
        .redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Run in a JVM of its own. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) {
      System.out.println(Arrays.toString(results()));
    }

    static double[] results() {
      Case program = SamplePrograms.average(2, 5, Derivatives.ADJOINT);
      return run(new CpuBackend().compile(program.program(), Sampling.INDEPENDENT), program, 0, 1);
    }
  }
}
