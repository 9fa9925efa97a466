package io.pathwise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The C++ yardstick is what it says: vectorised in every loop over paths, and right. Skipped without a compiler. */
@Tag("long")
class ExpertLoopsTest {
  private static final CppContestant LOOPS = CppContestant.plain();

  @BeforeAll
  static void compile(@TempDir Path directory) throws Exception {
    Optional<String> obstacle = LOOPS.prepare(directory);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
  }

  @Test
  void everyLoopOverPathsIsVectorised() {
    List<Integer> loops = linesWith("for (int i = 0; i < LANES; i++)");
    assertThat(loops).hasSizeGreaterThanOrEqualTo(10);
    assertThat(LOOPS.vectorisedLines()).containsAll(loops);
  }

  @Test
  void aLoopThatIsNotVectorisedIsNotReported() {
    // the loops around those over lanes
    assertThat(LOOPS.vectorisedLines()).doesNotContainAnyElementsOf(linesWith("for (long done = 0;"));
  }

  @Test
  void europeanAgreesWithBlackScholes() throws Exception {
    Measurement measurement = PeerComparison.run(LOOPS.command(Workload.W1, 1_000_000, 1));
    assertThat(measurement.largestDeviation(Reference.BLACK_SCHOLES)).isLessThan(4.0);
    assertThat(measurement.estimates()).containsOnlyKeys("value", "delta", "vega", "rho");
  }

  private static List<Integer> linesWith(String text) {
    List<String> source = CppContestant.sourceLines();
    List<Integer> lines = IntStream.range(0, source.size()).filter(line -> source.get(line).contains(text))
        .mapToObj(line -> line + 1).toList();
    assertThat(lines).isNotEmpty();
    return lines;
  }
}
