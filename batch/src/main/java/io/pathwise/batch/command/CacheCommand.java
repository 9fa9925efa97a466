package io.pathwise.batch.command;

import io.pathwise.batch.cache.CacheAdministration;
import io.pathwise.batch.output.TextTable;
import io.pathwise.engine.run.Store;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pathwise cache}: looks after the file that {@code risk --cache} uses. */
@Command(name = "cache", description = "Looks after a cache: stats, verify, clear, compact.", mixinStandardHelpOptions = true)
final class CacheCommand implements Runnable {
  private static final double MEBIBYTE = 1 << 20;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A subcommand is missing: "
        + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(name = "stats", description = "Tells what the cache holds.", mixinStandardHelpOptions = true)
  int stats(@Parameters(paramLabel = "FILE", description = "The cache.") Path file) {
    return print(CacheAdministration.stats(file, false));
  }

  @Command(name = "verify", description = "Checks every entry and drops those that are damaged; exit code 3 if there were any.", mixinStandardHelpOptions = true)
  int verify(@Parameters(paramLabel = "FILE", description = "The cache.") Path file) {
    CacheAdministration.Stats stats = CacheAdministration.stats(file, true);
    print(stats);
    return (stats.damaged().entries() == 0 ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }

  @Command(name = "clear", description = "Deletes the cache, unless it is in use.", mixinStandardHelpOptions = true)
  int clear(@Parameters(paramLabel = "FILE", description = "The cache.") Path file) {
    CacheAdministration.clear(file);
    return ExitCode.OK.status();
  }

  @Command(name = "compact", description = "Writes the cache anew without damaged entries and those of other versions of the program, unless it is in use.", mixinStandardHelpOptions = true)
  int compact(@Parameters(paramLabel = "FILE", description = "The cache.") Path file,
      @Option(names = "--cache-size", paramLabel = "MIB", description = "What it takes of the disk then, in MiB (default: as much as before).") @Nullable Count size) {
    CacheAdministration.compact(file, size == null ? OptionalLong.empty() : OptionalLong.of(CacheOptions.size(size)));
    return print(CacheAdministration.stats(file, false));
  }

  private int print(CacheAdministration.Stats stats) {
    TextTable table = new TextTable("entries", ">number", ">MiB");
    for (Store.Kind kind : Store.Kind.values()) {
      CacheAdministration.Amount amount = stats.current().getOrDefault(kind, CacheAdministration.Amount.NONE);
      row(table, switch (kind) {
        case MOMENTS -> "accumulators";
        case CHOICES -> "choices of estimators";
        case NUMBERS -> "numbers of trades";
        case TRAINING -> "learnt decisions";
      }, amount);
    }
    row(table, "of other versions", stats.others());
    row(table, "damaged", stats.damaged());
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    out.printf(Locale.ROOT, "%nThe file has %.1f MiB.%n", stats.fileBytes() / MEBIBYTE);
    out.flush();
    return ExitCode.OK.status();
  }

  private static void row(TextTable table, String name, CacheAdministration.Amount amount) {
    table.row(name, Long.toString(amount.entries()), String.format(Locale.ROOT, "%.1f", amount.bytes() / MEBIBYTE));
  }
}
