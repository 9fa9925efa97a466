package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.output.TextTable;
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
    List<Backend> installed = BackendChoice.installed();
    table.row(BackendChoice.AUTO.label(), "yes", BackendChoice.AUTO.find().description());
    for (Backend backend : installed) {
      table.row(backend.name(), backend.obstacle().isEmpty() ? "yes" : "no",
          backend.obstacle().orElseGet(backend::description));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    out.println();
    out.println(processors());
    List<Backend.Device> devices = installed.stream().flatMap(backend -> backend.devices().stream()).toList();
    if (!devices.isEmpty()) {
      out.println();
      out.print(gpus(devices));
    }
    out.flush();
    return ExitCode.OK.status();
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

  private static String processors() {
    int count = Runtime.getRuntime().availableProcessors();
    return count + (count == 1 ? " processor" : " processors") + " (" + System.getProperty("os.arch") + ")";
  }
}
