package io.pathwise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** finmath-lib and the C++ loops value the same thing, and the comparison notices when two contestants do not. */
@Tag("long")
class FinmathAadTest {
  private static final int PATHS = 10_000;

  @Test
  void europeanAgreesWithBlackScholes() {
    Measurement measurement = new Measurement(0.0, new FinmathAad().value(Workload.W1, PATHS, 1));
    assertThat(measurement.largestDeviation(Reference.BLACK_SCHOLES)).isLessThan(4.0);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheLoops(Workload workload, @TempDir Path directory) throws Exception {
    CppContestant loops = CppContestant.tuned();
    Optional<String> obstacle = loops.prepare(directory);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
    Measurement expected = PeerComparison.run(loops.command(workload, 100_000, 1));
    Measurement actual = new Measurement(0.0, new FinmathAad().value(workload, PATHS, 1));
    assertThat(actual.estimates().keySet()).containsExactlyInAnyOrderElementsOf(expected.estimates().keySet());
    assertThat(actual.largestDeviation(expected.estimates())).isLessThan(4.0);
  }

  @Test
  void anotherStrikeIsNoticed() {
    // the forward's value, a call with strike 0 less the discounted strike
    Measurement measurement = new Measurement(0.0, new FinmathAad().value(Workload.W1, PATHS, 1));
    assertThat(measurement.largestDeviation(Map.of("value", new Estimate(4.877, 0.0)))).isGreaterThan(5.0);
  }
}
