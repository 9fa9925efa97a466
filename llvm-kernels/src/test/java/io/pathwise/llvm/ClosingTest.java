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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A kernel that is closed while it runs: the machine code must stay until the last call has left it. */
class ClosingTest {

  private static final int BLOCKS = 256;
  private static final int ATTEMPTS = 5;

  @BeforeAll
  static void needLlvm() {
    assumeTrue(Llvm.obstacle().isEmpty(), () -> Llvm.obstacle().orElse(""));
  }

  @Test
  void whatHasBegunEndsWithItsNumbersAndNothingBeginsAfterwards() throws InterruptedException {
    TestPrograms.Case program = TestPrograms.basket(2, 50, TestPrograms.Derivatives.ADJOINT);
    Binding binding = new Binding(program.program(), program.inputs());
    int outputs = program.program().outputs().size();
    double[] expected = new double[BLOCKS * outputs];
    try (Kernel kernel = LlvmBackend.ofWidth(8).compile(program.program(), Sampling.INDEPENDENT)) {
      kernel.run(binding, NoiseKey.results(1), 0, BLOCKS, expected);
    }
    int ended = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Kernel kernel = LlvmBackend.ofWidth(8).compile(program.program(), Sampling.INDEPENDENT);
      double[] results = new double[BLOCKS * outputs];
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
        kernel.run(binding, NoiseKey.results(1), 0, 1, new double[outputs]);
        begun.countDown();
        kernel.run(binding, NoiseKey.results(1), 0, BLOCKS, results);
      });
      begun.await();
      Thread.sleep(1);
      kernel.close();
      if (isDone(run)) {
        assertThat(results).isEqualTo(expected);
        ended++;
      }
      assertThatIllegalStateException()
          .isThrownBy(() -> kernel.run(binding, NoiseKey.results(1), 0, 1, new double[outputs]))
          .withMessage("the kernel is closed");
    }
    assertThat(ended).as("runs that had begun when the kernel was closed").isPositive();
  }

  /** Whether it ended, rather than being refused because the kernel was closed before it began. */
  private static boolean isDone(CompletableFuture<Void> run) {
    try {
      run.join();
      return true;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("the kernel is closed");
      return false;
    }
  }
}
