package io.pathwise.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Valuation} as a contestant: {@link MeasuredValuation} runs it in a Java process with the class path and the
 * Java version of this one.
 *
 * @param options
 *          options of that Java process
 */
record JavaContestant(String name, Class<? extends Valuation> valuation, List<String> options) implements Contestant {
  @Override
  public Optional<String> prepare(Path directory) {
    return Optional.empty();
  }

  @Override
  public List<String> command(Workload workload, int paths, long seed) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        MeasuredValuation.class.getName(),
        valuation.getName(), workload.name(), Integer.toString(paths), Long.toString(seed)));
    return command;
  }
}
