package io.pathwise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** The comparison's protocol and table. */
class PeerComparisonTest {
  @Test
  void measurementSurvivesItsText() {
    Measurement measurement = measurement(0.25, 1.0);
    assertThat(Measurement.parse(measurement.format().lines().toList())).isEqualTo(measurement);
  }

  @Test
  void textWithoutTimeIsRefused() {
    assertThatThrownBy(() -> Measurement.parse(List.of("value 1 0.1"))).hasMessageContaining("seconds");
    assertThatThrownBy(() -> Measurement.parse(List.of("seconds 1"))).hasMessageContaining("seconds 1");
  }

  @Test
  void tableHasMediansRatiosAndDeviations() {
    SequencedMap<String, List<Measurement>> measurements = new LinkedHashMap<>();
    measurements.put("one", List.of(measurement(3.0, 1.0), measurement(1.0, 1.0), measurement(2.0, 1.0)));
    measurements.put("two", List.of(measurement(9.0, 1.0), measurement(5.0, 1.0), measurement(7.0, 2.0)));
    List<String> rows = new ArrayList<>(PeerComparison.table(Workload.W1, measurements).lines().toList());
    // two estimates with standard errors 0.1 that differ by 1 are 1 / (0.1 sqrt(2)) = 7.07 apart
    assertThat(rows).anySatisfy(row -> assertThat(row.split(" +")).containsExactly("one", "2.00000", "1.00000",
        "3.00000", "1.00", "0.00")).anySatisfy(
            row -> assertThat(row.split(" +")).startsWith("two", "7.00000", "5.00000", "9.00000", "3.50", "7.07",
                "values"));
  }

  @Test
  void javaContestantMeasuresInItsOwnProcess() throws Exception {
    Contestant contestant = new JavaContestant("instant", Instant.class,
        List.of("-DwarmUpSeconds=0", "-DmeasuringSeconds=0"));
    Measurement measurement = PeerComparison.run(contestant.command(Workload.W2, 7, 5));
    assertThat(measurement.estimates()).containsExactly(Map.entry("value", new Estimate(7.0, 5.0)));
    assertThat(measurement.seconds()).isPositive();
  }

  /** Answers its arguments. */
  static final class Instant implements Valuation {
    @Override
    public SequencedMap<String, Estimate> value(Workload workload, int paths, long seed) {
      SequencedMap<String, Estimate> outputs = new LinkedHashMap<>();
      outputs.put("value", new Estimate(paths, seed));
      return outputs;
    }
  }

  private static Measurement measurement(double seconds, double value) {
    SequencedMap<String, Estimate> outputs = new LinkedHashMap<>();
    outputs.put("value", new Estimate(value, 0.1));
    return new Measurement(seconds, outputs);
  }
}
