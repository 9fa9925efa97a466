package io.pathwise.llvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import io.pathwise.llvm.library.Llvm;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A kernel that is closed while it runs: the machine code must stay until the last call has left it. */
class ClosingTest {

  private static final int BLOCKS = 2048;

  @BeforeAll
  static void needLlvm() {
    assumeTrue(Llvm.obstacle().isEmpty(), () -> Llvm.obstacle().orElse(""));
  }

  @Test
  void whatHasBegunEndsWithItsNumbersAndNothingBeginsAfterwards() {
    TestPrograms.Case program = TestPrograms.basket(2, 50, TestPrograms.Derivatives.ADJOINT);
    Binding binding = new Binding(program.program(), program.inputs());
    int outputs = program.program().outputs().size();
    double[] expected = new double[BLOCKS * outputs];
    try (Kernel kernel = LlvmBackend.ofWidth(8).compile(program.program(), Sampling.INDEPENDENT)) {
      kernel.run(binding, NoiseKey.results(1), 0, BLOCKS, expected);
    }
    LlvmKernel kernel = (LlvmKernel) LlvmBackend.ofWidth(8).compile(program.program(), Sampling.INDEPENDENT);
    double[] results = new double[BLOCKS * outputs];
    CompletableFuture<Void> run = CompletableFuture
        .runAsync(() -> kernel.run(binding, NoiseKey.results(1), 0, BLOCKS, results));
    while (!kernel.isRunning() && !run.isDone()) {
      Thread.onSpinWait();
    }
    kernel.close();
    assertThat(run).as("it takes longer than to be closed").isNotDone();
    run.join();
    assertThat(results).isEqualTo(expected);
    assertThatIllegalStateException()
        .isThrownBy(() -> kernel.run(binding, NoiseKey.results(1), 0, 1, new double[outputs]))
        .withMessage("the kernel is closed");
  }
}
