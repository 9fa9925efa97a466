package io.pathwise.batch.command;

import io.pathwise.batch.output.TextTable;
import io.pathwise.batch.risk.BackendChoice;
import io.pathwise.batch.risk.BackendMissingException;
import io.pathwise.engine.run.Backend;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pathwise devices}: what could do the work on this machine. */
@Command(name = "devices", description = "Lists the backends and what they run on.", mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    TextTable table = new TextTable("backend", "available", "runs on");
    for (BackendChoice choice : BackendChoice.values()) {
      switch (choice) {
        case AUTO -> table.row(choice.label(), "yes", automatic());
        case CPU -> table.row(choice.label(), "yes", processors());
        case REFERENCE -> table.row(choice.label(), "yes", "an interpreter, slow: what the others are checked by");
        case CUDA -> cuda(table);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    List<Backend.Device> devices = BackendChoice.devices();
    if (!devices.isEmpty()) {
      out.println();
      out.print(gpus(devices));
    }
    out.flush();
    return ExitCode.OK.status();
  }

  private static String automatic() {
    return BackendChoice.devices().stream().anyMatch(device -> device.obstacle().isEmpty())
        ? "the CPU, large work on a GPU"
        : "the same as " + BackendChoice.CPU.label();
  }

  private static TextTable gpus(List<Backend.Device> devices) {
    TextTable table = new TextTable("GPU", "usable", "architecture", ">memory", "driver for CUDA", "smoke test");
    for (Backend.Device device : devices) {
      table.row(device.name(), device.obstacle().isEmpty() ? "yes" : "no", device.architecture(),
          String.format(Locale.ROOT, "%.1f GiB", (double) device.memory() / (1L << 30)), device.driver(),
          device.obstacle().orElse("passed"));
    }
    return table;
  }

  private static void cuda(TextTable table) {
    try {
      table.row(BackendChoice.CUDA.label(), "yes", BackendChoice.CUDA.find().name());
    } catch (BackendMissingException e) {
      table.row(BackendChoice.CUDA.label(), "no", String.valueOf(e.getMessage()));
    }
  }

  private static String processors() {
    int count = Runtime.getRuntime().availableProcessors();
    return count + (count == 1 ? " processor" : " processors") + " (" + System.getProperty("os.arch") + ")";
  }
}
