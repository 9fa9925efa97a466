package io.pathwise.batch.command;

import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say what to compute, how exactly, and how. Start at {@link #settings}. */
final class SimulationOptions {
  /** Unless another number is asked for. */
  static final long DEFAULT_PATHS = 100_000;
  private static final long DEFAULT_MAXIMUM_PATHS = 10_000_000;
  private static final String ALL = "all";

  /** The measures as they are spelled. */
  static final class MeasureNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Measure.values()).map(Measure::label).iterator();
    }
  }

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--measures", split = ",", paramLabel = "NAME", description = "What to compute: all, or a list of ${COMPLETION-CANDIDATES}. Unless it is given, price takes the value and the first derivatives, and others take all but charm, veta, speed and color.", completionCandidates = MeasureNames.class)
  private List<String> measures = List.of();

  @Option(names = "--paths", paramLabel = "N", description = "Number of paths, at least 8192, rounded up to a multiple of 256, of Sobol points to 256 * 2^k in every randomisation (default: 100000).")
  private @Nullable Count paths;

  @Option(names = "--target-error", paramLabel = "X", description = "Simulate until every standard error is at most X (0.01), a share of its number (1%%), or the larger of both (1%%,0.001).")
  private @Nullable TargetError targetError;

  @Option(names = "--max-paths", paramLabel = "N", description = "Where --target-error gives up (default: 10000000).")
  private @Nullable Count maximumPaths;

  @Option(names = "--max-work", paramLabel = "MINUTES", defaultValue = "5", description = "What a trade may take, in minutes of one core by estimate; one that would take more fails at once and says how much (default: ${DEFAULT-VALUE}).")
  private Minutes maximumWork = new Minutes(5);

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the noise; equal seeds give equal results (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin
  private SamplingOptions sampling = new SamplingOptions();

  @Option(names = "--estimator", split = ",", paramLabel = "MEASURE=NAME", description = "Estimators to use in place of the policy's choice, e.g. delta=score-first,vega=bump.")
  private Map<Measure, Estimator> estimators = new LinkedHashMap<>();

  @Option(names = "--policy", paramLabel = "NAME", defaultValue = "auto", description = "How estimators are chosen: auto (by preference, and by a pilot where the first paths show that it pays), pilot (measured in a short simulation of each trade), preference (by structure: the first valid one in a fixed order) or structural (by structure: plain pathwise, else scores) (default: ${DEFAULT-VALUE}).")
  private Policy policy = Policy.AUTO;

  @Option(names = "--control-variates", paramLabel = "on|off", defaultValue = "on", description = "Whether numbers are regressed on those of a product with a closed form on the same paths, where there is one (default: ${DEFAULT-VALUE}).")
  private Switch controlVariates = Switch.ON;

  @Option(names = "--training-paths", paramLabel = "N", description = "On how many further paths it is learnt when to exercise or call a product, at least 8192 (default: 65536).")
  private @Nullable Count trainingPaths;

  @Option(names = "--exercise-errors", description = "Say in the messages of products that are exercised or called what a fixed policy leaves out of first derivatives, and what monthly or shorter times leave out of exercise at any time.")
  private boolean exerciseErrors;

  /** Whether measures are asked for by name. */
  boolean namesMeasures() {
    return !measures.isEmpty();
  }

  /** What a trade may take, in minutes of one core. */
  double maximumMinutes() {
    return maximumWork.value();
  }

  /** The measures asked for, or those given when none are. */
  Set<Measure> measures(Set<Measure> unlessGiven) {
    if (measures.isEmpty()) {
      return unlessGiven;
    }
    Set<Measure> chosen = EnumSet.noneOf(Measure.class);
    for (String label : measures) {
      if (label.equals(ALL)) {
        chosen.addAll(EnumSet.allOf(Measure.class));
      } else {
        chosen.add(measure(label));
      }
    }
    return chosen;
  }

  /** Everything else. */
  Settings settings() {
    return settings(DEFAULT_PATHS);
  }

  /** The same with another number of paths unless one is asked for. */
  Settings settings(long defaultPaths) {
    return new Settings(accuracy(defaultPaths), seed, sampling.sampling(), estimators, policy,
        controlVariates == Switch.ON, trainingPaths == null ? Settings.TRAINING_PATHS : trainingPaths(),
        exerciseErrors);
  }

  private long trainingPaths() {
    long number = Objects.requireNonNull(trainingPaths).value();
    if (number < Settings.FEWEST_TRAINING_PATHS) {
      throw wrong("--training-paths is %s, at least %s are needed".formatted(number, Settings.FEWEST_TRAINING_PATHS));
    }
    return number;
  }

  private Accuracy accuracy(long defaultPaths) {
    if (targetError == null) {
      if (maximumPaths != null) {
        throw wrong("--max-paths needs --target-error; use --paths for a fixed number of paths");
      }
      return Accuracy.paths(paths == null ? defaultPaths : paths.value());
    }
    if (paths != null) {
      throw wrong("--paths and --target-error exclude each other; use --max-paths to limit the paths");
    }
    return targetError.accuracy(maximumPaths == null ? DEFAULT_MAXIMUM_PATHS : maximumPaths.value());
  }

  private Measure measure(String label) {
    return Arrays.stream(Measure.values()).filter(measure -> measure.label().equals(label)).findFirst()
        .orElseThrow(() -> wrong("--measures names the unknown measure '" + label + "', allowed: " + ALL + ", "
            + Arrays.stream(Measure.values()).map(Measure::label).collect(Collectors.joining(", "))));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
