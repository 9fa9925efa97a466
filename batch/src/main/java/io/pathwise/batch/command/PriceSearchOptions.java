package io.pathwise.batch.command;

import io.pathwise.batch.calibration.PriceRequest;
import io.pathwise.engine.optimise.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code calibrate} that say how a search among simulated prices goes. */
final class PriceSearchOptions {
  private static final long DEFAULT_PATHS = 65_536;
  private static final long PASSES = 200;

  @Option(names = "--parameters", split = ",", paramLabel = "NAME", description = "With --to: what is sought, such as AAPL.kappa or AAPL.vol[1] (default: all numbers of the models of the trades' assets).")
  private List<String> parameters = new ArrayList<>();

  @Option(names = "--optimiser", paramLabel = "NAME", defaultValue = "svrg", description = "With --to: sgd, adam, svrg, saga (default: ${DEFAULT-VALUE}).")
  private Method method = Method.SVRG;

  @Option(names = "--step", paramLabel = "X", description = "With --to: the first step of the optimiser, above 0 and at most 1 (default: sgd 0.2, adam 0.02, svrg 0.5, saga 1/3).")
  private @Nullable Double step;

  @Option(names = "--paths", paramLabel = "N", description = "With --to: paths of each price over which svrg and saga search and all optimisers are judged; at least 16384 (default: "
      + DEFAULT_PATHS + ").")
  private Count paths = new Count(DEFAULT_PATHS);

  @Option(names = "--max-paths", paramLabel = "N", description = "With --to: paths of each price that may be simulated in all (default: 200 times --paths).")
  private @Nullable Count mostPaths;

  @Option(names = "--tolerance", paramLabel = "X", description = "With --to: a fit that would be better by less is left alone, as a root mean square share of the prices (default: 1e-4).")
  private @Nullable Double tolerance;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "With --to: seed of the noise; equal seeds give equal numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** The names of the options that were given. */
  static List<String> given(CommandLine.ParseResult parsed) {
    return List.of("--parameters", "--optimiser", "--step", "--paths", "--max-paths", "--tolerance", "--seed",
        "--threads", "--backend").stream().filter(parsed::hasMatchedOption).toList();
  }

  PriceRequest request(CommandLine command, Path market, Path prices, Path out, Optional<Path> report) {
    require(command, step == null || (step > 0 && step <= 1), "--step", step, "above 0 and at most 1");
    require(command, tolerance == null || (tolerance > 0 && tolerance < 1), "--tolerance", tolerance,
        "between 0 and 1, both excluded");
    require(command, paths.value() >= PriceRequest.FEWEST_PATHS && paths.value() <= PriceRequest.MOST_PATHS, "--paths",
        paths.value(), "from " + PriceRequest.FEWEST_PATHS + " to " + PriceRequest.MOST_PATHS);
    long most = mostPaths == null ? PASSES * paths.value() : mostPaths.value();
    require(command, most <= MOST_IN_ALL, "--max-paths", most, "at most " + MOST_IN_ALL);
    return new PriceRequest(market, prices, parameters, method,
        step == null ? OptionalDouble.empty() : OptionalDouble.of(step), paths.value(), most,
        tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance), seed, out, report);
  }

  private static final long MOST_IN_ALL = 1L << 40;

  private static void require(CommandLine command, boolean condition, String option, @Nullable Object value,
      String allowed) {
    if (!condition) {
      throw new ParameterException(command, option + " is " + value + ", must be " + allowed);
    }
  }
}
