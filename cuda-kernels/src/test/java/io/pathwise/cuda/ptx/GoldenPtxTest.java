package io.pathwise.cuda.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import io.pathwise.engine.run.TestPrograms.Case;
import io.pathwise.engine.run.TestPrograms.Derivatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The text of three kernels is what the files in {@code src/test/resources/golden} say. Tests write these files anew
 * with {@code -Dpathwise.update-golden=true}; read the difference before you commit it.
 */
class GoldenPtxTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of("asian-tangent.ptx", TestPrograms.basket(1, 4, Derivatives.TANGENT), Sampling.INDEPENDENT),
        Arguments.of("basket-adjoint.ptx", TestPrograms.basket(2, 4, Derivatives.ADJOINT), Sampling.ANTITHETIC),
        Arguments.of("barrier-sobol-bridge.ptx", TestPrograms.barrier(6),
            Sampling.sobol(32, new Ordering.Bridge("step_length"))));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void textIsAsOnFile(String file, Case program, Sampling sampling) throws IOException {
    String text = PtxRenderer.render(program.program(), sampling);
    Path golden = GOLDEN.resolve(file);
    if (Boolean.getBoolean("pathwise.update-golden")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  /** Strikes, volatilities, schedules and the number of steps are data: they leave no trace in the text. */
  @Test
  void textDependsOnStructureOnly() {
    for (Sampling sampling : TestPrograms.samplings()) {
      assertThat(PtxRenderer.render(TestPrograms.unequalNoises(5).program(), sampling))
          .isEqualTo(PtxRenderer.render(TestPrograms.unequalNoises(900).program(), sampling));
      assertThat(PtxRenderer.render(TestPrograms.barrier(6).program(), sampling))
          .doesNotContain(PtxWriter.real(90.0)).isNotEqualTo(PtxRenderer.render(
              TestPrograms.unequalNoises(5).program(), sampling));
    }
  }

  /** Every operation on doubles says how it rounds, nothing is contracted, flushed or left to min and max. */
  @Test
  void arithmeticIsExplicitlyRounded() {
    for (Case program : TestPrograms.all()) {
      String text = PtxRenderer.render(program.program(), Sampling.INDEPENDENT);
      assertThat(text.lines().map(String::strip).filter(line -> line.matches("(add|sub|mul|div|fma|sqrt)\\..*f64.*")))
          .isNotEmpty().allMatch(line -> line.contains(".rn.f64"));
      assertThat(text).doesNotContain(".ftz", "min.f64", "max.f64", "setp.ne.f64", ".approx", "mad.rn.f64");
      assertThat(text).startsWith(".version 7.0\n.target sm_70\n").isASCII();
    }
  }
}
