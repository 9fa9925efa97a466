package io.pathwise.cuda.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.cuda.ptx.PtxCompiler.Report;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import io.pathwise.engine.run.TestPrograms.Case;
import io.pathwise.engine.run.TestPrograms.Derivatives;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's compiler makes machine code of every kernel, in few registers of the benchmark kernels. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "JCuda's PTX compiler is there for linux-x86_64")
@Tag("long")
class PtxCompilerTest {

  private static final List<String> ARCHITECTURES = List.of("sm_70", "sm_80", "sm_90");

  @TempDir
  private Path directory;

  @Test
  void everyProgramCompiles() throws Exception {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Case program : TestPrograms.small()) {
      texts.put(fileName(program, 0), PtxRenderer.render(program.program(), Sampling.INDEPENDENT));
    }
    for (Case program : List.of(TestPrograms.unequalNoises(5), TestPrograms.basket(3, 3, Derivatives.ADJOINT))) {
      int number = 0;
      for (Sampling sampling : TestPrograms.samplings()) {
        texts.put(fileName(program, ++number), PtxRenderer.render(program.program(), sampling));
      }
    }
    assertThat(PtxCompiler.compile(directory, texts, ARCHITECTURES)).hasSize(3 * texts.size())
        .allSatisfy((name, report) -> assertThat(report.error()).isEmpty());
  }

  @Test
  void everyLawCompiles() throws Exception {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Case program : List.of(TestPrograms.everyLaw(), TestPrograms.everyScore())) {
      texts.put(fileName(program, 0), PtxRenderer.render(program.program(), Sampling.INDEPENDENT));
    }
    assertThat(PtxCompiler.compile(directory, texts, List.of("sm_80"))).hasSize(texts.size())
        .allSatisfy((name, report) -> assertThat(report.error()).isEmpty());
  }

  /**
   * 64 registers let four thread blocks be on a multiprocessor, 128 two: enough warps to hide the latency of
   * double-precision arithmetic. Bounds are the next such step above what was measured. The basket's 31 states and
   * their updates do not quite fit: what it spills is a sixth of its registers.
   */
  @Test
  void benchmarkKernelsKeepTheirStatesInRegisters() throws Exception {
    Map<String, Integer> bounds = Map.of("asian", 64, "asian-adjoint", 64, "basket", 128, "barrier", 64);
    Map<String, String> texts = Map.of(
        "asian", text(TestPrograms.basket(1, 252, Derivatives.TANGENT)),
        "asian-adjoint", text(TestPrograms.basket(1, 252, Derivatives.ADJOINT)),
        "basket", text(TestPrograms.basket(10, 12, Derivatives.TANGENT)),
        "barrier", text(TestPrograms.barrier(252)));
    Map<String, Report> reports = PtxCompiler.compile(directory, texts, ARCHITECTURES);
    assertThat(reports).hasSize(12).allSatisfy((name, report) -> {
      assertThat(report.error()).isEmpty();
      assertThat(report.spilled()).isLessThanOrEqualTo(name.startsWith("basket ") ? 160 : 8);
      assertThat(report.registers()).isBetween(16, bounds.get(name.substring(0, name.indexOf(' '))));
    });
  }

  /** The negative control: the compiler that accepts everything above refuses what is wrong. */
  @Test
  void wrongTextIsRefused() throws Exception {
    String text = text(TestPrograms.barrier(2));
    Map<String, String> texts = Map.of("undeclared", text.replace("%path,", "%pith,"), "mistyped",
        text.replace("mul.rn.f64", "mul.rn.f32"));
    assertThat(PtxCompiler.compile(directory, texts, List.of("sm_80"))).hasSize(2)
        .allSatisfy((name, report) -> assertThat(report.error()).isNotEmpty());
  }

  private static String text(Case program) {
    return PtxRenderer.render(program.program(), Sampling.INDEPENDENT);
  }

  private static String fileName(Case program, int sampling) {
    return program.name().replaceAll("[^a-zA-Z0-9]+", "-") + "-" + sampling;
  }
}
