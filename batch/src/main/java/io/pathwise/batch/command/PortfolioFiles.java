package io.pathwise.batch.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files of commands that look at a whole portfolio. */
class PortfolioFiles {
  @Option(names = "--portfolio", required = true, paramLabel = "FILE", description = "The portfolio, one trade a line (JSON lines), or a table (*.csv).")
  private Path portfolio = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go; made if it is not there.")
  private Path out = Path.of("");

  @Option(names = {"--fixings",
      "--past-fixings"}, paramLabel = "FILE", description = "Prices of days that have passed (CSV: asset, date, price).")
  private @Nullable Path fixings;

  /** The trades. */
  Path portfolio() {
    return portfolio;
  }

  /** Where the results go. */
  Path out() {
    return out;
  }

  /** Prices of days that have passed. */
  Optional<Path> fixings() {
    return Optional.ofNullable(fixings);
  }
}
