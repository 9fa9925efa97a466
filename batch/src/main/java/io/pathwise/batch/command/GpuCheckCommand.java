package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.gpu.GpuBench;
import io.pathwise.batch.gpu.GpuCheck;
import io.pathwise.batch.output.TextTable;
import io.pathwise.engine.run.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pathwise gpu-check}: whether the GPU of this machine gives the CPU's bits, and how fast. */
@Command(name = "gpu-check", description = "Runs every kind of program on the GPU and on the CPU and compares all bits; with --bench measures the GPU too. Exit status 5 without a usable GPU, 1 when bits differ.", mixinStandardHelpOptions = true, sortOptions = false)
final class GpuCheckCommand implements Callable<Integer> {

  private static final String CACHE_PROPERTY = "pathwise.cuda.cache";
  private static final int BENCH_BLOCKS = 8192;
  /** The backend that this command is about. */
  private static final String GPU = "cuda";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--bench", description = "Measure speed: path-steps per second, beside hand-written CUDA kernels (if nvcc is on the path) and beside the limit of double-precision arithmetic; compile times; time to a first result.")
  private boolean bench;

  @Option(names = "--no-compare", description = "Leave out the comparison of bits.")
  private boolean noCompare;

  @Option(names = "--blocks", paramLabel = "N", hidden = true, description = "Blocks of 256 paths in a measured call.")
  private int blocks = BENCH_BLOCKS;

  @Mixin
  private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() {
    // The backend can be another one for a test of this command; it is the GPU for everybody else.
    BackendChoice choice = engine.backend.equals(BackendChoice.AUTO) ? BackendChoice.of(GPU) : engine.backend;
    PrintWriter out = spec.commandLine().getOut();
    Backend device = choice.find();
    device.devices().forEach(found -> out.printf(Locale.ROOT, "%s, %s, %.1f GiB, driver for CUDA %s%n", found.name(),
        found.architecture(), (double) found.memory() / (1L << 30), found.driver()));
    boolean equal = noCompare || compare(device, out);
    if (bench) {
      bench(choice, out);
    }
    out.flush();
    return (equal ? ExitCode.OK : ExitCode.INTERNAL_ERROR).status();
  }

  private boolean compare(Backend device, PrintWriter out) {
    PrintWriter err = spec.commandLine().getErr();
    GpuCheck.Outcome outcome = GpuCheck.run(device, engine.threadCount(), product -> {
      err.println(product);
      err.flush();
    });
    out.printf("%d kernels, %d blocks of 256 paths: %s%n", outcome.kernels(), outcome.blocks(),
        outcome.differences().isEmpty() ? "all bits equal the CPU's" : "bits differ from the CPU's");
    outcome.differences().forEach(out::println);
    return outcome.differences().isEmpty();
  }

  /** Measures with a cache of machine code that is empty at first. */
  private void bench(BackendChoice choice, PrintWriter out) {
    String cache = System.getProperty(CACHE_PROPERTY);
    try {
      Path directory = Files.createTempDirectory("pathwise-gpu");
      try {
        System.setProperty(CACHE_PROPERTY, directory.resolve("cubin").toString());
        out.print(table(GpuBench.run(choice::find, blocks, directory)));
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (cache == null) {
        System.clearProperty(CACHE_PROPERTY);
      } else {
        System.setProperty(CACHE_PROPERTY, cache);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static TextTable table(List<GpuBench.Row> rows) {
    TextTable table = new TextTable("case", ">programs", ">path-steps/s", ">of hand-written", ">of fp64 limit",
        ">compile s", ">cached s", ">first result s");
    for (GpuBench.Row row : rows) {
      table.row(row.name(), Integer.toString(row.programs()), format("%.3g", row.pathSteps()), ratio(row.ofExpert()),
          ratio(row.ofArithmetic()), format("%.3f", row.coldCompile()), format("%.3f", row.cachedCompile()),
          format("%.3f", row.firstResult()));
    }
    return table;
  }

  private static String ratio(OptionalDouble value) {
    return value.isPresent() ? format("%.2f", value.getAsDouble()) : "-";
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
