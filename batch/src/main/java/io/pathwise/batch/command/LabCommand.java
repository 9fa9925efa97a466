package io.pathwise.batch.command;

import io.pathwise.batch.lab.Budget;
import io.pathwise.batch.lab.Lab;
import io.pathwise.batch.lab.LabCases;
import io.pathwise.batch.lab.LabReport;
import io.pathwise.batch.lab.LabRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise lab}: measures all estimators on problems with known answers. */
@Command(name = "lab", description = "Compares estimators on problems with known answers; writes lab.html and CSV files.", mixinStandardHelpOptions = true, sortOptions = false)
final class LabCommand implements Callable<Integer> {

  /** The ids of cases, for the help text. */
  static final class CaseIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LabCases.ids().iterator();
    }
  }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--case", split = ",", paramLabel = "NAME", completionCandidates = CaseIds.class, description = "The cases to run (default: all): ${COMPLETION-CANDIDATES}.")
  private List<String> cases = new ArrayList<>();

  @Option(names = "--quick", description = "Fewer paths and fewer problems: under a minute instead of minutes.")
  private boolean quick;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the noise; equal seeds give equal numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin
  private EngineOptions engine = new EngineOptions();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go; made if it is not there.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    for (String name : cases) {
      if (!LabCases.ids().contains(name)) {
        throw new ParameterException(spec.commandLine(),
            "--case names the unknown case '" + name + "', allowed: " + String.join(", ", LabCases.ids()));
      }
    }
    LabRequest request = new LabRequest(cases, quick ? Budget.QUICK : Budget.FULL, seed, engine.threadCount(), out);
    LabReport report = Lab.run(request, engine.backend.find());
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT,
        "%d numbers measured in %.1f s (%.1f s of processor time), %d of %d statements hold, written to %s%n",
        report.measurements(), report.seconds(), report.processorSeconds(),
        report.statements() - report.failures().size(), report.statements(),
        out);
    report.failures().forEach(failure -> err.println("does not hold: " + failure));
    err.flush();
    return (report.allHold() ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }
}
